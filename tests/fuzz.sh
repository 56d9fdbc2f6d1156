#!/bin/bash
# tests/fuzz.sh SECONDS [ENTRY…]: every tests/fuzz_*.c (LLVMFuzzerTestOneInput), or those named (site, page …), with
# libFuzzer, ASan and UBSan, SECONDS altogether, as many beside each other as the machine has processors, from
# tests/corpus/ENTRY and what earlier runs found. A crash is left in build/fuzz/.
# tests/fuzz.sh --build TARGET…: makes targets as they are fuzzed.
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
build=build/fuzz
compile() { # TARGET…
    make -s -j"$(nproc)" BUILD=$build CC=clang CXX=clang++ CFLAGS='-O1 -g1' \
        SAN='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' "$@"
}
if [ "${1-}" = --build ]; then
    compile "${@:2}"
    exit
fi
options() { # ENTRY
    echo -timeout=20 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$build/$1-"
    if [ -f "tests/corpus/$1.dict" ]; then echo "-dict=tests/corpus/$1.dict"; fi
}

run() { # ENTRY SECONDS
    # shellcheck disable=SC2046
    "$build/$1" $(options "$1") -max_total_time="$2" -print_final_stats=1 "$build/$1.found" \
        "tests/corpus/$1" >"$build/$1.log" 2>&1 || return 1
    sed -n "s/^stat::number_of_executed_units: */$1: /p" "$build/$1.log"
}

merge() { # ENTRY
    local new=$build/$1.merged inputs=$build/$1.inputs from=("tests/corpus/$1" "$build/$1.found")
    rm -rf "$new" "$inputs"
    mkdir -p "$new" "$inputs"
    python3 tests/fuzz_inputs.py "$1" "$inputs" || return 1
    # shellcheck disable=SC2046
    "$build/$1" $(options "$1") -set_cover_merge=1 -use_counters=0 "$new" "${from[@]}" "$inputs" \
        >"$build/$1.log" 2>&1 || return 1
    cp "tests/corpus/$1"/found-* "$new" 2>/dev/null
    rm -rf "tests/corpus/$1" && mv "$new" "tests/corpus/$1"
    echo "$1: $(find "tests/corpus/$1" -type f | wc -l) inputs, $(du -sb "tests/corpus/$1" | cut -f 1) bytes"
}

one() { # ENTRY ACT WORD…
    mkdir -p "$build/$1.found" "tests/corpus/$1"
    link $build "$1" -fsanitize=address,undefined && "$2" "$1" "${@:3}" && return
    tail -n 30 "$build/$1.log"
    return 1
}
if [ "${1-}" = --one ]; then
    one "${@:2}"
    exit
fi

seconds=${1:-60} entries=("${@:2}")
command -v clang >/dev/null || { echo "fuzzing needs clang"; echo "0 passed, 1 failed"; exit 1; }
if [ ${#entries[@]} = 0 ]; then
    for entry in tests/fuzz_*.c; do entry=${entry#tests/fuzz_}; entries+=("${entry%.c}"); done
fi
objects=("${entries[@]/#/$build/tests/fuzz_}")
compile $build/libcontentlint.a "${objects[@]/%/.o}" || { echo "0 passed, 1 failed"; exit 1; }
at_once=${AT_ONCE:-$(nproc)} steps=()
if [ "$seconds" = --merge ]; then act=merge; else
    each=$((seconds * at_once / ${#entries[@]}))
    act="run $((each > 0 ? each : 1))" limit=$((each + 900))
fi
for entry in "${entries[@]}"; do steps+=("tests/fuzz.sh --one $entry $act"); done
AT_ONCE=$at_once STEP_SECONDS=${limit:-36000} tests/run.sh "${steps[@]}"
