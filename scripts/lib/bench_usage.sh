# shellcheck shell=bash
# `scripts/bench usage`: what it costs to measure a hundred running containers, and what a year of their use takes and how
# quickly a plot of it is there.

# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"

clean_up_bench() {
    remove_containers
    rm -rf "$STATE/year"
}

# Apps whose containers sleep: measured as any other.
add_sleepers() {
    local number
    add_apps usage "$1" >/dev/null
    for number in $(seq 0 $(($1 - 1))); do add_container "usage-$number" "$LOCAL_BASE_IMAGE" sleep 3600; done
}

metrics() { curl -fsS --cacert "$STATE/etc/authority.pem" "https://localhost:$PORT/metrics"; }
measured() { [ "$(metrics | grep -c '^container_cpu_usage_seconds_total')" -eq "$1" ]; }
spent_on_usage() { metrics | awk '$1 == "dcc_usage_cpu_seconds_total" { print $2 }'; }

# Nanoseconds that all threads of a process have run.
ran() { cat "/proc/$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

# daemon_time: milliseconds that dockerd runs, in each of six stretches of ten seconds. The reconciler asks it something in
# two of them at the most; each has a look at usage in it.
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
    wait_for 120 "a look at all of them" measured "$1"
    # The first look finds each container's folder.
    sleep 15
    dcc=$(cat "$STATE/dcc.pid")
    before=$(spent_on_usage)
    whole=$(ran "$dcc")
    daemon_time >"$STATE/daemon-with"
    line "measuring $1 containers" "$(awk -v a="$before" -v b="$(spent_on_usage)" 'BEGIN { printf "%.2f", 100 * (b - a) / 60 }') % of a core over 60 s" "<= 1 %"
    printf '%-34s %s\n' "all of the service meanwhile" \
        "$(awk -v a="$whole" -v b="$(ran "$dcc")" 'BEGIN { printf "%.2f", (b - a) / 6e8 }') % of a core"
    kill -STOP "$dcc"
    daemon_time >"$STATE/daemon-without"
    kill -CONT "$dcc"
    line "dockerd's time in ten seconds" "median $(median <"$STATE/daemon-with") ms, with the service stopped $(median <"$STATE/daemon-without") ms" "none extra"
    printf '%-34s %s\n' "" "with: $(xargs <"$STATE/daemon-with"); without: $(xargs <"$STATE/daemon-without")"
}

# most WORD: the greatest of the last column where the line begins so.
most() { awk -v word="$1" 'index($0, word) == 1 { if ($NF > most) most = $NF } END { printf "%.1f", most }' "$STATE/year/figures"; }

bench_year() {
    local range
    say "a year of $1 apps, written through the store"
    mkdir -p "$STATE/year"
    swift build --package-path "$ROOT" -c release --product UsageYear >"$STATE/build.log" 2>&1 ||
        { tail -n 40 "$STATE/build.log" >&2; fail "the build failed"; }
    "$ROOT/.build/release/UsageYear" "$STATE/year/dcc.db" "$1" >"$STATE/year/figures"
    line "a year of $1 apps" "$(awk '$1 == "file_bytes" { printf "%.1f", $2 / 1e6 }' "$STATE/year/figures") MB, $(awk '$1 == "rows" { print $2 }' "$STATE/year/figures") rows" "<= 200 MB"
    for range in hour day fortnight year; do line "slowest plot of a $range" "$(most "query $range") ms" "<= 50 ms"; done
    printf '%-34s %s ms\n' "capacity over 90 days" "$(most capacity)" "slowest look written, rolled up" "$(most look)"
}

bench_usage() {
    bench_sampling "${CONTAINERS:=100}"
    bench_year "${APPS:=100}"
}
