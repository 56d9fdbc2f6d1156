#!/bin/bash
# tests/suite_action.sh BINARY: packaging/action.sh as a workflow runs it, in a shallow clone of a branch that moved a page,
# and of branches that a stranger made.
set -u
binary=$(realpath "$1") here=$(realpath "$(dirname "$0")")
action=$here/../packaging/action.sh
passed=0 failed=0
work=$(mktemp -d)
trap 'exec 3>&- 4>&-; rm -rf "$work"' EXIT
export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null PYTHONDONTWRITEBYTECODE=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

verdict() { # NAME STATUS FILE…
    if [ "$2" = 0 ]; then passed=$((passed + 1)) && return; fi
    failed=$((failed + 1))
    echo "failed: $1"
    cat -v "${@:3}"
}
expect() { # NAME PATTERN FILE
    grep -qF -- "$2" "$3"
    verdict "$1: \"$2\" is said" $? "$3" "$work/log"
}
never() { # NAME PATTERN FILE
    ! grep -qF -- "$2" "$3"
    verdict "$1: \"$2\" is not said" $? "$3"
}
harmless() { # NAME: nothing of the stranger's has run
    ! [ -e "$work/RAN" ]
    verdict "$1: nothing is run" $? "$work/log"
    rm -f "$work/RAN"
}
page() { printf -- '---\ntitle: %s\n---\nWhat the course %s is about, in words enough to know it by.\n' "$1" "$1"; }

site() {
    mkdir -p "$work/served/owner" && git init -q -b main "$work/served/owner/site" && cd "$work/served/owner/site" && mkdir content || exit 2
    git config uploadpack.allowAnySHA1InWant true # as GitHub's server has it
    echo 'baseURL = "https://example.org/"' >hugo.toml
    page one >content/one.md
    page two >content/two.md
    git add . && git commit -qm one
    base=$(git rev-parse HEAD)
    git checkout -qb branch && git mv content/one.md content/first.md && git commit -qm moved
    git commit -qm empty --allow-empty
    of_base='{"pull_request": {"base": {"sha": "'$base'"}}}'
}

# A host of repositories on loopback, whose certificate git is told.
serve() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
        -keyout "$work/key" -out "$work/certificate" 2>"$work/log" || exit 2
    mkfifo "$work/hold" "$work/port"
    python3 -I "$here/git_https.py" "$work/served" "$work/certificate" "$work/key" <"$work/hold" >"$work/port" &
    exec 3>"$work/hold"
    read -r port <"$work/port"
    export GIT_SSL_CAINFO=$work/certificate GITHUB_SERVER_URL=https://127.0.0.1:$port GITHUB_REPOSITORY=owner/site
}

fresh() { # a fresh shallow clone, which is stood in
    cd "$work" && rm -rf clone temp && mkdir temp && : >output && : >summary
    git clone -q --depth 1 -b branch "file://$work/served/owner/site" clone && cd clone || exit 2
}
run() { # EVENT, as JSON; NAME=VALUE…: other inputs
    printf '%s\n' "$1" >"$work/event"
    env PATH="$(dirname "$binary"):$PATH" GITHUB_ACTIONS=true GITHUB_EVENT_PATH="$work/event" RUNNER_TEMP="$work/temp" \
        GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" GITHUB_WORKSPACE="$work/clone" \
        INPUT_PATHS= INPUT_CONFIG= INPUT_DIRECTORY=. INPUT_FAIL_ON=error INPUT_CHANGED_ONLY=true INPUT_LOST_URLS=true \
        INPUT_ARGS= INPUT_ONLY= INPUT_BUILT= INPUT_BASELINE= INPUT_GENERATOR= INPUT_HUGO_VERSION= INPUT_PULL_REQUEST_TARGET=false \
        INPUT_NETWORK=none INPUT_REFRESH=1 INPUT_ANNOTATIONS=true INPUT_SUMMARY=true INPUT_SARIF_FILE=out.sarif "${@:2}" \
        "$action" </dev/null >"$work/log" 2>&1
    status=$?
}
uploaded() { sed -n 's/^sarif-file=//p' "$work/output"; }

honest() {
    fresh && run "$of_base"
    expect "a pull request: the moved page" "::error file=content/first.md,line=1" "$work/log"
    expect "a pull request: the URL" "/one/ is no longer served" "$work/log"
    expect "a pull request: the exit code" "exit-code=1" "$work/output"
    expect "a pull request: the SARIF file" "sarif-file=out.sarif" "$work/output"
    expect "a pull request: the SARIF file" '"ruleId": "lost-url"' out.sarif
    expect "a pull request: the job summary" "lost-url" "$work/summary"
    [ "$(tail -n 1 "$work/output")" = "exit-code=1" ]
    verdict "the exit code is the last output" $? "$work/output"
    fresh && run "$of_base" INPUT_SARIF_FILE=
    grep -q '"ruleId": "lost-url"' "$(uploaded)"
    verdict "without a name the SARIF file is a temporary one" $? "$work/output"
    [ -z "$(git status --porcelain)" ]
    verdict "and the checkout is as it was" $? <(git status)
    fresh && run '{"before": "'"$base"'"}'
    expect "a push: the commit before it" "exit-code=1" "$work/output"
    fresh && run '{"merge_group": {"base_sha": "'"$base"'"}}'
    expect "a merge queue: its base" "exit-code=1" "$work/output"
    fresh && run '{"before": "0123456789012345678901234567890123456789"}'
    expect "a commit that cannot be fetched" "::warning title=contentlint::commit 0123" "$work/log"
    expect "does not stop the check" "exit-code=0" "$work/output"
    # shellcheck disable=SC2016
    for event in '{}' '{"pull_request": null}' '{"pull_request": {"base": {"sha": "$(touch RAN)"}}}' '[]' 'x' '{"before": "--upload-pack=x"}'; do
        fresh && run "$event"
        expect "the event $event" "::notice title=contentlint::" "$work/log"
        expect "the event $event does not stop the check" "exit-code=0" "$work/output"
    done
}

# What a change brought, where the checkout has the history (fetch-depth: 0): the same events as in tests/suite_changes.py.
whole() { # NAME: a checkout with all branches, on a new branch
    cd "$work" && rm -rf clone temp && mkdir temp && : >output && : >summary
    git clone -q "file://$work/served/owner/site" clone && cd clone && git checkout -q -b "$1" origin/main || exit 2
}
commit() { git add -A && git commit -qm x; }
pushed() { printf '{"before": "%s", "ref": "refs/heads/%s", "repository": {"default_branch": "main"}}' "$1" "$2"; }
told() { run "$@" INPUT_SARIF_FILE=; }
changes() {
    local none=0000000000000000000000000000000000000000 old
    whole deletes && git rm -q content/two.md && printf '\n[one](/one/)\n' >>content/one.md && commit && told "$of_base"
    expect "a page that is deleted" "/two/ is no longer served" "$work/log"
    whole linked && printf -- '---\ntitle: L\n---\n[two](/two/) [old](/old-fault/)\n' >content/linked.md && commit && old=$(git rev-parse HEAD) &&
        git rm -q content/two.md && commit && told '{"pull_request": {"base": {"sha": "'"$old"'"}}}' INPUT_LOST_URLS=false
    expect "a link to it" "file=content/linked.md,line=4,endLine=4,col=7,endColumn=12,title=broken-link" "$work/log"
    never "a fault that was there" "col=20" "$work/log"
    told '{"pull_request": {"base": {"sha": "'"$old"'"}}}' INPUT_LOST_URLS=false INPUT_CHANGED_ONLY=false
    expect "a fault that was there, without changed-only: nothing to compare" "/old-fault/" "$work/log"
    git reset -q --hard "$old" && git mv content/linked.md content/moved.md && commit && told "$(pushed "$old" linked)" INPUT_LOST_URLS=false
    expect "a page that only moved" "exit-code=0" "$work/output"
    : >"$work/output" && told "$(pushed "$old" linked)"
    never "a page that was never on the default branch loses nothing" "is no longer served" "$work/log"
    git checkout -q --detach origin/main && page later >content/later.md && commit && old=$(git rev-parse HEAD)
    git checkout -q linked && told '{"pull_request": {"base": {"sha": "'"$old"'"}}}'
    never "what its base got since is not lost by the branch" "/later/" "$work/log"
    told "$(pushed $none linked)"
    expect "the first push of a branch: since the default branch" "/old-fault/" "$work/log"
    never "the first push of a branch" "whole site is checked" "$work/log"
    told "$(pushed 1234567890123456789012345678901234567890 linked)"
    never "a force push, whose commit is gone: since the default branch" "whole site is checked" "$work/log"
    git checkout -q -B main origin/main && told "$(pushed $none main)"
    expect "the first push of the default branch" "whole site is checked" "$work/log"
    old=$(git rev-parse HEAD) && git mv content/two.md content/second.md && commit && git update-ref refs/remotes/origin/main HEAD &&
        told "$(pushed "$old" main)"
    expect "a push to the default branch" "/two/ is no longer served" "$work/log"
    told '{"ref": "refs/heads/linked", "repository": {"default_branch": "main"}}'
    expect "started by hand" "whole site is checked" "$work/log"
    for event in '{"before": "'$none'", "ref": [], "repository": {"default_branch": "--upload-pack=x"}}' \
        '{"before": "'$none'", "repository": {"default_branch": "no/such"}}' '{"before": "'$none'", "repository": []}'; do
        told "$event"
        expect "the event $event" "whole site is checked" "$work/log"
    done
}

# The SARIF file is this run's, and nowhere that it was not asked for.
sarif_file() {
    local name
    ln -s content/two.md page.sarif && ln -s .git git && ln -s ../.. up && mkdir -p a && ln -s ../content a/link
    for name in page.sarif git/x.sarif .git/x.sarif up/x.sarif ../x.sarif a/link/x.sarif content/two.md hugo.toml content none/x.sarif \
        $'x\nexit-code=0.sarif'; do
        : >"$work/output"
        run "$of_base" INPUT_SARIF_FILE="$name"
        [ "$status" = 2 ] && ! [ -s "$work/output" ] && grep -q '^::error title=contentlint::sarif-file' "$work/log"
        verdict "sarif-file $name is refused" $? "$work/log" "$work/output"
    done
    page two | cmp -s - content/two.md && ! [ -e .git/x.sarif ]
    verdict "and nothing is written" $? "$work/log"
    echo old >out.sarif && echo 'rules: [' >contentlint.yml
    run "$of_base"
    expect "a run that fails" "exit-code=2" "$work/output"
    [ -z "$(uploaded)" ] && ! [ -e out.sarif ]
    verdict "a run that fails leaves no older file" $? "$work/output"
    rm contentlint.yml && echo '{}' >$'x\nexit-code=0' && ln -sf $'x\nexit-code=0' out.sarif && : >"$work/output"
    run "$of_base"
    never "a link named as the file" "exit-code=0" "$work/output"
}

# A bare repository of tracked files in the site's folder, and every key of the configuration that names a program.
embedded() {
    local folder=$1 key
    mkdir -p "$folder/objects/info" "$folder/refs/heads" "$folder/content"
    echo 'ref: refs/heads/main' >"$folder/HEAD"
    cp hugo.toml "$folder/"
    page three >"$folder/content/three.md"
    echo '* filter=f diff=d' >"$folder/.gitattributes"
    for key in core.fsmonitor core.sshCommand core.askPass core.alternateRefsCommand core.gitProxy credential.helper diff.external \
        diff.d.textconv filter.f.clean filter.f.process remote.origin.uploadpack pager.cat-file pager.fetch; do
        git config -f "$folder/config" "$key" "touch '$work/RAN'; cat"
    done
    git config -f "$folder/config" remote.origin.url "ext::sh -c touch% $work/RAN"
    git config -f "$folder/config" "url.ext::sh -c touch% $work/RAN #.insteadOf" "$GITHUB_SERVER_URL"
    git config -f "$folder/config" "remote.$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.vcs" ext
    git config -f "$folder/config" protocol.allow always
    git config -f "$folder/config" core.repositoryFormatVersion 0
    git config -f "$folder/config" core.hooksPath "$work/clone/hooks"
    mkdir -p hooks && printf '#!/bin/sh\ntouch "%s"\n' "$work/RAN" >hooks/reference-transaction && chmod +x hooks/reference-transaction
}

hostile() {
    fresh && sarif_file
    fresh && embedded docs && run "$of_base" INPUT_DIRECTORY=docs
    harmless "an embedded repository"
    expect "an embedded repository" "exit-code=0" "$work/output"
    fresh && embedded docs && run '{"before": "1111111111111111111111111111111111111111"}' INPUT_DIRECTORY=docs
    harmless "an embedded repository, of a commit that is not there"
    fresh && embedded .git && run "$of_base"
    harmless "a configuration of the checkout"
    for key in http.proxy http.sslVerify http.https://example.com/.proxy "http.$GITHUB_SERVER_URL.sslCAInfo" http.curloptResolve \
        url.https://example.com/.insteadOf credential.helper core.sshCommand protocol.https.allow remote.origin.proxy; do
        fresh && git config "$key" x && run "$of_base"
        expect "$key in the checkout's configuration" "sets ${key%%.*}" "$work/log"
        expect "$key in the checkout's configuration: the fetch" "cannot be fetched" "$work/log"
        fresh && git config -f .git/more "$key" x && git config include.path more && run "$of_base"
        expect "$key in a file that is included" "sets ${key%%.*}" "$work/log"
    done
    fresh && git config "http.$GITHUB_SERVER_URL/.extraheader" "X-Test: a" && run "$of_base"
    expect "what the checkout keeps to log in" "exit-code=1" "$work/output"
    never "what the checkout keeps to log in" "cannot be fetched" "$work/log"
    fresh && mv .git "$work/temp/moved" && echo "gitdir: $work/temp/moved" >.git && run "$of_base"
    expect "a .git that leads elsewhere" "cannot be fetched" "$work/log"
    for name in json os re site sitecustomize encodings; do
        fresh && printf 'open("%s", "w")\n' "$work/RAN" >"$name.py" && run "$of_base"
        harmless "$name.py in the working directory"
        expect "$name.py in the working directory" "exit-code=1" "$work/output"
    done
    fresh && ln -s /tmp outside && run "$of_base" INPUT_DIRECTORY=outside
    expect "a working directory elsewhere" "outside of the workspace" "$work/log"
    fresh && run "$of_base" INPUT_NETWORK=$'x\n::set-output name=y::z%0A'
    expect "an input with a line end" "not x%0A::set-output name=y::z%250A" "$work/log"
    fresh && printf -- '---\ntitle: x\n---\n[y](/nope)\n' >"content/--report=summary=hugo.toml.md" &&
        run "$of_base" INPUT_PATHS=$'--report=summary=hugo.toml\ncontent/--report=summary=hugo.toml.md'
    expect "a path that looks like an option" "no such file" "$work/log"
}

# Inputs that become options, and what the step says of the findings.
inputs() {
    whole inputs && page three >content/three.md && printf '[x](/nope/)\n\nTODO\n' >>content/three.md && commit
    told "$of_base" INPUT_LOST_URLS=false
    expect "outputs" "errors=1" "$work/output"
    expect "outputs" "warnings=1" "$work/output"
    expect "outputs" "notes=0" "$work/output"
    told "$of_base" INPUT_ONLY=$'duplicate-alias\nlost-url,empty-heading'
    expect "only: some rules" "exit-code=0" "$work/output"
    told "$of_base" INPUT_ONLY=no-such-rule
    expect "only: a rule that is not there" "there is no rule 'no-such-rule'" "$work/log"
    expect "a run that fails has no counts" "exit-code=2" "$work/output"
    told "$of_base" INPUT_ARGS=$'--disable\nbroken-link\n'
    expect "args" "exit-code=0" "$work/output"
    told "$of_base" INPUT_ARGS=$'--disable broken-link'
    expect "args: a line is a word" "exit-code=2" "$work/output"
    told "$of_base" INPUT_GENERATOR=jekyl
    expect "generator" "jekyl" "$work/log"
    told "$of_base" INPUT_HUGO_VERSION=x.y
    expect "hugo-version" "x.y" "$work/log"
    told "$of_base" INPUT_BUILT=nowhere
    expect "built" "nowhere" "$work/log"
    contentlint=$binary && "$contentlint" baseline write --baseline "$work/temp/baseline" >"$work/log" 2>&1
    told "$of_base" INPUT_LOST_URLS=false INPUT_BASELINE="$work/temp/baseline"
    expect "baseline" "exit-code=0" "$work/output"
    told "$of_base" INPUT_GENERATOR=$'x\ny'
    expect "an input with a line end" "generator has a line end" "$work/log"
}

# Every event that starts workflows: what is compared with, or why not.
events() {
    local none=0000000000000000000000000000000000000000 name
    whole events && printf '[x](/nope/)\n' >>content/two.md && commit
    for name in schedule workflow_dispatch; do
        told '{"repository": {"default_branch": "main"}}' GITHUB_EVENT_NAME=$name
        expect "$name" "whole site is checked" "$work/log"
        expect "$name" "exit-code=1" "$work/output"
    done
    told '{"before": "'$none'", "ref": "refs/tags/v1", "repository": {"default_branch": "main"}}' GITHUB_EVENT_NAME=push
    expect "a new tag" "whole site is checked" "$work/log"
    told "$of_base" GITHUB_EVENT_NAME=pull_request_target
    expect "pull_request_target" "::error title=contentlint::pull_request_target" "$work/log"
    told "$of_base" GITHUB_EVENT_NAME=pull_request_target INPUT_PULL_REQUEST_TARGET=true
    expect "pull_request_target, when asked" "/nope/" "$work/log"
    told '{"merge_group": {"base_sha": "'"$base"'"}}' GITHUB_EVENT_NAME=merge_group
    never "merge_group" "whole site is checked" "$work/log"
}

suggest() { # NAME=VALUE…: of the findings of the last run
    env GITHUB_EVENT_PATH="$work/event" GITHUB_WORKSPACE="$work/clone" GITHUB_API_URL="http://127.0.0.1:$api" TOKEN=secret-token \
        GITHUB_REPOSITORY=owner/site "$@" python3 -I "$here/../packaging/suggest.py" "$(sed -n 's/^findings-file=//p' "$work/output" | tail -n 1)" . \
        </dev/null >"$work/log" 2>&1
    verdict "suggestions never decide" $? "$work/log"
}
# What the API says of the change of the clone's branch.
of_pull() {
    git diff "$base" HEAD -- content/three.md | python3 -c 'import json, sys
patch = sys.stdin.read()
print(json.dumps([{"filename": "content/three.md", "patch": patch[patch.index("@@"):].rstrip("\n")}, {"filename": "image.png"}]))' >"$work/api/files.json"
}
suggestions() {
    local pull
    mkdir -p "$work/api" && mkfifo "$work/hold2" "$work/port2" && echo '[]' >"$work/api/comments.json"
    python3 -I "$here/github_api.py" "$work/api" <"$work/hold2" >"$work/port2" &
    exec 4>"$work/hold2"
    read -r api <"$work/port2"
    pull='{"pull_request": {"number": 7, "head": {"sha": "'"$base"'"}, "base": {"sha": "'"$base"'"}}}'
    whole suggested
    printf -- '---\ntitle: Three\ntitle: Füünf\n---\nText with a [link](http://www.example.org/a b) of @somebody.\n\n<!-- contentlint-disable-next-line empty-heading -->\nMore.\n' >content/three.md
    commit && told "$pull" INPUT_LOST_URLS=false && of_pull && suggest
    expect "suggestions" " suggestions, 0 were there" "$work/log"
    python3 - "$work/api/review.json" >"$work/log" 2>&1 <<'END'
import json, sys
review = json.load(open(sys.argv[1]))
assert review["event"] == "COMMENT" and review["comments"]
for one in review["comments"]:
    print(one)
    assert one["path"] == "content/three.md" and one["side"] == "RIGHT" and "```suggestion\n" in one["body"]
suppression = [one for one in review["comments"] if "unused-suppression" in one["body"]]
assert suppression[0]["line"] == 7 and suppression[0]["body"].endswith("```suggestion\n```\n"), suppression
END
    verdict "the review" $? "$work/log" "$work/api/review.json"
    python3 -c 'import json, sys; json.dump(json.load(open(sys.argv[1]))["comments"], open(sys.argv[2], "w"))' "$work/api/review.json" "$work/api/comments.json"
    rm "$work/api/review.json" && suggest
    expect "suggestions that are there" "0 suggestions" "$work/log"
    ! [ -e "$work/api/review.json" ]
    verdict "are not made again" $? "$work/log"
    echo '[]' >"$work/api/comments.json" && echo 403 >"$work/api/status" && suggest
    expect "a token that may not write" "::warning title=contentlint::suggestions cannot be written" "$work/log"
    rm "$work/api/status" && suggest GITHUB_API_URL=http://127.0.0.1:1
    expect "an API that is not there" "::warning title=contentlint::suggestions cannot be written" "$work/log"
    echo '[{"filename": "content/three.md", "patch": "@@ -1 +1 @@\n+other text"}]' >"$work/api/files.json" && suggest
    expect "lines that the pull request does not show" "0 suggestions" "$work/log"
    of_pull && cp content/three.md "$work/temp/three.md" && ln -sf "$work/temp/three.md" content/three.md && suggest
    expect "a file outside of the workspace" "0 suggestions" "$work/log"
    git checkout -q content/three.md && echo '{}' >"$work/event" && suggest
    expect "another event" "::notice title=contentlint::suggestions" "$work/log"
    exec 4>&-
}

site
serve
honest
inputs
events
suggestions
changes
hostile
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
