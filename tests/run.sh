#!/bin/bash
# tests/run.sh STEP…: runs each step (a command line), shows its output, and adds up the "N passed, N failed" that
# each prints last. A step that fails without saying how often counts as one failure; so does one that is not done, with
# all that it started, after STEP_SECONDS (900): it is cut off and named. `STEP_SECONDS=N command` as a step gives that
# step alone other limits. With AT_ONCE=N that many steps run beside each other, each shown whole in the order given.
# Ends with the sum.
set -u
set -m # each step is a process group of its own, so that it can be ended with all that it started
set -o pipefail
passed=0 failed=0 job='' watch=''
work=$(mktemp -d)
log=$work/log
end() { # ends the step that runs and all it started: by TERM, and 3 s later by KILL
    local tries
    [ -z "$watch" ] || kill -KILL -- "-$watch"
    [ -z "$job" ] || kill -TERM -- "-$job"
    for ((tries = 0; tries < 30; tries++)); do
        if [ -z "$job" ] || ! kill -0 -- "-$job"; then break; fi
        sleep 0.1
    done
    [ -z "$job" ] || kill -KILL -- "-$job"
    wait
    job='' watch=''
} 2>/dev/null
trap 'end; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Whatever a job in the background is started with: nobody's interrupts are ignored.
fresh=(bash -c)
if env --default-signal true 2>/dev/null; then fresh=(env --default-signal bash -c); fi

run() { # SECONDS COMMAND: its status, 124 when it was cut off
    local status
    rm -f "$work/cut"
    { trap : TERM; "${fresh[@]}" "$2" </dev/null 2>&1 | tee "$log"; } & # waits for its children to the end
    job=$!
    { sleep "$1" && touch "$work/cut" && kill -TERM -- -$job && sleep 3 && kill -KILL -- -$job; } >/dev/null 2>&1 &
    watch=$!
    disown $watch
    wait $job 2>/dev/null
    status=$?
    end
    [ ! -e "$work/cut" ] || status=124
    return "$status"
}

sum() { # ends the program
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
    exit
}

# Each step is a run of its own, with a process group of its own.
runs=() shown=0
stop_runs() {
    local run
    for run in "${runs[@]:shown}"; do kill -TERM -- "-$run"; done
    wait
} 2>/dev/null
show() { # the runs that have ended, as far as none before them is still going
    while [ "$shown" -lt ${#runs[@]} ] && ! kill -0 "${runs[shown]}" 2>/dev/null; do
        log=$work/$shown
        sed '$d' "$log"
        if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
            passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
        else
            failed=$((failed + 1))
            echo "failed: its run was ended"
        fi
        shown=$((shown + 1))
    done
}
if [ "${AT_ONCE:-1}" -gt 1 ] && [ $# -gt 1 ]; then
    trap 'stop_runs; rm -rf "$work"' EXIT
    for step in "$@"; do
        while [ "$(jobs -pr | wc -l)" -ge "$AT_ONCE" ]; do wait -n; done 2>/dev/null
        show
        AT_ONCE=1 "$0" "$step" >"$work/${#runs[@]}" 2>&1 &
        runs+=($!)
    done
    while [ "$shown" -lt ${#runs[@]} ]; do
        wait "${runs[shown]}" 2>/dev/null
        show
    done
    sum
fi

for step in "$@"; do
    limit=${STEP_SECONDS:-900} command=$step
    if [[ $step =~ ^STEP_SECONDS=([0-9]+)\ (.*)$ ]]; then limit=${BASH_REMATCH[1]} command=${BASH_REMATCH[2]}; fi
    echo "== $step"
    start=$SECONDS
    run "$limit" "$command"
    status=$?
    counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    bad=0
    if [ -n "$counts" ]; then
        read -r good _ bad _ <<<"$counts"
        passed=$((passed + good))
    elif [ "$status" = 0 ]; then
        passed=$((passed + 1))
    fi
    if [ -e "$work/cut" ]; then
        bad=$((bad + 1))
        echo "failed: cut off after $limit s: $step"
    elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
        echo "failed with status $status: $step"
    fi
    failed=$((failed + bad))
    echo "-- $((SECONDS - start)) s"
done
sum
