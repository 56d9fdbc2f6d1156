#!/bin/bash
# packaging/install.sh: the program for a step of a workflow; prints the folder to put on the PATH. The released program of this
# version and platform, where packaging/release/programs.sha256 knows its sum and RELEASES (an address without slash at its end)
# has it; it is kept in RUNNER_TOOL_CACHE. Else it is built here, once, by ./setup.
set -u
source=$(cd "$(dirname "$0")/.." && pwd -P)
version=$(sed -n 's/^VERSION := //p' "$source/Makefile")
sums=${SUMS:-$source/packaging/release/programs.sha256}

say() { printf '::%s title=contentlint::%s\n' "$1" "$2" >&2; }

case $(uname -s)-$(uname -m) in
Linux-x86_64 | Linux-amd64) target=x86_64-linux-musl ;;
Linux-aarch64 | Linux-arm64) target=aarch64-linux-musl ;;
Darwin-x86_64) target=x86_64-macos ;;
Darwin-arm64) target=aarch64-macos ;;
*) target=unknown ;;
esac
name=contentlint-$version-$target

is_right() { # FILE: it is the one whose sum is known
    local digest
    digest=$({ sha256sum -- "$1" || shasum -a 256 -- "$1"; } 2>/dev/null | cut -d' ' -f1)
    grep -qx "$digest  $name.tar.gz" "$sums"
}

# The archive stays beside what is unpacked from it, and is looked at anew in each run: the folder is shared by jobs.
released() {
    local kept=${RUNNER_TOOL_CACHE:-${RUNNER_TEMP:-/tmp}}/contentlint/$version/$target archive
    grep -q "  $name.tar.gz\$" "$sums" 2>/dev/null || return
    archive=$kept/$name.tar.gz
    mkdir -p "$kept" || return
    if ! [ -f "$archive" ] || ! is_right "$archive"; then
        if [ -z "${RELEASES-}" ]; then return 1; fi
        if ! curl --fail --silent --show-error --location --retry 2 --output "$archive.new" "$RELEASES/v$version/$name.tar.gz" >&2; then
            say warning "the released program cannot be fetched: it is built here"
            rm -f "$archive.new"
            return 1
        fi
        if ! is_right "$archive.new"; then
            rm -f "$archive.new"
            say error "$RELEASES/v$version/$name.tar.gz is not the file that was released: its SHA-256 differs"
            exit 2
        fi
        mv "$archive.new" "$archive"
    fi
    tar -xzf "$archive" -C "$kept" && [ -x "$kept/$name/bin/contentlint" ] && printf '%s\n' "$kept/$name/bin"
}

released && exit
if "$source/setup" all >&2; then
    printf '%s\n' "$source/build"
else
    say error "contentlint cannot be installed: there is no released program of version $version for $(uname -s) on $(uname -m), and building it failed (see the log)"
    exit 2
fi
