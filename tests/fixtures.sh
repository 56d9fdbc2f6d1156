#!/bin/bash
# tests/fixtures.sh BINARY [--accept] [CASE…]: the golden tests. Each fixtures/CASE with an expected.txt is copied to
# a folder of its own, `setup` (if there) is run in it, then contentlint with the words of `args` (default: check);
# standard output and the exit status must be those of expected.txt, and the SARIF and JSON lines those of
# expected.sarif and expected.json where they are. For `check` also: -j1 and -j8 print the same bytes, and a random
# partition of the files gives, put together, what the whole gives. --accept writes what came. As many cases run beside
# each other as the machine has processors.
set -u
binary=$(realpath "$1")
shift
accept=
if [ "${1-}" = --accept ]; then
    accept=1
    shift
fi
root=$(cd "$(dirname "$0")/../fixtures" && pwd)
seed=${SEED:-$RANDOM}
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset GITHUB_ACTIONS NO_COLOR FORCE_COLOR CLICOLOR_FORCE
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'

verdict() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
    fi
}

same() { # NAME EXPECTED GOT
    if [ -n "$accept" ]; then cp "$3" "$2"; fi
    diff -u "$2" "$3"
    verdict "$1" $?
}

lint() { # OUTPUT ARGUMENT…: prints to OUTPUT, the status last
    local output=$1
    shift
    "$binary" "$@" >"$output" 2>"$work/errors" </dev/null
    echo "exit status $?" >>"$output"
    cat "$work/errors" >>"$output"
}

threads() { # CASE ARGUMENT…
    local name=$1
    shift
    lint "$work/one" "$@" -j1
    lint "$work/eight" "$@" -j8
    cmp -s "$work/one" "$work/eight"
    verdict "$name: -j1 and -j8 differ" $?
}

# The findings of the parts, put together, are the findings of the whole, each told by itself, but for allow-lists and
# globs: whether an entry is needed can only be told of a whole site.
partition() { # CASE ARGUMENT…
    local name=$1 parts=3 part file
    shift
    RANDOM=$seed
    set -- "$@" --each
    "$binary" "$@" --report json-lines >"$work/whole" 2>/dev/null </dev/null
    grep -vE '^."rule":"((unused|expired)-allowance|unmatched-glob)"' "$work/whole" | sort >"$work/whole.sorted"
    rm -f "$work"/part.*
    while read -r file; do echo "$file" >>"$work/part.$((RANDOM % parts))"; done < <(find . -type f -not -path './.git/*' | sort)
    : >"$work/parts"
    for part in "$work"/part.*; do
        tr '\n' '\0' <"$part" | xargs -0 "$binary" "$@" --report json-lines >>"$work/parts" 2>"$work/errors"
    done
    sort "$work/parts" | diff -u "$work/whole.sorted" -
    verdict "$name: the parts do not add up to the whole (SEED=$seed)" $?
}

run_case() { # CASE
    local name=$1 case=$root/$1 dir=$work/case/$1
    local -a words=(check)
    rm -rf "$work/case"
    mkdir -p "$work/case"
    cp -R "$case" "$dir"
    rm -f "$dir"/expected.* "$dir/args" "$dir/setup"
    cd "$dir" || exit 2
    if [ -f "$case/args" ]; then eval "words=($(cat "$case/args"))"; fi
    if [ "${words[0]}" = check ] && [[ " ${words[*]} " != *' --now '* ]]; then words+=(--now 2026-06-01); fi
    if [ -f "$case/setup" ]; then bash "$case/setup" >/dev/null 2>&1; fi
    lint "$work/text" "${words[@]}"
    same "$name" "$case/expected.txt" "$work/text"
    if [ -f "$case/expected.sarif" ]; then
        "$binary" "${words[@]}" --report sarif >"$work/sarif" 2>/dev/null
        same "$name: SARIF" "$case/expected.sarif" "$work/sarif"
    fi
    if [ -f "$case/expected.json" ]; then
        "$binary" "${words[@]}" --report json-lines >"$work/json" 2>/dev/null
        same "$name: JSON lines" "$case/expected.json" "$work/json"
    fi
    if [ "${words[0]}" != check ]; then return; fi
    threads "$name" "${words[@]}"
    # Arguments that name paths or revisions have been taken apart already.
    if [ ! -f "$case/args" ]; then partition "$name" "${words[@]}"; fi
}

cases=("$@")
if [ $# = 0 ]; then
    for case in "$root"/*/; do
        name=$(basename "$case")
        [ "$name" = hugo-urls ] && continue # unit_hugo_urls.c runs these
        [ -f "$case/expected.txt" ]
        verdict "$name has no expected.txt" $?
        cases+=("$name")
    done
fi

# Every NTH case from FIRST, in a folder of its own; the counts are left beside what was printed.
run_cases() { # FIRST NTH
    local number
    work=$work/$1 passed=0 failed=0
    mkdir "$work"
    for ((number = $1; number < ${#cases[@]}; number += $2)); do run_case "${cases[number]}"; done >"$work.said"
    echo "$passed $failed" >"$work.counts"
}
workers=$(nproc)
for ((worker = 0; worker < workers; worker++)); do (trap - EXIT; run_cases "$worker" "$workers") & done
wait
for ((worker = 0; worker < workers; worker++)); do
    cat "$work/$worker.said"
    good=0 bad=1 # of one that did not come to its end
    if [ -s "$work/$worker.counts" ]; then read -r good bad <"$work/$worker.counts"; fi
    passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
