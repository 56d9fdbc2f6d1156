#!/bin/bash
# tests/fuzz.sh SECONDS [ENTRY…]: every tests/fuzz_*.c (LLVMFuzzerTestOneInput), or those named (site, page …), with
# libFuzzer, ASan and UBSan, SECONDS altogether, from tests/corpus/ENTRY and what earlier runs found. A crash is left in
# build/fuzz/.
# tests/fuzz.sh --link FOLDER ENTRY FLAG…: links an entry from the objects in FOLDER.
# tests/fuzz.sh --merge [ENTRY…]: what was found, the fixtures and the rules' files become the corpora of tests/corpus: for
# each entry few inputs that together reach all that the whole reaches, and those named found-*, which once failed.
set -u
cd "$(dirname "$0")/.." || exit 2
# An entry that answers in the place of another program says so by a function __wrap_NAME.
link() { # FOLDER ENTRY FLAG…
    local wraps=() libs
    mapfile -t wraps < <(sed -n 's/^[a-z].*[ *]__wrap_\([a-z_]*\)(.*/-Wl,--wrap=\1/p' "tests/fuzz_$2.c" | sort -u)
    read -ra libs <<<"$(make -s print-libs)"
    clang++ -fsanitize=fuzzer "${@:3}" -o "$1/$2" "$1/tests/fuzz_$2.o" "$1/libcontentlint.a" "${wraps[@]}" "${libs[@]}"
}

if [ "${1-}" = --link ]; then
    link "${@:2}"
    exit
fi
seconds=${1:-60}
shift
build=build/fuzz passed=0 failed=0
san=-fsanitize=fuzzer-no-link,address,undefined
entries=("$@")
if [ $# = 0 ]; then
    for entry in tests/fuzz_*.c; do entry=${entry#tests/fuzz_}; entries+=("${entry%.c}"); done
fi
objects=("${entries[@]/#/$build/tests/fuzz_}")
objects=("${objects[@]/%/.o}")
command -v clang >/dev/null || { echo "fuzzing needs clang"; echo "0 passed, 1 failed"; exit 1; }
make -s -j"$(nproc)" BUILD=$build CC=clang CXX=clang++ SAN="$san -fno-sanitize-recover=all" CFLAGS='-O1 -g' \
    $build/libcontentlint.a "${objects[@]}" ||
    { echo "0 passed, 1 failed"; exit 1; }

options() { # ENTRY
    echo -timeout=20 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$build/$1-"
    if [ -f "tests/corpus/$1.dict" ]; then echo "-dict=tests/corpus/$1.dict"; fi
}

run() { # ENTRY
    local each=$((seconds / ${#entries[@]}))
    # shellcheck disable=SC2046
    "$build/$1" $(options "$1") -max_total_time=$((each > 0 ? each : 1)) -print_final_stats=1 "$build/$1.found" \
        "tests/corpus/$1" >"$build/$1.log" 2>&1 || return 1
    sed -n "s/^stat::number_of_executed_units: */$1: /p" "$build/$1.log"
}

merge() { # ENTRY
    local new=$build/$1.merged from=("tests/corpus/$1" "$build/$1.found")
    rm -rf "$new" "$build/inputs"
    mkdir -p "$new" "$build/inputs"
    python3 tests/fuzz_inputs.py "$1" "$build/inputs" || return 1
    # shellcheck disable=SC2046
    "$build/$1" $(options "$1") -set_cover_merge=1 -use_counters=0 "$new" "${from[@]}" "$build/inputs" \
        >"$build/$1.log" 2>&1 || return 1
    cp "tests/corpus/$1"/found-* "$new" 2>/dev/null
    rm -rf "tests/corpus/$1" && mv "$new" "tests/corpus/$1"
    echo "$1: $(find "tests/corpus/$1" -type f | wc -l) inputs, $(du -sb "tests/corpus/$1" | cut -f 1) bytes"
}

act=run
if [ "$seconds" = --merge ]; then act=merge; fi
for entry in "${entries[@]}"; do
    mkdir -p "$build/$entry.found" "tests/corpus/$entry"
    if link $build "$entry" -fsanitize=address,undefined && $act "$entry"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $entry"
        tail -n 30 "$build/$entry.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
