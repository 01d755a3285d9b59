# shellcheck shell=bash
# `scripts/bench usage`: what it costs to measure a hundred running containers, against `docker stats`; what a year of their use
# takes, against the same rows as CSV; how quickly a plot of it is there, against a plain SELECT; and what a year of 300 apps
# takes with all else that is stored, and how long a start reads it.

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

# stats_time: per cent of a core that `docker stats` of the same containers would take every ten seconds, its client and
# dockerd together.
stats_time() {
    local pid before client ids TIMEFORMAT='%U %S'
    pid=$(cat /var/run/docker.pid)
    mapfile -t ids <"$STATE/containers"
    before=$(ran "$pid")
    client=$({ time docker stats --no-stream "${ids[@]}" >/dev/null 2>&1; } 2>&1)
    awk -v daemon="$(($(ran "$pid") - before))" -v client="$client" \
        'BEGIN { split(client, spent, " "); printf "%.2f\n", 10 * (daemon / 1e9 + spent[1] + spent[2]) }'
}

bench_sampling() {
    local dcc before whole ours
    say "$1 running containers"
    add_sleepers "$1"
    wait_for 120 "a measurement of all of them" measured "$1"
    # The first measurement also looks up the cgroup folder of each container.
    sleep 15
    dcc=$(cat "$STATE/dcc.pid")
    before=$(spent_on_usage)
    whole=$(ran "$dcc")
    daemon_time >"$STATE/daemon-with"
    ours=$(awk -v a="$before" -v b="$(spent_on_usage)" 'BEGIN { printf "%.4f", 100 * (b - a) / 60 }')
    printf '%-34s %s\n' "whole service in the same time" \
        "$(awk -v a="$whole" -v b="$(ran "$dcc")" 'BEGIN { printf "%.2f", (b - a) / 6e8 }') % of a core"
    figure "measuring $1 containers" "% of a core" "$ours" "docker stats every 10 s" "$(stats_time)" "<= 1 %"
    kill -STOP "$dcc"
    daemon_time >"$STATE/daemon-without"
    kill -CONT "$dcc"
    figure "dockerd's time in ten seconds" ms "$(cat "$STATE/daemon-with")" "with the service stopped" \
        "$(cat "$STATE/daemon-without")" "none extra"
}

# most WORD FILE: the maximum of the last column in lines that begin with WORD.
most() { awk -v word="$1" 'index($0, word) == 1 { if ($NF > most) most = $NF } END { printf "%.3f", most }' "$STATE/year/$2"; }
megabytes() { awk -v word="$1" '$1 == word { printf "%.1f", $2 / 1e6 }' "$STATE/year/$2"; }

bench_year() {
    local range
    say "one year of data for $1 apps, written through the store"
    mkdir -p "$STATE/year"
    build_program --product UsageYear
    "$ROOT/.build/release/UsageYear" "$STATE/year/dcc.db" "$1" >"$STATE/year/figures"
    python3 "$LIB/bench/plain_year.py" "$STATE/year/dcc.db" >"$STATE/year/plain"
    figure "one year of data, $1 apps" MB "$(megabytes file_bytes figures)" "the same rows as CSV" "$(megabytes csv_bytes plain)" "<= 200 MB"
    for range in hour day fortnight year; do
        figure "slowest plot of a $range" ms "$(most "query $range" figures)" "plain SELECT" "$(most "query $range" plain)" \
            "<= 50 ms"
    done
    figure "written in an hour, $1 apps" MB "$(megabytes hour_bytes figures)" "stored by app" \
        "$(megabytes hour_bytes plain)" "ratio <= 0.1"
    printf '%-34s %.1f ms\n' "capacity over 90 days" "$(most capacity figures)" "slowest write of a measurement with rollup" "$(most look figures)"
}

bench_history() {
    say "one year of $1 apps with their deployments, log lines and audit log"
    "$ROOT/.build/release/UsageYear" "$STATE/year/history.db" "$1" history >"$STATE/year/history"
    figure "all data of a year, $1 apps" MB "$(megabytes file_bytes history)" "usage alone of ${APPS} apps" \
        "$(megabytes file_bytes figures)" "<= 500 MB"
    figure "reading it at a start" ms "$(most start history)" "a look at every page" "$(most check history)" "ratio <= 0.2"
    figure "a transaction of retention" ms "$(awk '$1 == "batch" { print $2 }' "$STATE/year/history" | sort -n | awk '{ all[NR] = $1 } END { print all[int(NR * 0.99)] }')" \
        "the slowest" "$(most batch history)" "<= 20 ms"
}

bench_usage() {
    bench_sampling "${CONTAINERS:=100}"
    bench_year "${APPS:=100}"
    bench_history "${HISTORY_APPS:=300}"
}
