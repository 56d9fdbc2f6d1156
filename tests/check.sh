#!/bin/bash
# tests/check.sh BINARY: what is made from something else is up to date, and what is installed is sound.
set -u
binary=$(realpath "$1")
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
expect() { # NAME COMMAND…
    local name=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $name"
    fi
}
has() { command -v "$1" >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rules_readme() { "$binary" rules --readme | diff -u rules/README.md -; }
expect "rules/README.md is stale: make readme" rules_readme

version_is() { # FILE PATTERN: what stands for \1 is the version of the Makefile, each time
    local version
    version=$(sed -n 's/^VERSION := //p' Makefile)
    [ "$(sed -n "s/.*$2.*/\1/p" "$1" | sort -u)" = "$version" ]
}
expect "README.md names another version than the Makefile" version_is README.md '[: @]v\([0-9]*\.[0-9]*\.[0-9]*\).*'
expect "CHANGELOG.md has no section for the version" grep -q "^## $(sed -n 's/^VERSION := //p' Makefile)" CHANGELOG.md
expect "--version is the Makefile's" test "$("$binary" --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1)" = "$(sed -n 's/^VERSION := //p' Makefile)"

expect "--version names the libraries" grep -qE '^with .*libcmark [0-9.]+, .*libidn2 [0-9.]+$' <("$binary" --version)

every_help() {
    local command
    for command in $("$binary" --help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        "$binary" "$command" --help | grep -q "^Usage: contentlint $command" || return 1
    done
}
expect "--help of every command" every_help

make -s install DESTDIR="$work" PREFIX=/usr BUILD="$(dirname "$binary")" >/dev/null
expect "--version names what the crawl is made of" grep -qE '^crawls by libcurl [0-9.]+, .*(SSL|TLS)[^,]* [0-9.]+, .*nghttp2 [0-9.]+' <("$binary" --version)
expect "installed binary runs" "$work/usr/bin/contentlint" --version
manual_is_clean() {
    ! mandoc -T lint "$work/usr/share/man/man1/contentlint.1" | grep -v -e 'STYLE' -e 'operating system'
}
if has mandoc; then expect "mandoc -T lint" manual_is_clean; fi
expect "bash completion" bash -n "$work/usr/share/bash-completion/completions/contentlint"
if has zsh; then expect "zsh completion" zsh -n "$work/usr/share/zsh/site-functions/_contentlint"; fi
if has fish; then expect "fish completion" fish -n "$work/usr/share/fish/vendor_completions.d/contentlint.fish"; fi
completes() {
    bash -c '. "$1"; COMP_WORDS=(contentlint check --fail); COMP_CWORD=2; _contentlint; [ "${COMPREPLY[*]}" = --fail-on ]' \
        - "$work/usr/share/bash-completion/completions/contentlint"
}
expect "bash completes --fail" completes
uninstalls() {
    make -s uninstall DESTDIR="$work" PREFIX=/usr BUILD="$(dirname "$binary")" >/dev/null && [ -z "$(find "$work/usr" -type f)" ]
}
expect "uninstall leaves nothing" uninstalls

status_is() { # STATUS ARGUMENT…
    local want=$1 got
    shift
    "$binary" "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ "$got" = "$want" ] || { echo "contentlint $*: status $got, not $want"; return 1; }
}
says() { grep -q -- "$1" "$work/err" || { cat "$work/err"; return 1; }; }
mkdir "$work/site"
printf '%s\n' '---' 'title: A page' 'description: About a page.' '---' 'Text.' >"$work/site/a.md"
cd "$work/site" || exit 2
expect "a clean page" status_is 0 check a.md
expect "unknown option" status_is 2 check --confg x
expect "did you mean an option" says 'did you mean --config?'
expect "unknown command" status_is 2 chekc
expect "did you mean a command" says 'did you mean .contentlint check.?'
expect "missing file" status_is 2 check nothing.md
expect "unknown rule" status_is 2 check --only duplicate-alais
expect "did you mean a rule" says "did you mean 'duplicate-alias'?"
expect "unknown format" status_is 2 check --report xml
expect "two machine reports on standard output" status_is 2 check --report sarif --report json-lines
expect "bad number" status_is 2 check -j none
expect "bad date" status_is 2 check --now yesterday
expect "excluded file" status_is 0 check --exclude a.md a.md
expect "no file is said loudly" says 'no file was checked'
ln -s a.md link.sarif
expect "a symbolic link is not followed" status_is 2 check --report sarif=link.sarif a.md
expect "the page behind it is intact" grep -q '^title: A page' a.md
expect "several reports of one run" status_is 0 check --report sarif=x.sarif --report summary=x.md --report json-lines a.md
expect "all were written" test -s x.sarif -a -s x.md
closed_pipe() { "$binary" rules 2>"$work/err" | true; [ "${PIPESTATUS[0]}" = 0 ] && [ ! -s "$work/err" ]; }
expect "a reader that went away" closed_pipe
from_stdin() { printf -- '---\ntitle: [\n---\n' | "$binary" check --stdin-filename a.md >"$work/out"; [ $? = 1 ] && grep -q '^a.md:' "$work/out"; }
expect "standard input in place of a file" from_stdin
expect "what is on the disk is not" status_is 0 check a.md

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
