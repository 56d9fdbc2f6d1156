#!/bin/bash
# tests/fuzz.sh SECONDS: every tests/fuzz_*.c (LLVMFuzzerTestOneInput) with libFuzzer, ASan and UBSan, SECONDS
# altogether, from the files of the fixtures. A crash is left in build/fuzz/.
set -u
seconds=${1:-60}
cd "$(dirname "$0")/.." || exit 2
build=build/fuzz passed=0 failed=0
san=-fsanitize=fuzzer-no-link,address,undefined
entries=(tests/fuzz_*.c)
objects=("${entries[@]/%.c/.o}")
objects=("${objects[@]/#/$build/}")
if [ ! -e "${entries[0]}" ]; then
    echo "skipped: there is no tests/fuzz_*.c"
    echo "0 passed, 0 failed"
    exit 0
fi
command -v clang >/dev/null || { echo "fuzzing needs clang"; echo "0 passed, 1 failed"; exit 1; }
make -s -j"$(nproc)" BUILD=$build CC=clang CXX=clang++ SAN="$san -fno-sanitize-recover=all" CFLAGS='-O1 -g' \
    $build/libcontentlint.a "${objects[@]}" ||
    { echo "0 passed, 1 failed"; exit 1; }
read -ra libs <<<"$(make -s print-libs)"
inputs=$build/inputs
rm -rf $inputs
mkdir -p $inputs
n=0
while read -r file; do cp "$file" "$inputs/$((n += 1))"; done < <(find fixtures rules -type f -size -32k -not -path '*/hugo-urls/*' | sort | head -400)
each=$((seconds / ${#entries[@]}))
for entry in "${entries[@]}"; do
    name=$(basename "$entry" .c)
    clang++ -fsanitize=fuzzer,address,undefined -o "$build/$name" "$build/tests/$name.o" $build/libcontentlint.a \
        "${libs[@]}" || { failed=$((failed + 1)); continue; }
    mkdir -p "$build/$name.found"
    if "$build/$name" -max_total_time=$((each > 0 ? each : 1)) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/$name-" "$build/$name.found" "$inputs" >"$build/$name.log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") inputs"
    else
        failed=$((failed + 1))
        echo "failed: $name"
        tail -n 30 "$build/$name.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
