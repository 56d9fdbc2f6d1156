#!/bin/bash
# tests/static.sh TARGET: builds the static program (packaging/static/build) and runs it: unit tests, fixtures, the rules'
# examples, in a root that has nothing else, and what its file says of itself. Of another processor under qemu-user, where that
# is installed. Prints "N passed, N failed" last. AGAIN=FOLDER: builds once more there, with a cache of its own, and compares.
set -u
cd "$(dirname "$0")/.." || exit 2
target=$1 passed=0 failed=0
folder=build/static/$target
program=$PWD/$folder/contentlint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

verdict() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
    fi
}
counted() { # NAME COMMAND…: a command that ends with the counts
    local good bad
    "${@:2}" >"$work/log" 2>&1
    read -r good _ bad _ < <(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$work/log" | tail -n 1)
    echo "$1: ${good:-0} passed, ${bad:-1} failed"
    passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-1}))
    if [ "${bad:-1}" != 0 ]; then tail -n 40 "$work/log"; fi
}

GOALS=units packaging/static/build "$target" || exit 2
# A kernel that knows qemu runs the program as if it were its own; else it is asked for.
file=$program runner=()
if ! "$program" --version >/dev/null 2>&1; then
    emulator=$(command -v "qemu-${target%%-*}-static") || {
        echo "skipped: nothing here runs programs for $target (qemu-user-static does)"
        echo "0 passed, 0 failed"
        exit 0
    }
    runner=("$emulator")
    program=$work/contentlint
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$emulator" "$file" >"$program"
    chmod +x "$program"
fi

size=$(wc -c <"$file")
echo "$target: $size bytes"
[ "$size" -lt 7000000 ]
verdict "it is smaller than 7 MB: $size" $?
! readelf -Wd "$file" | grep -q NEEDED && ! readelf -Wl "$file" | grep -q INTERP
verdict "it needs no other file" $?
readelf -Wh "$file" | grep -q 'Type: *DYN' && readelf -Wd "$file" | grep -q 'FLAGS_1.*PIE'
verdict "any address will do (PIE)" $?
! readelf -Wl "$file" | grep -E 'GNU_STACK|LOAD' | grep -q RWE
verdict "nothing is writable and executable" $?
! grep -aqE "$PWD|${HOME}/|\.cache/" "$file"
verdict "no path of the machine that built it is left" $?
"${runner[@]}" "$folder/memchr_test" >"$work/log"
verdict "memchr: $(cat "$work/log")" $?

counted "rules' examples" "$program" rules --test
counted fixtures tests/fixtures.sh "$program"
for unit in "$folder"/tests/unit_*; do
    case $unit in *.o | *.d) ;; *) counted "${unit##*/}" "${runner[@]}" "$unit" ;; esac
done

# A root with the program and a site alone: no C library, no time zones, no certificates, no git, no /tmp, no /proc.
if [ "$(id -u)" = 0 ]; then
    root=$work/root
    mkdir -p "$root/site/_posts"
    cp "$file" "$root/contentlint"
    if [ ${#runner[@]} != 0 ]; then cp "$emulator" "$root/emulator"; fi
    printf 'timezone: Asia/Tokyo\n' >"$root/site/_config.yml"
    printf -- '---\ntitle: A post of the new year\ndate: 2026-01-31 16:30:00 +0000\n---\nText with [a link](https://www.iana.org/x).\n' \
        >"$root/site/_posts/2026-01-31-b.md"
    chroot "$root" ${runner:+/emulator} /contentlint check site >"$work/log" 2>&1
    verdict "it runs in an empty root" $?
    grep -q 'no time zone database (tzdata): dates are taken for UTC, not for Asia/Tokyo' "$work/log"
    verdict "it says that time zones are missing" $?
    if [ "$failed" != 0 ]; then cat "$work/log"; fi
fi

if [ -n "${AGAIN-}" ]; then
    mkdir -p "$AGAIN/deeper/tree" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$AGAIN/deeper/tree"
    mkdir -p "$AGAIN/cache" && ln -sfn "${CONTENTLINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/contentlint-static}/sources" "$AGAIN/cache/sources"
    CONTENTLINT_CACHE=$AGAIN/cache "$AGAIN/deeper/tree/packaging/static/build" "$target"
    cmp "$file" "$AGAIN/deeper/tree/$folder/contentlint"
    verdict "a second build, in another folder with nothing kept, gives the same bytes" $?
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
