#!/bin/bash
# action.sh: the check of action.yml; its inputs come in INPUT_…. The exit code becomes an output, so that the SARIF
# file is uploaded before the job fails.
#
# The working tree, its file names and what the event says are a stranger's; the environment and the inputs are the
# workflow's. So no program looks for its own files in the tree, git is told which repository it works on, and what is
# uploaded or shown was made by this run, in a folder of its own.
set -u
unset CDPATH
workspace=$(realpath -- "${GITHUB_WORKSPACE:-$PWD}")
work=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/contentlint.XXXXXXXX") || exit 2
sarif=$work/contentlint.sarif summary=$work/summary.md findings=$work/findings.jsonl
arguments=(check --fail-on "$INPUT_FAIL_ON" --report "sarif=$sarif" --report "json-lines=$findings")

say() { # LEVEL TEXT: a workflow command
    local text=${2//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '::%s title=contentlint::%s\n' "$1" "${text//$'\n'/%0A}"
}
refuse() {
    say error "$1"
    exit 2
}

is_within() { # FOLDER PATH: both absolute, without symbolic links
    [ "$2" = "$1" ] || [ "${2#"${1%/}"/}" != "$2" ]
}

# An output is a line NAME=VALUE, so a value has one line; a later line wins, so the exit code is the last.
set_output() {
    case $2 in
    *$'\n'* | *$'\r'*) say warning "the value of $1 has a line end and is left out: $2" ;;
    *) printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT" ;;
    esac
}

# An option whose input is given.
option() { # NAME VALUE
    case $2 in
    '') ;;
    *$'\n'* | *$'\r'*) refuse "$1 has a line end: $2" ;;
    *) arguments+=("--$1=$2") ;;
    esac
}

# How many of each severity were reported.
count_findings() {
    local severity
    for severity in error warning note; do
        set_output "${severity}s" "$(grep -c '^{"rule":"[^"]*","severity":"'"$severity"'"' "$findings")"
    done
    set_output findings-file "$findings"
}

# What the event says, a line each: whether the change is a branch's or a push; the commit before it, of a pull request or a
# merge queue its base, of a push what was there before; of the first push of a branch, the default branch in place of that. A tag
# that is new has nothing before it.
# -I: python takes no module from the working tree.
read_event() {
    python3 -I - <<'END'
import json, os, re
try:
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as file:
        event = json.load(file)
except (KeyError, OSError, ValueError, RecursionError):
    event = {}
def at(*names):
    value = event
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
branch = at("pull_request", "base", "sha") or at("merge_group", "base_sha")
base = branch or at("before")
known = re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", base)
pushed = at("before") and not at("ref").startswith("refs/tags/")
default = at("repository", "default_branch") if pushed else ""
named = re.fullmatch("[A-Za-z0-9_][A-Za-z0-9._/-]{0,200}", default) and at("ref") != "refs/heads/" + default
print("branch" if branch else "push")
print(base if known and base.strip("0") else "")
print(default if named else "")
END
}

# The folder of the checkout that the working directory lies in: one with a .git folder, which no checkout takes from a
# commit, in the workspace.
find_root() {
    local folder
    folder=$(pwd -P)
    while is_within "$workspace" "$folder"; do
        if [ -d "$folder/.git" ] && [ ! -L "$folder/.git" ]; then
            printf '%s\n' "$folder"
            return
        fi
        folder=$(dirname -- "$folder")
    done
    return 1
}

# git on that repository alone. What its configuration names is not run: the two commands below use no filter and no
# pager, and this leaves no hook, monitor, helper for passwords, or protocol but the one given.
git_there() { # PROTOCOL ARGUMENT…
    local protocol=$1
    shift
    env -u GIT_DIR -u GIT_WORK_TREE -u GIT_COMMON_DIR -u GIT_INDEX_FILE GIT_ALLOW_PROTOCOL="$protocol" GIT_NO_LAZY_FETCH=1 \
        GIT_TERMINAL_PROMPT=0 GIT_ASKPASS='' SSH_ASKPASS='' \
        git --git-dir="$root/.git" --work-tree="$root" --no-pager --no-replace-objects -c core.hooksPath=/dev/null \
        -c core.fsmonitor= -c core.alternateRefsCommand= -c credential.helper= -c fetch.bundleURI= -c gc.auto=0 \
        -c maintenance.auto=false "$@"
}

# The first key of the repository's configuration that would lead the fetch elsewhere, or take from it what makes it safe:
# a proxy, certificates, another address, another transport. What actions/checkout keeps to log in is none of them.
leading_key() {
    local key
    while IFS= read -r -d '' key; do
        case $key in
        http.extraheader | http.*.extraheader) ;;
        http.* | https.* | url.* | protocol.* | credential.* | core.sshcommand | core.gitproxy | remote.*.proxy* | remote.*.vcs)
            printf '%s\n' "$key"
            return
            ;;
        esac
    done < <(git_there '' config --local --includes --name-only --null --list 2>/dev/null)
    return 1
}

# A shallow checkout has no base commit yet. It is asked for where the workflow's own repository lives, whatever the
# checkout calls origin; what the checkout kept to log in there is used.
have_commit() {
    local root key
    root=$(find_root) || return 1
    git_there '' cat-file -e "$1^{commit}" 2>/dev/null && return
    case ${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY:-} in
    https://?*/?*/?*) ;;
    *) return 1 ;;
    esac
    if key=$(leading_key); then
        say warning "the checkout's .git/config sets $key: nothing is fetched with it"
        return 1
    fi
    git_there https fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head --depth=1 \
        -- "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "$1" 2>/dev/null
}

# The commit to compare with: of a branch where it left its base, as far as the checkout knows; else the one before. The first
# push of a branch has none, and that of a force push may be gone: then it is compared with where the default branch was left.
find_base() { # KIND COMMIT DEFAULT: sets base
    local root fork=
    base=
    root=$(find_root) || return 1
    if [ -n "$2" ] && have_commit "$2"; then
        if [ "$1" = branch ]; then fork=$(git_there '' merge-base "$2" HEAD 2>/dev/null); fi
        base=${fork:-$2}
    elif [ -n "$3" ]; then
        base=$(git_there '' merge-base "refs/remotes/origin/$3" HEAD 2>/dev/null)
    fi
    [ -n "$base" ]
}

compare_with_base() {
    local kind commit default base
    { read -r kind && read -r commit && read -r default; } < <(read_event)
    if find_base "$kind" "$commit" "$default"; then
        arguments+=(--changed "$base")
        if [ "$INPUT_CHANGED_ONLY" = true ]; then arguments+=(--changed-only); fi
        if [ "$INPUT_LOST_URLS" = true ]; then arguments+=(--since "$base"); fi
    elif [ -z "$commit" ]; then
        say notice "this event has no commit before it: the whole site is checked, lost URLs are not looked for"
    else
        say warning "commit $commit cannot be fetched (fetch-depth: 0 of actions/checkout brings it): the whole site is checked, lost URLs are not looked for"
    fi
}

# The file that the SARIF file is copied to besides. An older one is removed, or it would be taken for this run's when
# the run fails; so what is there may be nothing else.
prepare_copy() {
    local folder
    case $INPUT_SARIF_FILE in *$'\n'* | *$'\r'*) refuse "sarif-file has a line end: $INPUT_SARIF_FILE" ;; esac
    folder=$(realpath -e -- "$(dirname -- "$INPUT_SARIF_FILE")") || refuse "sarif-file: its folder is not there: $INPUT_SARIF_FILE"
    copy=$folder/$(basename -- "$INPUT_SARIF_FILE")
    if [ "$(realpath -ms -- "$INPUT_SARIF_FILE")" != "$copy" ] || [ -L "$copy" ]; then
        refuse "sarif-file leads through a symbolic link: $INPUT_SARIF_FILE"
    fi
    is_within "$workspace" "$copy" || refuse "sarif-file is outside of the workspace: $INPUT_SARIF_FILE"
    case $copy/ in */.[Gg][Ii][Tt]/*) refuse "sarif-file is in .git: $INPUT_SARIF_FILE" ;; esac
    if [ ! -e "$copy" ]; then return; fi
    case $copy in
    *.sarif | *.sarif.json) if [ -f "$copy" ]; then rm -f -- "$copy" && return; fi ;;
    esac
    refuse "sarif-file is there already and is no SARIF file: $INPUT_SARIF_FILE"
}

cd -- "$INPUT_DIRECTORY" || exit 2
is_within "$workspace" "$(pwd -P)" || refuse "working-directory is outside of the workspace: $INPUT_DIRECTORY"
if [ "${GITHUB_EVENT_NAME:-}" = pull_request_target ] && [ "$INPUT_PULL_REQUEST_TARGET" != true ]; then
    refuse "pull_request_target runs a stranger's change with this repository's secrets: use pull_request, or set pull-request-target to true"
fi
copy=
if [ -n "$INPUT_SARIF_FILE" ]; then prepare_copy; fi
if [ "$INPUT_CHANGED_ONLY" = true ] || [ "$INPUT_LOST_URLS" = true ]; then compare_with_base; fi
option config "$INPUT_CONFIG"
option built "$INPUT_BUILT"
option baseline "$INPUT_BASELINE"
option generator "$INPUT_GENERATOR"
option hugo-version "$INPUT_HUGO_VERSION"
while IFS= read -r rule; do option only "$rule"; done <<<"$INPUT_ONLY"
while IFS= read -r word; do
    if [ -n "$word" ]; then arguments+=("$word"); fi
done <<<"$INPUT_ARGS"
case $INPUT_NETWORK in
none) arguments+=(--no-network) ;;
new) arguments+=(--external --new-only) ;;
refresh) arguments+=(--external --refresh "$INPUT_REFRESH") ;;
all) arguments+=(--external) ;;
*) refuse "network is none, new, refresh or all, not $INPUT_NETWORK" ;;
esac
if [ "$INPUT_ANNOTATIONS" = true ]; then arguments+=(--report github); fi
if [ "$INPUT_SUMMARY" = true ]; then arguments+=(--report "summary=$summary"); fi
paths=()
while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
done <<<"$INPUT_PATHS"

code=0
contentlint "${arguments[@]}" --report full -- "${paths[@]}" || code=$?
if [ -s "$summary" ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -s "$sarif" ]; then
    if [ -n "$copy" ] && cp -- "$sarif" "$copy"; then sarif=$(realpath --relative-to="$workspace" -- "$copy"); fi
    set_output sarif-file "$sarif"
fi
if [ "$code" != 2 ] && [ -e "$findings" ]; then count_findings; fi
set_output exit-code "$code"
