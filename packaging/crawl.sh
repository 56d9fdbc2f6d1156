#!/bin/bash
# packaging/crawl.sh: the scheduled crawl of .github/workflows/crawl.yml, in the folder of the site; GitLab's parallel jobs can call
# it as well. LEDGER is the ledger's path there, as contentlint.yml has it (.contentlint-links).
#   crawl.sh shard K/N FOLDER   asks about part K of N of the hosts; the ledger is copied to FOLDER/K then
#   crawl.sh merge FOLDER       joins what the parts left in FOLDER: it becomes the ledger
#   crawl.sh propose BRANCH     commits the ledger to BRANCH, pushes it and opens a pull request, when there is something new
# REFRESH is how many of the oldest links are asked again, BUDGET how many seconds a part may take.
set -eu
ledger=${LEDGER:-.contentlint-links}

say() { printf '::%s title=contentlint::%s\n' "$1" "$2"; }

# Findings do not fail a part: the rows say what was found, and the summary.
shard() {
    local part=$2/${1%%/*} summary
    case $1 in [1-9]*/[1-9]*) ;; *) say error "a part is K/N, not $1" && exit 2 ;; esac
    mkdir -p "$2"
    summary=$(mktemp)
    contentlint links --shard "$1" --refresh "${REFRESH:-500}" --budget "${BUDGET:-3000}" --fail-on never \
        --report full --report "summary=$summary"
    if [ -n "${GITHUB_STEP_SUMMARY-}" ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
    rm -f "$summary"
    # A part without hosts, of a site without ledger, has nothing to tell.
    if [ -f "$ledger" ]; then cp "$ledger" "$part"; else echo '# contentlint links 1' >"$part"; fi
}

# A part that failed leaves nothing; the others count all the same. A part's rows of other parts' hosts are what was known
# before, without links that nobody has any more, and the later of two answers wins.
merge() {
    local parts=() part
    for part in "$1"/*; do
        if [ -f "$part" ]; then parts+=("$part"); fi
    done
    if [ ${#parts[@]} = 0 ]; then say error "no part of the crawl left anything" && exit 2; fi
    contentlint ledger merge "${parts[@]}" -o "$ledger"
}

propose() {
    git add -- "$ledger"
    if git diff --cached --quiet -- "$ledger"; then
        say notice "the crawl has learnt nothing new"
        return
    fi
    git -c user.name="${COMMIT_NAME:-contentlint}" -c user.email="${COMMIT_EMAIL:-contentlint@localhost}" \
        commit --quiet --message "links: what the crawl has learnt" -- "$ledger"
    git push --quiet --force origin "HEAD:refs/heads/$1"
    if [ -z "$(gh pr list --head "$1" --state open --json number --jq '.[].number')" ]; then
        gh pr create --head "$1" --title "Links: what the crawl has learnt" \
            --body "What the scheduled crawl found of external links. Merging it keeps the verdicts."
    fi
}

case ${1-} in
shard | merge | propose) "$@" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
