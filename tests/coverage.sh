#!/bin/bash
# tests/coverage.sh: lines and branches of each folder of src/ that `make test` reaches, and that the inputs of the fuzz
# entries reach (tests/corpus/, and what `make fuzz` found since). By clang's source-based coverage, in build/coverage/.
set -u
cd "$(dirname "$0")/.." || exit 2
build=build/coverage
flags=(BUILD="$build" HARDEN=yes CC=clang CXX=clang++ CFLAGS='-O1 -g' SAN='-fprofile-instr-generate -fcoverage-mapping')
for tool in clang llvm-cov llvm-profdata; do
    command -v $tool >/dev/null || { echo "coverage needs $tool: ./setup tools"; exit 1; }
done
rm -rf $build/tests.raw $build/fuzz.raw
entries=() objects=()
for entry in tests/fuzz_*.c; do
    entry=$(basename "$entry" .c)
    entries+=("${entry#fuzz_}")
    objects+=("$build/tests/$entry.o")
done
make -s -j"$(nproc)" "${flags[@]}" all units "${objects[@]}" || exit 1

# Processes of one program add to one of a few files.
LLVM_PROFILE_FILE=$PWD/$build/tests.raw/%4m.profraw make -s "${flags[@]}" test | tail -n 1

for entry in "${entries[@]}"; do
    mapfile -t inputs < <(find "tests/corpus/$entry" "build/fuzz/$entry.found" -type f 2>/dev/null)
    tests/fuzz.sh --link $build "$entry" -fprofile-instr-generate || exit 1
    printf '%s\0' "${inputs[@]}" | LLVM_PROFILE_FILE=$build/fuzz.raw/%4m.profraw \
        xargs -0 -n 100 "$build/$entry" >"$build/$entry.log" 2>&1 || echo "$entry: stopped; see $build/$entry.log"
    echo "$entry: ${#inputs[@]} inputs"
done

for kind in tests fuzz; do
    llvm-profdata merge -o $build/$kind.profdata $build/$kind.raw/*.profraw &&
        llvm-cov export -summary-only -instr-profile=$build/$kind.profdata $build/contentlint >$build/$kind.json || exit 1
done
python3 - $build/tests.json $build/fuzz.json <<'EOF'
import json
import sys

def folders(path):
    """Folder -> [lines, reached, branches, reached]"""
    sums = {}
    for file in json.load(open(path))["data"][0]["files"]:
        parts = file["filename"].split("/src/")[-1].split("/")
        for name in ([parts[0]] if len(parts) > 1 else []) + ["total"]:
            row = sums.setdefault(name, [0] * 4)
            for i, kind in enumerate(("lines", "branches")):
                row[2 * i] += file["summary"][kind]["count"]
                row[2 * i + 1] += file["summary"][kind]["covered"]
    return sums

tests, fuzz = map(folders, sys.argv[1:])
print(f"{'':10}{'lines':>8}{'branches':>10}{'tests %':>16}{'fuzzing %':>16}")
for name in sorted(tests, key=lambda name: (name == "total", name)):
    shares = [f"{100 * row[1] / row[0]:.1f} / {100 * row[3] / row[2]:.1f}" for row in (tests[name], fuzz[name])]
    print(f"{name:10}{tests[name][0]:8}{tests[name][2]:10}{shares[0]:>16}{shares[1]:>16}")
EOF
