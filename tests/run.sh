#!/bin/bash
# tests/run.sh STEP…: runs each step (a command line), shows its output, and adds up the "N passed, N failed" that
# each prints last. A step that fails without saying how often counts as one failure. Ends with the sum.
set -u
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for step in "$@"; do
    echo "== $step"
    start=$SECONDS
    bash -c "$step" </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    bad=0
    if [ -n "$counts" ]; then
        read -r good _ bad _ <<<"$counts"
        passed=$((passed + good))
    elif [ "$status" = 0 ]; then
        passed=$((passed + 1))
    fi
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
        echo "failed with status $status: $step"
    fi
    failed=$((failed + bad))
    echo "-- $((SECONDS - start)) s"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
