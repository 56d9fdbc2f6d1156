#!/bin/bash
# tests/corpus_jekyll.sh BINARY [CORPORA [SITE…]]: Jekyll sites against the files the jekyll on PATH writes: the made
# ones in fixtures/jekyll-*, and those below CORPORA. Each is copied; of a corpus, files it only has the names of
# (static-files.txt) are created empty, bodies and layouts are cut off and plugins that are not installed are taken out
# of its configuration. Then every published file must be one that `contentlint urls` names and the other way round.
# Differences are printed; "N passed, N failed" counts files.
set -u
binary=$(realpath "$1")
fixtures=$(cd "$(dirname "$0")/../fixtures" && pwd)
corpora=${2:+$(realpath "$2")}
shift "$(($# < 2 ? $# : 2))"
command -v jekyll >/dev/null || { echo "skipped: jekyll is not installed" && echo "0 passed, 0 failed" && exit 0; }
export LC_ALL=C.UTF-8 TZ=UTC
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# What the site lacks to be built: static files, plugins that are there, bodies without Liquid.
prepare() { # SITE
    python3 - "$1" <<'PY'
import os, re, subprocess, sys
site = sys.argv[1]
gems = subprocess.run(["gem", "list", "--no-versions"], capture_output=True, text=True).stdout.split()
config = os.path.join(site, "_config.yml")
text = open(config, encoding="utf-8").read()
lines, listed = [], False
for line in text.split("\n"):
    listed = bool(re.match(r"plugins:", line)) or (listed and bool(re.match(r"\s*(-|#|$)", line)))
    plugin = listed and re.match(r"\s*-\s*([\w-]+)\s*$", line)
    dead = re.match(r"(remote_)?theme:", line) or (plugin and plugin[1] not in gems)
    if not dead: lines.append(line)
for name in ("Gemfile", "Gemfile.lock"):
    if os.path.exists(os.path.join(site, name)): os.remove(os.path.join(site, name))
open(config, "w", encoding="utf-8").write("\n".join(lines))
for folder, folders, files in os.walk(site):
    folders[:] = [f for f in folders if f != ".git"]
    for name in files:
        path = os.path.join(folder, name)
        if not name.endswith((".md", ".markdown", ".html", ".xml", ".json", ".txt", ".js", ".css", ".scss")): continue
        text = open(path, encoding="utf-8", errors="surrogateescape", newline="").read()
        front = re.match(r"---\s*\n(.*?\n)?---\s*\n", text, re.S)
        if front: open(path, "w", encoding="utf-8", errors="surrogateescape", newline="").write(front[0] + "\n")
PY
}

fill() { # REPOSITORY: files it only has the names of
    local name
    while read -r name; do
        [ "$(basename "$name")" = CNAME ] && continue # of GitHub Pages, which has further plugins
        [ -n "$name" ] && [ ! -e "$1/$name" ] && [[ $name != *..* ]] && mkdir -p "$1/$(dirname "$name")" && : >"$1/$name"
    done <"$1/static-files.txt"
}

compare() { # NAME SITE
    local name=$1 site=$2 build="$work/build" only_model only_jekyll both
    rm -rf "$build"
    (cd "$site" && jekyll build --quiet --destination "$build") >"$work/log" 2>&1
    if [ ! -d "$build" ]; then
        echo "$name: jekyll cannot build it: $(grep -v '^ *$' "$work/log" | head -3)"
        failed=$((failed + 1))
        return
    fi
    (cd "$build" && find . -type f | cut -c3- | LC_ALL=C sort) >"$work/jekyll"
    "$binary" urls --format json-lines --root "$site" 2>"$work/notes" |
        python3 -c 'import json, sys
print("\n".join(sorted({json.loads(l)["file"] for l in sys.stdin})))' | LC_ALL=C sort >"$work/model"
    only_model=$(LC_ALL=C comm -13 "$work/jekyll" "$work/model" | wc -l)
    only_jekyll=$(LC_ALL=C comm -23 "$work/jekyll" "$work/model" | wc -l)
    both=$(LC_ALL=C comm -12 "$work/jekyll" "$work/model" | wc -l)
    echo "$name: $both files agree, $only_jekyll only jekyll writes, $only_model only the model has"
    LC_ALL=C comm -23 "$work/jekyll" "$work/model" | head -20 | sed 's/^/  only jekyll: /'
    LC_ALL=C comm -13 "$work/jekyll" "$work/model" | head -20 | sed 's/^/  only the model: /'
    passed=$((passed + both))
    failed=$((failed + only_model + only_jekyll))
}

for case in "$fixtures"/jekyll-*/; do
    if [ $# -gt 0 ]; then break; fi
    name=$(basename "$case")
    if [ "$(cat "$case/args" 2>/dev/null)" != urls ]; then continue; fi
    rm -rf "$work/site"
    cp -R "$case" "$work/site"
    rm -f "$work/site"/{args,expected.txt,setup}
    if [ -f "$case/setup" ]; then (cd "$work/site" && bash "$case/setup") >/dev/null 2>&1; fi
    prepare "$work/site"
    compare "$name" "$work/site"
done
for repository in ${corpora:+"$corpora"/*/}; do
    name=$(basename "$repository")
    if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
    find "$repository" -maxdepth 2 -name _config.yml | grep -q . || continue
    rm -rf "$work/copy"
    cp -R "$repository" "$work/copy"
    fill "$work/copy"
    find "$work/copy" -maxdepth 2 -name _config.yml | sort >"$work/sites"
    while read -r config; do
        site=$(dirname "$config")
        prepare "$site"
        compare "$name${site#"$work/copy"}" "$site"
    done <"$work/sites"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
