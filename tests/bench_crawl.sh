#!/bin/bash
# tests/bench_crawl.sh BENCH [PEERS]: contentlint and its peers on the same 5,000 URLs of the same server on loopback,
# with the same limits where a peer has them: 64 in flight, 4 and 100 ms per host, 15 s for a header, one retry.
# PEERS (default build/peers) is what tests/bench_crawl_peers.sh made; peers that are not there are left out.
set -u
bench=$1
peers=${2:-build/peers}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

coproc server { "$bench" serve 2>"$work/server"; }
server_in=${server[1]}
read -r port <&"${server[0]}"
"$bench" plan "$port" >"$work/plan"
cut -f1 "$work/plan" >"$work/urls"
sed 's/.*/<&>\n/' "$work/urls" >"$work/urls.md"
mkdir "$work/site"
{ echo '<!DOCTYPE html><title>links</title>'; sed 's|.*|<a href="&">x</a>|' "$work/urls"; } >"$work/site/index.html"

# compare NAME: wrong verdicts in $work/NAME (URL, verdict) against the plan. Peers know only ok and not ok.
compare() {
    awk -F'\t' -v exact="$2" '
        NR == FNR { got[$1] = $2; next }
        { want = $2; have = ($1 in got) ? got[$1] : "missing"
          if (!exact) { want = want == "ok" ? "ok" : "bad" }
          if (have != want) { wrong++; kind[want " said to be " have]++ } }
        END { printf "    wrong verdicts: %d of %d", wrong, FNR; for (k in kind) printf "; %d %s", kind[k], k; print "" }
    ' "$work/$1" "$work/plan"
}

echo "== contentlint"
"$bench" measure "$bench" crawl "$work/plan" "$work/contentlint"
compare contentlint 1

if [ -x "$peers/bin/lychee" ]; then
    echo "== $("$peers/bin/lychee" --version)"
    "$bench" measure "$peers/bin/lychee" --no-progress --format json --output "$work/lychee.json" --max-concurrency 64 \
        --host-concurrency 4 --host-request-interval 100ms --timeout 15 --max-retries 1 --verbose "$work/urls.md" >/dev/null 2>"$work/lychee.err"
    tail -n 1 "$work/lychee.err"
    jq -r '(.success_map[]?[]? | [.url, "ok"]), ((.error_map, .fail_map, .timeout_map)[]?[]? | [.url, "bad"]) | @tsv' \
        "$work/lychee.json" >"$work/lychee"
    compare lychee ''
else echo "== lychee is not installed"; fi

if [ -x "$peers/npm/node_modules/.bin/linkinator" ]; then
    echo "== linkinator $(jq -r .version "$peers/npm/node_modules/linkinator/package.json") (no limits per host)"
    "$bench" measure "$peers/npm/node_modules/.bin/linkinator" "$work/site" --concurrency 64 --timeout 15000 \
        --retry-errors --retry-errors-count 1 --format json >"$work/linkinator.json" 2>"$work/linkinator.err"
    tail -n 1 "$work/linkinator.err"
    jq -r '.links[] | [.url, (if .state == "OK" then "ok" else "bad" end)] | @tsv' "$work/linkinator.json" >"$work/linkinator"
    compare linkinator ''
else echo "== linkinator is not installed"; fi

if [ -x "$peers/bin/muffet" ]; then
    echo "== muffet"
    python3 -m http.server --bind 127.0.0.1 --directory "$work/site" 18099 >/dev/null 2>&1 &
    page=$!
    sleep 1
    "$bench" measure "$peers/bin/muffet" --format json --verbose --max-connections 64 --max-connections-per-host 4 \
        --timeout 15 http://127.0.0.1:18099/ >"$work/muffet.json" 2>"$work/muffet.err"
    kill "$page"
    tail -n 1 "$work/muffet.err"
    jq -r '.[].links[] | [.url, (if .error then "bad" else "ok" end)] | @tsv' "$work/muffet.json" >"$work/muffet"
    compare muffet ''
else echo "== muffet is not installed"; fi

eval "exec $server_in>&-"
# shellcheck disable=SC2154 # coproc sets it
wait "$server_PID" 2>/dev/null
cat "$work/server"
