#!/bin/bash
# action.sh: the check of action.yml; its inputs come in INPUT_…. The exit code becomes an output, so that the SARIF
# file is uploaded before the job fails.
set -u
cd "$INPUT_DIRECTORY" || exit 2
workspace=${GITHUB_WORKSPACE:-$PWD}
summary=$(mktemp)
arguments=(check --fail-on "$INPUT_FAIL_ON")

# The commit before the change: of a pull request its base, of a push what was there before.
base_commit() {
    python3 - <<'END'
import json, os
try:
    event = json.load(open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8"))
except (KeyError, OSError, ValueError):
    event = {}
base = event.get("pull_request", {}).get("base", {}).get("sha") or event.get("before") or ""
print(base if len(base) == 40 and set(base) <= set("0123456789abcdef") and set(base) != {"0"} else "")
END
}

# A shallow checkout has no base commit yet.
have_commit() {
    git cat-file -e "$1^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$1" 2>/dev/null
}

if [ "$INPUT_CHANGED_ONLY" = true ] || [ "$INPUT_LOST_URLS" = true ]; then
    base=$(base_commit)
    if [ -z "$base" ]; then
        echo "::notice title=contentlint::this event has no commit before it: the whole site is checked, lost URLs are not looked for"
    elif ! have_commit "$base"; then
        echo "::warning title=contentlint::commit $base cannot be fetched: the whole site is checked, lost URLs are not looked for"
    else
        arguments+=(--changed "$base")
        if [ "$INPUT_CHANGED_ONLY" = true ]; then arguments+=(--changed-only); fi
        if [ "$INPUT_LOST_URLS" = true ]; then arguments+=(--since "$base"); fi
    fi
fi
if [ -n "$INPUT_CONFIG" ]; then arguments+=(--config "$INPUT_CONFIG"); fi
case $INPUT_NETWORK in
none) arguments+=(--no-network) ;;
new) arguments+=(--external --new-only) ;;
refresh) arguments+=(--external --refresh "$INPUT_REFRESH") ;;
all) arguments+=(--external) ;;
*)
    echo "::error::network is none, new, refresh or all, not $INPUT_NETWORK"
    exit 2
    ;;
esac
if [ "$INPUT_ANNOTATIONS" = true ]; then arguments+=(--report github); fi
if [ "$INPUT_SUMMARY" = true ]; then arguments+=(--report "summary=$summary"); fi
if [ -n "$INPUT_SARIF_FILE" ]; then arguments+=(--report "sarif=$INPUT_SARIF_FILE"); fi
paths=()
while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"$INPUT_PATHS"

code=0
contentlint "${arguments[@]}" --report full -- "${paths[@]}" || code=$?
if [ "$INPUT_SUMMARY" = true ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
{
    echo "exit-code=$code"
    if [ -n "$INPUT_SARIF_FILE" ] && [ -s "$INPUT_SARIF_FILE" ]; then
        echo "sarif-file=$(realpath --relative-to="$workspace" "$INPUT_SARIF_FILE")"
    fi
} >>"$GITHUB_OUTPUT"
