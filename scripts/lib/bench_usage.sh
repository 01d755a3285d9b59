# shellcheck shell=bash
# `scripts/bench usage`: what it costs to measure a hundred running containers, and what a year of their use takes and how
# quickly a plot of it is there.

clean_up_bench() {
    [ ! -s "$STATE/sleepers" ] || xargs docker rm --force <"$STATE/sleepers" >/dev/null || true
    rm -rf "$STATE/year"
}

# Apps that cannot be cloned, each with a container that bears its labels and sleeps: measured as any other, and there
# within a minute.
add_sleepers() {
    local installation number
    python3 "$LIB/bench/posts.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" \
        "$(printf '{"name":"usage","repository":"https://localhost:%s/none.git","start_command":"echo","port":7860}' "$GIT_PORT")" "$1" 10 >/dev/null
    installation=$(python3 -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("SELECT id FROM installation").fetchone())' \
        "$STATE/data/dcc.db")
    : >"$STATE/sleepers"
    for number in $(seq 0 $(($1 - 1))); do
        docker run --detach --init --memory 64m --pids-limit 16 --label "dcc.app=usage-$number" --label "dcc.instance=$installation" \
            --label com.docker.compose.service=app "$LOCAL_BASE_IMAGE" sleep 3600 >>"$STATE/sleepers"
    done
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
