#!/bin/bash
# tests/corpus_hugo.sh BINARY CORPORA [SITE…]: every Hugo site below CORPORA against the files the hugo on PATH
# writes. Each repository is copied; files it only has the names of (static-files.txt) are created empty, bodies are
# cut off, layouts are replaced by stubs, themes and modules that are not there by empty ones. Then hugo builds, and
# every published file must be one that `contentlint urls` names and the other way round. Differences are printed;
# "N passed, N failed" counts files.
set -u
binary=$(realpath "$1") corpora=$(realpath "$2")
layouts=$(cd "$(dirname "$0")/../fixtures/hugo-urls/layouts" && pwd)
shift 2
command -v hugo >/dev/null || { echo "skipped: hugo is not installed" && echo "0 passed, 0 failed" && exit 0; }
version=$(hugo version | sed 's/^hugo v\([0-9.]*\).*/\1/')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

prepare() { # REPOSITORY SITE: what the site lacks to be built
    python3 - "$1" "$2" "$layouts" <<'PY'
import os, re, shutil, sys
repository, site, layouts = sys.argv[1:]
names = os.path.join(repository, "static-files.txt")
for name in open(names).read().splitlines() if os.path.exists(names) else []:
    path = os.path.normpath(os.path.join(repository, name))
    if os.path.lexists(path) or re.search(r"(^|/)layouts/", name) or not path.startswith(repository): continue
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").close()
fences = {"---": "---", "+++": "+++"}
for folder, folders, files in os.walk(repository):
    folders[:] = [f for f in folders if f != ".git"]
    for name in files:
        path = os.path.join(folder, name)
        if name in ("go.mod", "go.sum"): os.remove(path)
        if not name.endswith((".md", ".html")) or os.path.islink(path): continue
        lines = open(path, encoding="utf-8", errors="surrogateescape", newline="").read().split("\n")
        first = lines[0].lstrip("\ufeff").strip()
        if first not in fences:
            if name.endswith(".md") and not first.startswith("{"): open(path, "w").write("text\n")
            continue
        end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == fences[first]), None)
        if end is not None: open(path, "w", encoding="utf-8", errors="surrogateescape", newline="").write("\n".join(lines[:end + 1]) + "\n")
for folder in ["layouts"] + [os.path.join("themes", t, "layouts") for t in os.listdir(site + "/themes") if os.path.isdir(site + "/themes")] if os.path.isdir(site + "/themes") else ["layouts"]:
    shutil.rmtree(os.path.join(site, folder), ignore_errors=True)
shutil.copytree(layouts, site + "/layouts")
text = "".join(open(os.path.join(d, f), errors="replace").read() for d, _, fs in os.walk(site) for f in fs
               if re.match(r"(hugo|config|module|outputs|params).*\.(toml|ya?ml)$", f) and "/content/" not in d)
formats = {m.lower() for m in re.findall(r"^\s*\[?(?:outputFormats\.)?([A-Za-z][\w-]*)\]?:?\s*\n\s*(?:mediaType|baseName|isPlainText|isHTML)", text, re.M)}
formats |= {m.lower() for m in re.findall(r"[A-Za-z][\w-]*", " ".join(re.findall(r"^\s*(?:home|page|section|taxonomy|term|outputs)\s*[:=]\s*\[([^\]]*)\]", text, re.M)))}
formats |= {"print", "llms"} # of the docsy theme
for name in formats:
    for kind in ("list", "single"):
        for suffix in ("html", "json", "txt", "xml", "ics", "csv", "md", "js", "css", "svg", "webmanifest"):
            path = "%s/layouts/_default/%s.%s.%s" % (site, kind, name, suffix)
            if not os.path.exists(path): open(path, "w").write("x\n")
for name in formats:
    for path in ("index." + name, "_default/list." + name, "_default/single." + name):
        if not os.path.exists(site + "/layouts/" + path): open(site + "/layouts/" + path, "w").write("x\n")
for kind in ("list", "single"):
    path = "%s/layouts/_default/%s.xml" % (site, kind)
    if not os.path.exists(path): open(path, "w").write("x\n")
for folder in ("", "config/_default/"):
    for name, line in [(b + e, l) for b in ("hugo", "config") for e, l in ((".toml", 'ignoreErrors = ["error-disable-taxonomy"]'), (".yaml", 'ignoreErrors: ["error-disable-taxonomy"]'), (".yml", 'ignoreErrors: ["error-disable-taxonomy"]'))]:
        path = os.path.join(site, folder + name)
        if os.path.exists(path):
            old = open(path).read()
            if "ignoreerrors" not in old.lower(): open(path, "w").write(line + "\n" + old)
modules = re.findall(r"^\s*theme\s*[:=]\s*[\"']?([\w./-]+)", text, re.M) + re.findall(r"^\s*-?\s*path\s*[:=]\s*[\"']?([\w.-]+(?:/[\w.-]+)+)", text, re.M)
modules += re.findall(r"[\"']?([\w./-]+)[\"']?", " ".join(re.findall(r"^\s*theme\s*[:=]\s*\[([^\]]*)\]", text, re.M)))
for name in modules:
    folder = os.path.join(site, "themes", name)
    if os.path.isdir(folder): continue
    os.makedirs(folder)
    own = {m.lower() for m in re.findall(r"^\s*\[outputFormats\.([\w-]+)\]", text, re.M | re.I)}
    stub = formats - own - set("html amp calendar css csv json markdown rss robots sitemap webappmanifest".split())
    open(folder + "/config.toml", "w").write("".join('[outputFormats.%s]\nmediaType = "text/plain"\nbaseName = "%s"\n' % (n, n) for n in sorted(stub)))
PY
}

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
    find "$work/copy" \( -name 'hugo.*ml' -o -name 'config.*ml' -o -path '*/config/_default' \) -not -path '*/themes/*' \
        -not -path '*/content/*' -not -path '*/module/*' -not -path '*/.*/*' |
        sed 's|/config/_default.*||; s|/[^/]*\.[a-z]*ml$||' | sort -u >"$work/sites"
    while read -r site; do
        [ -d "$site/content" ] || continue
        prepare "$work/copy" "$site"
        compare "$name${site#"$work/copy"}" "$site"
    done <"$work/sites"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
