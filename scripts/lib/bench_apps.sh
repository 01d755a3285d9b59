# shellcheck shell=bash
# Adds many apps within seconds: their repository does not exist, so they fail to clone and use no disk. nginx answers 404
# without starting a Git server, which in reality is another machine.

# lift_rate: keeps the rate limiter active, but raises its limit above what a benchmark sends.
lift_rate() {
    sed -i 's#rate=100r/s#rate=100000r/s#' "$STATE/etc/limits.conf"
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    sleep 1
}

# add_apps NAME COUNT [PORT_BESIDE]: NAME-0, NAME-1, …; the same POSTs go to the other port, where there is one.
add_apps() {
    python3 "$LIB/bench/posts.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" \
        "$(printf '{"name":"%s","repository":"https://localhost:%s/nowhere/none.git","start_command":"echo","port":7860}' "$1" "$GIT_PORT")" "$2" 10 ${3:+"$3"}
}

apps_at_rest() { ! api GET /api/apps | grep -qE '"state":"(queued|cloning)"'; }

# add_container APP ARGUMENT…: starts a container with the app's labels; the arguments go to `docker run`.
add_container() {
    local app=$1
    shift
    INSTALLATION=${INSTALLATION:-$(python3 -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("SELECT id FROM installation").fetchone())' "$STATE/data/dcc.db")}
    docker run --detach --init --memory 64m --pids-limit 16 --label "dcc.app=$app" --label "dcc.instance=$INSTALLATION" \
        --label com.docker.compose.service=app "$@" >>"$STATE/containers"
}

remove_containers() {
    [ ! -s "$STATE/containers" ] || xargs docker rm --force <"$STATE/containers" >/dev/null || true
    rm -f "$STATE/containers"
}
