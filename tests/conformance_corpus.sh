#!/bin/bash
# tests/conformance_corpus.sh BINARY SUITES FOLDER [MULTITOOL]: lints FOLDER (a corpus, or the seeds) and holds the
# SARIF against the official schema and validator.
set -u
binary=$1 suites=$2 folder=$3
export SARIF_MULTITOOL=${4-}
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
verdict() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
    fi
}
paths=()
if [[ $folder == */seeds* ]]; then paths=(--as markdown "$folder"/*.txt); fi
cd "$folder" || exit 2
"$binary" check --now 2026-06-01 --report "sarif=$work/found.sarif" --report "json-lines=$work/found.json" \
    --report "summary=$work/found.md" --report "github" "${paths[@]}" >"$work/out" 2>"$work/err"
status=$?
[ $status -le 1 ]
verdict "runs (status $status)" $?
cat "$work/err"
head -c 2000000000 "$work/found.json" | python3 -c 'import json, sys
for line in sys.stdin: json.loads(line)'
verdict "JSON lines" $?
[ "$(wc -c <"$work/found.md")" -lt 1048576 ]
verdict "summary under one mebibyte" $?
[ "$(grep -c '^::error ' "$work/out")" -le 10 ] && [ "$(grep -c '^::warning ' "$work/out")" -le 10 ] && [ "$(grep -c '^::notice ' "$work/out")" -le 10 ]
verdict "annotations within the runner's limits" $?
python3 - "$suites/suites/sarif/sarif-schema-2.1.0.json" "$work/found.sarif" <<'END'
import json, sys
try:
    import jsonschema
except ImportError:
    sys.exit("python3-jsonschema is not installed")
schema, log = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
errors = [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(log)]
run = log["runs"][0]
results = run["results"]
uris = [l["physicalLocation"]["artifactLocation"]["uri"] for r in results for l in r["locations"]]
errors += [f"not a relative path: {uri}" for uri in uris if uri.startswith("/") or ".." in uri.split("/") or ":" in uri]
errors += ["more than 5000 results"] if len(results) > 5000 else []
errors += ["a result without one place" for r in results if len(r["locations"]) != 1]
seen = [r["partialFingerprints"]["contentlint/v1"] for r in results]
errors += [f"fingerprint twice: {f}" for f in set(seen) if seen.count(f) > 1] if len(seen) < 2000 else []
print(f"{len(results)} results", *errors[:5], sep="\n")
sys.exit(bool(errors))
END
verdict "SARIF schema" $?
if [ -n "$SARIF_MULTITOOL" ]; then
    # GH1004 still knows the limit of 1,000 results that code scanning had before 5,000. SARIF2005 wants the address that a
    # build without a HOMEPAGE has not.
    "$suites/suites/sarif/validate" "$work/found.sarif" | grep -E ': (error|warning) ' | grep -v -e 'GH1004: runs\[0\].results' -e "SARIF2005: .* does not provide 'informationUri'"
    [ "${PIPESTATUS[2]}" = 1 ]
    verdict "SARIF validator" $?
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
