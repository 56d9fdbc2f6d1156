#!/bin/bash
# tests/suite_ledger_merge.sh BINARY: `contentlint ledger merge` by hand and as git's merge driver, on two real branches.
set -u
binary=$(realpath "$1")
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

expect() { # NAME COMMAND…
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $name"
        cat "$work/log"
    fi
}
row() { # PATH VERDICT STATUS CHECKED GOOD FAILED RUNS EXPIRES REASON
    printf 'https://www.scrum.org/%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\tcrawl\t%s\t-\t-\n' "$@"
}
good() { row "$1" ok 200 "$2" "$2" - - "$3" fine; }
ledger() { # rows come in
    echo '# contentlint links 1'
    sort
}
has() { grep -q -- "$1" "$2"; }
has_not() { ! grep -q -- "$1" "$2"; }
rows() { [ "$(grep -c '^https' "$2")" = "$1" ]; }

cd "$work" || exit 2
{ good a 2026-01-01 2026-01-15; good b 2026-01-01 2026-01-15; } | ledger >one
{ good b 2026-02-01 2026-02-15; row c broken 404 2026-02-01 - 2026-02-01 1 - not-found; } | ledger >two
expect "merge two" "$binary" ledger merge one two -o joined
expect "all three URLs" rows 3 joined
expect "the later answer counts" has $'/b\tok\t200\t2026-02-01' joined
expect "the other way round" "$binary" ledger merge two one -o turned
expect "is the same" cmp joined turned
"$binary" ledger merge joined one two >again
expect "and stays the same" cmp joined again
expect "one is missing" "$binary" ledger merge one nothing-here -o alone
expect "and counts as empty" cmp one alone
# A row that cannot be read has not been taken away, and a ledger of another version is none to write over.
sed 's/2026-02/2026-15/' two >damaged
cp one ours
refused() { "$binary" ledger merge "$@" 2>said; [ $? = 2 ]; }
expect "a damaged row of theirs" refused --driver two ours damaged
expect "is not merged" cmp one ours
expect "and it is said where" has "damaged:2: has rows that cannot be read" said
{ echo '# contentlint links 2'; tail -n +2 two; } >newer
cp newer kept
expect "another version" refused newer one -o newer
expect "stays" cmp newer kept
none() { ! "$binary" ledger merge; }
expect "without ledgers" none

# Two branches that each checked links: rows added, renewed, failed and removed on both sides.
git init -q site && cd site || exit 2
git config merge.contentlint.driver "'$binary' ledger merge --driver %O %A %B"
echo '.contentlint-links merge=contentlint' >.gitattributes
base() { for name in a b c d e; do good $name 2026-01-01 2026-01-15; done; }
base | ledger >.contentlint-links
git add -A && git commit -q -m base
git checkout -q -b left
{ base | grep -v -e '/a' -e '/b' -e '/e'; good b 2026-02-01 2026-02-15; good left 2026-02-01 2026-02-15
  row e broken 404 2026-02-01 2026-01-01 2026-02-01 1 - not-found; } | ledger >.contentlint-links
git commit -q -a -m left
git checkout -q -b right HEAD~1
{ base | grep -v -e '/b' -e '/e'; good b 2026-03-01 2026-03-15; good right 2026-03-01 2026-03-15
  row e broken 404 2026-03-01 2026-01-01 2026-03-01 1 - not-found; } | ledger >.contentlint-links
git commit -q -a -m right
expect "git merges the branches" git merge -q -m merged left
expect "without markers" has_not '<<<<' .contentlint-links
expect "nothing is left to commit" git diff --quiet HEAD
expect "a row removed on one side stays removed" has_not '/a' .contentlint-links
expect "the later renewal counts" has $'/b\tok\t200\t2026-03-01' .contentlint-links
expect "untouched rows stay" rows 6 .contentlint-links
expect "rows of the left" has /left .contentlint-links
expect "rows of the right" has /right .contentlint-links
expect "a failure seen by both began at the first" has $'/e\tbroken\t404\t2026-03-01\t2026-01-01\t2026-02-01' .contentlint-links
cp .contentlint-links ../merged
git checkout -q left
expect "git merges the other way round" git merge -q -m merged right~0
expect "to the same bytes" cmp .contentlint-links ../merged

# A branch that began its ledger by itself: git has no base then.
git checkout -q --orphan other && git rm -q -f -r .
echo '.contentlint-links merge=contentlint' >.gitattributes
good other 2026-03-01 2026-03-15 | ledger >.contentlint-links
git add -A && git commit -q -m other
expect "git merges ledgers without a base" git merge -q --allow-unrelated-histories -m merged left
expect "and keeps the rows of both" rows 7 .contentlint-links
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
