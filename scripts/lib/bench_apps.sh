# shellcheck shell=bash
# Many apps for `scripts/bench`, there within seconds: they cannot be cloned, so that they look like others and take no disk.

# lift_rate: counts requests as everywhere, but lets as many through as a bench sends.
lift_rate() {
    sed -i 's#rate=100r/s#rate=100000r/s#' "$STATE/etc/limits.conf"
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    sleep 1
}

# add_apps NAME COUNT: NAME-0, NAME-1, …
add_apps() {
    python3 "$LIB/bench/posts.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" \
        "$(printf '{"name":"%s","repository":"https://localhost:%s/none.git","start_command":"echo","port":7860}' "$1" "$GIT_PORT")" "$2" 10
}

apps_at_rest() { ! api GET /api/apps | grep -qE '"state":"(queued|cloning)"'; }

# add_container APP WORD…: one that bears the labels of the app's own; the words go to `docker run`.
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
