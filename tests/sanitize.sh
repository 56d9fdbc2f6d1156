#!/bin/bash
# tests/sanitize.sh [SUITES]: unit tests, fixtures and rule examples under the ASan and UBSan of gcc and, which sees what
# gcc's does not, of clang (in the build that fuzzes); the fixtures with -j8 under TSan; and a fixed sample of the corpora in SUITES (with FULL=1 all
# of them) under clang's and TSan.
set -u
cd "$(dirname "$0")/.." || exit 2
suites=${1-}
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1

corpora=(nkdagility hugoguides the-safe-delusion kubeflow)
if [ -n "${FULL-}" ] && [ -n "$suites" ]; then mapfile -t corpora < <(ls "$suites/corpora"); fi

# contentlint may find something (1), but must not fail or be stopped by a sanitizer.
lint_corpora() { # BINARY
    local corpus
    [ -n "$suites" ] || return
    for corpus in "${corpora[@]}"; do
        echo "'cd $suites/corpora/$corpus && $1 check --now 2026-06-01 --quiet --report concise -j8 >/dev/null; [ \$? -le 1 ]'"
    done
    echo "'$1 check --now 2026-06-01 --as markdown --quiet --report concise $suites/seeds/*.txt >/dev/null; [ \$? -le 1 ]'"
}

build() { # NAME FLAGS TARGET…: prints nothing but what went wrong
    make -s -j"$(nproc)" BUILD="build/$1" SAN="$2 -fno-sanitize-recover=all -fno-omit-frame-pointer" CFLAGS='-O1 -g1' "${@:3}"
}

asan=$PWD/build/asan/contentlint clang=$PWD/build/fuzz/contentlint tsan=$PWD/build/tsan/contentlint
names=(asan fuzz)
if ! command -v clang >/dev/null && [ -z "${CI-}" ]; then
    echo "skipped: clang is not installed"
    names=(asan) clang=$asan
fi
if ! build asan -fsanitize=address,undefined all units build/asan/tests/crawl_commands || ! build tsan -fsanitize=thread all ||
    { [ "$clang" != "$asan" ] && ! tests/fuzz.sh --build all units build/fuzz/tests/crawl_commands; }; then
    echo "0 passed, 1 failed"
    exit 1
fi
steps=()
steps+=("tests/fixtures.sh $tsan") # the longest first
for name in "${names[@]}"; do
    steps+=("tests/fixtures.sh $PWD/build/$name/contentlint")
    for unit in "build/$name"/tests/unit_*; do [ -x "$unit" ] && [[ $unit != *.* ]] && steps+=("$unit"); done
    steps+=("build/$name/tests/crawl_commands" "$PWD/build/$name/contentlint rules --test")
done
while read -r step; do steps+=("$(eval "echo $step")"); done < <(lint_corpora "$clang"; lint_corpora "$tsan")
AT_ONCE=${AT_ONCE:-$(nproc)} tests/run.sh "${steps[@]}"
