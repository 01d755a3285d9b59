# shellcheck shell=bash
# `scripts/bench logs`: 300 running apps that each log 20 lines a second: CPU of the service and of dockerd, memory, descriptors,
# and the delay of a line, against dockerd alone and `docker logs --follow`.
# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"
# shellcheck source=scripts/lib/bench_memory.sh
. "$LIB/bench_memory.sh"

clean_up_bench() { remove_containers; }

# add_chatterers COUNT LINES: apps whose containers write so many lines a second, with the log driver of an app.
add_chatterers() {
    local number
    install_packages gcc libc6-dev
    gcc -O2 -static -o "$STATE/bin/chatter" "$LIB/bench/chatter.c"
    chmod 755 "$STATE/bin/chatter"
    add_apps logs "$1" >/dev/null
    wait_for 300 "the apps to settle" apps_at_rest
    for number in $(seq 0 $(($1 - 1))); do
        add_container "logs-$number" --network none --log-driver local --log-opt max-size=10m --log-opt max-file=3 \
            --volume "$STATE/bin/chatter:/chatter:ro" "$LOCAL_BASE_IMAGE" /chatter "$2"
    done
}

followed() { api GET "/api/apps/$1/logs" | grep -q 'step'; }

# share PID SECONDS: per cent of a core.
share() {
    local before
    before=$(ran "$1")
    sleep "$2"
    awk -v a="$before" -v b="$(ran "$1")" -v s="$2" 'BEGIN { printf "%.2f", (b - a) / s / 1e7 }'
}

bench_logs() {
    local dcc daemon whole with without last=$((${APPS:=300} - 1))
    say "$APPS apps that log ${LINES:=20} lines a second each"
    add_chatterers "$APPS" "$LINES"
    wait_for 120 "the last app's lines" followed "logs-$last"
    sleep "${SECONDS_BEFORE:=20}"
    dcc=$(cat "$STATE/dcc.pid") daemon=$(cat /var/run/docker.pid)
    share "$daemon" 20 >"$STATE/daemon-with" &
    whole=$(share "$dcc" 20)
    wait $!
    with=$(cat "$STATE/daemon-with")
    memory_by_mapping "$dcc"
    printf '%-34s %s descriptors, %s threads\n' "the service holds" "$(find "/proc/$dcc/fd" -mindepth 1 | wc -l)" \
        "$(find "/proc/$dcc/task" -mindepth 1 -maxdepth 1 | wc -l)"
    python3 "$LIB/bench/logs.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" "logs-$last" \
        "$(tail -n 1 "$STATE/containers")" 15
    kill -STOP "$dcc"
    sleep 3
    without=$(share "$daemon" 20)
    kill -CONT "$dcc"
    figure "the service" "% of a core" "$whole" "dockerd, with the service stopped" "$without"
    figure "dockerd" "% of a core" "$with" "with the service stopped" "$without"
}
