#!/bin/bash
# tests/suite_steps.sh [BINARY]: tests/run.sh ends what does not end by itself, says what it was, and leaves nothing behind;
# tests/suites.sh takes no other suites than those that are pinned.
set -u
run=$(realpath "$(dirname "$0")/run.sh") suites=$(realpath "$(dirname "$0")/suites.sh")
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

expect() { # NAME STATUS LAST-LINE: of `said` and `status`
    if [ "$status" = "$2" ] && [ "$(tail -n 1 said)" = "$3" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1: status $status:"
        cat said
    fi
}
# The outer limit is for a run.sh that does not end.
try() { # STEP…
    timeout 40 "$run" "$@" >said 2>&1
    status=$?
}
has() { # NAME COMMAND…
    if "${@:2}"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "failed: $1"
        cat said
    fi
}
is_gone() { # PID-FILE; what has ended and is not yet collected is gone
    [ -s "$1" ] && { ! kill -0 "$(cat "$1")" || grep -q '^State:.Z' "/proc/$(cat "$1")/status"; } 2>/dev/null
}

try 'echo "3 passed, 1 failed"; false' true 'exit 7'
expect "counts are added up" 1 "4 passed, 2 failed"

try 'STEP_SECONDS=1 echo $$ >pid; sleep 600'
expect "a step that hangs is cut off" 1 "0 passed, 1 failed"
has "and named" grep -q '^failed: cut off after 1 s: STEP_SECONDS=1 echo' said
has "with what it started" is_gone pid

try 'STEP_SECONDS=1 trap "" TERM; echo $$ >stubborn; sleep 600; sleep 600'
expect "one that ignores TERM too" 1 "0 passed, 1 failed"
has "is gone" is_gone stubborn

try 'STEP_SECONDS=2 sleep 600 & echo $! >orphan; echo "1 passed, 0 failed"'
expect "what a step leaves behind holds nothing up" 1 "1 passed, 1 failed"
has "and is ended" is_gone orphan

try "STEP_SECONDS=3 $run 'echo \$\$ >deep; sleep 600'"
expect "a run within a run" 1 "0 passed, 1 failed"
has "ends its own step" is_gone deep

STEP_SECONDS=4 try 'sleep 600' true
expect "the limit of all steps" 1 "1 passed, 1 failed"

# Each of the two waits for the other.
AT_ONCE=2 STEP_SECONDS=10 try 'touch a; until [ -e b ]; do sleep 0.1; done; echo one; echo "1 passed, 0 failed"' \
    'until [ -e a ]; do sleep 0.1; done; touch b; echo two; echo "2 passed, 1 failed"' 'exit 7'
expect "steps beside each other" 1 "3 passed, 2 failed"
has "are shown one after the other" [ "$(grep -xE 'one|two|[0-9]+ passed, .*' said | tr '\n' ' ')" = \
    'one 1 passed, 0 failed two 2 passed, 1 failed 3 passed, 2 failed ' ]
AT_ONCE=2 try 'STEP_SECONDS=1 echo $$ >beside; sleep 600' true
expect "one that hangs beside another" 1 "1 passed, 1 failed"
has "is named" grep -q '^failed: cut off after 1 s: STEP_SECONDS=1 echo' said
has "and gone" is_gone beside

# A job in the background of a script starts with interrupts ignored.
(trap '' INT QUIT; try 'kill -INT $$; echo "1 passed, 0 failed"'; expect "interrupts are heard" 1 "0 passed, 1 failed"
    echo "$passed $failed" >counts)
read -r passed failed <counts

for at_once in 1 2; do
    rm -f stopped
    AT_ONCE=$at_once timeout 40 "$run" 'echo $$ >stopped; sleep 600' 'sleep 600' >said 2>&1 &
    while [ ! -s stopped ]; do sleep 0.1; done
    kill -TERM $!
    wait $!
    status=$?
    has "a run that is stopped says so" [ "$status" = 143 ]
    has "stops its step" is_gone stopped
done

# Neither what is there and other than it should be is taken, nor what cannot be had; the network is not asked.
mkdir -p others/suites/json-schema
echo other >others/suites/json-schema/a.json
SUITES_FROM=file://$work/nowhere timeout 40 "$suites" others >said 2>&1
status=$?
expect "suites that are not those" 1 "0 passed, 2 failed"
has "the changed one is named" grep -q 'json-schema is not what was pinned' said
has "the absent one is named" grep -q 'failed: toml: .* cannot be fetched' said
has "nothing half is left" [ "$(ls -A others/suites)" = json-schema ]

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
