#!/bin/bash
# tests/suite_action.sh BINARY: packaging/action.sh as a workflow runs it, in a shallow clone of a branch that moved a page.
set -u
binary=$(realpath "$1")
action=$(realpath "$(dirname "$0")/../packaging/action.sh")
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

expect() { # NAME PATTERN FILE
    if grep -qF -- "$2" "$3"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1: no \"$2\" in:"
        cat "$3"
    fi
}
page() { printf -- '---\ntitle: %s\n---\nWhat the course %s is about, in words enough to know it by.\n' "$1" "$1"; }

site() {
    git init -q -b main "$work/origin" && cd "$work/origin" && mkdir content || exit 2
    git config uploadpack.allowAnySHA1InWant true # as GitHub's server has it
    echo 'baseURL = "https://example.org/"' >hugo.toml
    page one >content/one.md
    page two >content/two.md
    git add . && git commit -qm one
    base=$(git rev-parse HEAD)
    git checkout -qb branch && git mv content/one.md content/first.md && git commit -qm moved
    git commit -qm empty --allow-empty
}

run() { # EVENT, as JSON; a fresh shallow clone
    cd "$work" && rm -rf clone output summary
    git clone -q --depth 1 -b branch "file://$work/origin" "$work/clone" && cd "$work/clone" || exit 2
    echo "$1" >"$work/event"
    env PATH="$(dirname "$binary"):$PATH" GITHUB_ACTIONS=true GITHUB_EVENT_PATH="$work/event" \
        GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" GITHUB_WORKSPACE="$work/clone" \
        INPUT_PATHS= INPUT_CONFIG= INPUT_DIRECTORY=. INPUT_FAIL_ON=error INPUT_CHANGED_ONLY=true INPUT_LOST_URLS=true \
        INPUT_NETWORK=none INPUT_REFRESH=1 INPUT_ANNOTATIONS=true INPUT_SUMMARY=true INPUT_SARIF_FILE=out.sarif \
        "$action" >"$work/log" 2>&1
}

site
run '{"pull_request": {"base": {"sha": "'"$base"'"}}}'
expect "a pull request: the moved page is annotated" "::error file=content/first.md,line=1" "$work/log"
expect "a pull request: the URL is named" "/one/ is no longer served" "$work/log"
expect "a pull request: the exit code is an output" "exit-code=1" "$work/output"
expect "a pull request: the SARIF file is an output" "sarif-file=out.sarif" "$work/output"
expect "a pull request: the SARIF file has it" '"ruleId": "lost-url"' "$work/clone/out.sarif"
expect "a pull request: the job summary has it" "lost-url" "$work/summary"
run '{"before": "'"$base"'"}'
expect "a push: the commit before it counts" "exit-code=1" "$work/output"
run '{"before": "0123456789012345678901234567890123456789"}'
expect "a commit that cannot be fetched is said" "::warning title=contentlint::commit 0123" "$work/log"
expect "and does not stop the check" "exit-code=0" "$work/output"
run '{}'
expect "an event without a commit is said" "::notice title=contentlint::" "$work/log"
expect "and does not stop the check either" "exit-code=0" "$work/output"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
