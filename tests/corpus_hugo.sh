#!/bin/bash
# tests/corpus_hugo.sh BINARY CORPORA [SITE…]: every Hugo site below CORPORA against the files the hugo on PATH
# writes. Each repository is copied and completed by corpus_stub.py. Then hugo builds, and every published file must be
# one that `contentlint urls` names and the other way round. Differences are printed; "N passed, N failed" counts files.
set -u
binary=$(realpath "$1") corpora=$(realpath "$2")
stub=$(dirname "$(realpath "$0")")/corpus_stub.py
shift 2
command -v hugo >/dev/null || { echo "skipped: hugo is not installed" && echo "0 passed, 0 failed" && exit 0; }
version=$(hugo version | sed 's/^hugo v\([0-9.]*\).*/\1/')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

compare() { # NAME SITE
    local name=$1 site=$2 build="$work/build" only_model only_hugo both
    rm -rf "$build"
    (cd "$site" && hugo --quiet --ignoreCache --enableGitInfo=false -d "$build" --cacheDir "$work/cache") >"$work/log" 2>&1
    if [ ! -d "$build" ] || grep -qE '^(Error|ERROR|panic)' "$work/log"; then
        echo "$name: hugo $version cannot build it: $(grep -E '^(Error|ERROR|panic)' "$work/log" | head -1)"
        return
    fi
    (cd "$build" && find . -type f | cut -c3- | sort) >"$work/hugo"
    "$binary" urls --hugo-version "$version" --format json-lines "$site" 2>"$work/notes" |
        python3 -c 'import json, sys
print("\n".join(sorted({json.loads(l)["file"] for l in sys.stdin})))' | sort >"$work/model"
    only_model=$(comm -13 "$work/hugo" "$work/model" | wc -l)
    only_hugo=$(comm -23 "$work/hugo" "$work/model" | wc -l)
    both=$(comm -12 "$work/hugo" "$work/model" | wc -l)
    echo "$name: $both files agree, $only_hugo only hugo writes, $only_model only the model has"
    comm -23 "$work/hugo" "$work/model" | head -20 | sed "s/^/  hugo:  /"
    comm -13 "$work/hugo" "$work/model" | head -20 | sed "s/^/  model: /"
    passed=$((passed + both)) failed=$((failed + only_hugo + only_model))
}

for repository in "$corpora"/*/; do
    name=$(basename "$repository")
    case " ${*:-$name} " in *" $name "*) ;; *) continue ;; esac
    rm -rf "$work/copy"
    cp -r "$repository" "$work/copy"
    python3 "$stub" "$work/copy" >"$work/sites"
    while read -r site; do
        [ -n "$site" ] || continue
        python3 "$stub" "$work/copy" "$site"
        compare "$name${site#"$work/copy"}" "$site"
    done <"$work/sites"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
