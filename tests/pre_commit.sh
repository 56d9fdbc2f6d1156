#!/bin/bash
# tests/pre_commit.sh BINARY SUITES: real pre-commit in a scratch repository made from a corpus site. A commit with a
# duplicate alias is refused, the fixed one passes; so with a page that moves without an alias.
set -u
binary=$(realpath "$1") suites=$(realpath "$2") here=$(cd "$(dirname "$0")/.." && pwd)
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work PRE_COMMIT_HOME=$work/cache GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
log=$work/log

verdict() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
        tail -n 40 "$log"
    fi
}
try_commit() { git add -A && git commit -q -m "$1" >"$log" 2>&1; }
refused() { # NAME TEXT
    local status=0
    try_commit "$1" && status=1
    grep -q -- "$2" "$log" || status=1
    verdict "$1" $status
}
accepted() {
    try_commit "$1"
    verdict "$1" $?
}

# The program's own repository, as pre-commit clones it: the files here, uncommitted ones too.
mkdir "$work/tool" "$work/site"
(cd "$here" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$work/tool")
(cd "$work/tool" && git init -q && git add -A && git commit -q -m tool)

# A site, without the pages that have findings of their own, so that only what is done here is found.
cd "$work/site" || exit 2
cp -R "$suites/corpora/nkdagility/site/." .
git init -q
"$binary" check --report json-lines 2>/dev/null | sed -n 's/.*"severity":"error","path":"\([^"]*\)".*/\1/p' | sort -u |
    grep '\.md$' | xargs -r rm -f
"$binary" check --report concise >"$log" 2>&1
verdict "the site without those pages is clean" $?
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $work/tool
    rev: $(git -C "$work/tool" rev-parse HEAD)
    hooks: [{id: contentlint}, {id: contentlint-site}]
END
git add -A && git commit -q -m site
pre-commit install >"$log" 2>&1

page=$(grep -rl '^aliases:' --include='*.md' . | sort | head -n 1)
alias=$(sed -n '/^aliases:/,/^[a-z]/s/^ *- *//p' "$page" | head -n 1)
mkdir -p content/blog/new
printf -- '---\ntitle: A new page\ndescription: What is new.\ndate: 2026-01-01\naliases:\n  - %s\n---\nText.\n' "$alias" >content/blog/new/index.md
refused "a duplicate alias" 'duplicate-alias'
sed -i '/^aliases:/,/^  -/d' content/blog/new/index.md
accepted "without the alias"
git mv content/blog/new content/blog/moved
refused "a page that moves without an alias" 'lost-url'
printf -- '---\ntitle: Not added\ndescription: Not added.\naliases: [/blog/new/]\n---\nText.\n' >content/blog/untracked.md
git add content/blog/moved
git commit -q -m "an alias of an untracked page" >"$log" 2>&1
[ $? = 1 ] && grep -q lost-url "$log"
verdict "an alias in a page that is not committed is no excuse" $?
rm content/blog/untracked.md
sed -i '2ialiases: [/blog/new/]' content/blog/moved/index.md
accepted "with an alias"
# Names of files that look like options, with the hook's own args and with a user's.
strange=--report=summary=precious.md
echo precious >precious.md && git add precious.md && git commit -q -n -m precious
printf -- '---\ntitle: [\n---\n' >./"$strange" && mkdir -p ./--exclude=content && touch ./-x.md ./--exclude=content/a.md
refused "files called as options" "^$strange:"
[ "$(cat precious.md)" = precious ]
verdict "they are not obeyed" $?
sed -i 's/{id: contentlint}/{id: contentlint, args: [--fail-on, note]}/' .pre-commit-config.yaml
refused "files called as options, args without the end" 'is an option and a file here'
sed -i 's/--fail-on, note/--fail-on, note, --/' .pre-commit-config.yaml
refused "files called as options, args with the end" "^$strange:"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
