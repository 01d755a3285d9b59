# shellcheck shell=bash
# `scripts/bench usage`: cost of measuring 100 running containers; disk space and plot latency for one year of their data.

# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"

clean_up_bench() {
    remove_containers
    rm -rf "$STATE/year"
}

# Apps with sleeping containers, which are measured like any other.
add_sleepers() {
    local number
    add_apps usage "$1" >/dev/null
    for number in $(seq 0 $(($1 - 1))); do add_container "usage-$number" "$LOCAL_BASE_IMAGE" sleep 3600; done
}

metrics() { curl -fsS --cacert "$STATE/etc/authority.pem" "https://localhost:$PORT/metrics"; }
measured() { [ "$(metrics | grep -c '^container_cpu_usage_seconds_total')" -eq "$1" ]; }
spent_on_usage() { metrics | awk '$1 == "dcc_usage_cpu_seconds_total" { print $2 }'; }

# ran PID: CPU time of all threads in nanoseconds.
ran() { cat "/proc/$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

# daemon_time: dockerd's CPU time in milliseconds, for each of six 10 s intervals. Each contains a usage measurement; at most two
# contain a query of the reconciler.
daemon_time() {
    local pid before after
    pid=$(cat /var/run/docker.pid)
    before=$(ran "$pid")
    for _ in 1 2 3 4 5 6; do
        sleep 10
        after=$(ran "$pid")
        awk -v a="$before" -v b="$after" 'BEGIN { printf "%.1f\n", (b - a) / 1e6 }'
        before=$after
    done
}

line() { printf '%-34s %s   (target: %s)\n' "$1" "$2" "$3"; }

bench_sampling() {
    local dcc before whole
    say "$1 running containers"
    add_sleepers "$1"
    wait_for 120 "a measurement of all of them" measured "$1"
    # The first measurement also looks up the cgroup folder of each container.
    sleep 15
    dcc=$(cat "$STATE/dcc.pid")
    before=$(spent_on_usage)
    whole=$(ran "$dcc")
    daemon_time >"$STATE/daemon-with"
    line "measuring $1 containers" "$(awk -v a="$before" -v b="$(spent_on_usage)" 'BEGIN { printf "%.2f", 100 * (b - a) / 60 }') % of a core over 60 s" "<= 1 %"
    printf '%-34s %s\n' "whole service in the same time" \
        "$(awk -v a="$whole" -v b="$(ran "$dcc")" 'BEGIN { printf "%.2f", (b - a) / 6e8 }') % of a core"
    kill -STOP "$dcc"
    daemon_time >"$STATE/daemon-without"
    kill -CONT "$dcc"
    line "dockerd's CPU time in 10 s" "median $(median <"$STATE/daemon-with") ms, with the service stopped $(median <"$STATE/daemon-without") ms" "no increase"
    printf '%-34s %s\n' "" "with: $(xargs <"$STATE/daemon-with"); without: $(xargs <"$STATE/daemon-without")"
}

# most WORD: the maximum of the last column in lines that begin with WORD.
most() { awk -v word="$1" 'index($0, word) == 1 { if ($NF > most) most = $NF } END { printf "%.1f", most }' "$STATE/year/figures"; }

bench_year() {
    local range
    say "one year of data for $1 apps, written through the store"
    mkdir -p "$STATE/year"
    swift build --package-path "$ROOT" -c release --product UsageYear >"$STATE/build.log" 2>&1 ||
        { tail -n 40 "$STATE/build.log" >&2; fail "the build failed"; }
    "$ROOT/.build/release/UsageYear" "$STATE/year/dcc.db" "$1" >"$STATE/year/figures"
    line "one year of data, $1 apps" "$(awk '$1 == "file_bytes" { printf "%.1f", $2 / 1e6 }' "$STATE/year/figures") MB, $(awk '$1 == "rows" { print $2 }' "$STATE/year/figures") rows" "<= 200 MB"
    for range in hour day fortnight year; do line "slowest plot of a $range" "$(most "query $range") ms" "<= 50 ms"; done
    printf '%-34s %s ms\n' "capacity over 90 days" "$(most capacity)" "slowest write of a measurement with rollup" "$(most look)"
}

bench_usage() {
    bench_sampling "${CONTAINERS:=100}"
    bench_year "${APPS:=100}"
}
