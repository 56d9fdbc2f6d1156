#!/bin/bash
# tests/hugo_recorded.sh [SEED]: ten of the recorded Hugo cases, drawn by a printed seed, built again by the hugo on
# PATH (0.111.3, as Debian 12 has it) and compared with what is recorded: proof that the recording is honest.
set -u
cd "$(dirname "$0")/../fixtures/hugo-urls" || exit 2
seed=${1:-$RANDOM}
echo "seed $seed"
mapfile -t cases < <(cd cases && printf '%s\n' * | shuf --random-source=<(yes "$seed") | head -10)
echo "cases ${cases[*]}"
output=$(./regen.sh -n 0 "${cases[@]}" 2>&1)
echo "$output"
failed=$(sed -n 's/^\([0-9]*\) of [0-9]* cases differ$/\1/p' <<<"$output")
echo "$((10 - ${failed:-10})) passed, ${failed:-10} failed"
[ "${failed:-10}" = 0 ]
