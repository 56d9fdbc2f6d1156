#!/bin/sh
# Installs the link checkers that `make bench-crawl` compares with, into $1 (default: build/peers). Not part of the
# tests: it needs npm, cargo and go, and some minutes. A peer that cannot be had is named and left out.
set -u
peers=${1:-build/peers}
mkdir -p "$peers"
peers=$(cd "$peers" && pwd)

npm install --silent --no-fund --no-audit --prefix "$peers/npm" linkinator >"$peers/linkinator.log" 2>&1 ||
    echo "linkinator could not be installed: see $peers/linkinator.log"
GOBIN="$peers/bin" go install github.com/raviqqe/muffet/v2@latest >"$peers/muffet.log" 2>&1 ||
    echo "muffet could not be installed: see $peers/muffet.log"
CARGO_TARGET_DIR="$peers/cargo" cargo install --locked -j "${JOBS:-1}" --root "$peers" lychee >"$peers/lychee.log" 2>&1 ||
    echo "lychee could not be installed: see $peers/lychee.log"
rm -rf "$peers/cargo"
ls "$peers/bin" "$peers/npm/node_modules/.bin" 2>/dev/null
