#!/bin/bash
# tests/suite_install.sh BINARY: packaging/install.sh, by which the action gets the program: released and right, kept, changed on
# the way, missing, of a platform without one. The release is one of this test's own.
set -u
binary=$(realpath "$1") here=$(realpath "$(dirname "$0")/..")
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's/^VERSION := //p' "$here/Makefile")
name=contentlint-$version-$(uname -m)-linux-musl
# A checkout whose setup says that it ran.
mkdir -p "$work/source/packaging/release" "$work/served/v$version" "$work/tree/$name/bin" "$work/cache"
cp "$here/packaging/install.sh" "$work/source/packaging/"
cp "$here/Makefile" "$work/source/"
printf '#!/bin/sh\necho built\nexit ${SETUP_STATUS:-0}\n' >"$work/source/setup"
chmod +x "$work/source/setup"
cp "$binary" "$work/tree/$name/bin/contentlint"
archive=$work/served/v$version/$name.tar.gz
tar -czf "$archive" -C "$work/tree" "$name"
sums=$work/source/packaging/release/programs.sha256
(cd "$work/served/v$version" && sha256sum "$name.tar.gz") >"$sums"
export RUNNER_TOOL_CACHE=$work/cache RELEASES=file://$work/served
unset SUMS SETUP_STATUS

attempt() { # NAME STATUS LINE [SAID]: exit status, standard output, and what standard error has
    local status=0
    "$work/source/packaging/install.sh" >"$work/out" 2>"$work/log" || status=$?
    if [ "$status" = "$2" ] && [ "$(cat "$work/out")" = "$3" ] && { [ -z "${4-}" ] || grep -qF -- "$4" "$work/log"; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $1: status $status"
        cat "$work/out" "$work/log"
    fi
}

kept=$work/cache/contentlint/$version/$(uname -m)-linux-musl/$name/bin
attempt "released and right" 0 "$kept"
"$kept/contentlint" --version >/dev/null || { failed=$((failed + 1)) && echo "failed: it does not run"; }
mv "$archive" "$archive.away"
attempt "kept from the last run" 0 "$kept"
echo changed >>"$work/cache/contentlint/$version/$(uname -m)-linux-musl/$name.tar.gz"
attempt "what was kept has changed, and the release is gone" 0 "$work/source/build" "cannot be fetched: it is built here"
cp "$archive.away" "$archive" && echo changed >>"$archive"
attempt "changed on the way" 2 "" "its SHA-256 differs"
mv "$archive.away" "$archive"
attempt "fetched again" 0 "$kept"
RELEASES='' attempt "kept, and no address" 0 "$kept"
rm -rf "$work/cache"
RELEASES='' attempt "no address" 0 "$work/source/build"
sed -i 's/linux-musl/other/' "$sums"
attempt "no sum for this platform" 0 "$work/source/build" built
rm "$sums"
attempt "no release yet" 0 "$work/source/build" built
SETUP_STATUS=2 attempt "neither" 2 "" "::error title=contentlint::contentlint cannot be installed: there is no released program of version $version"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
