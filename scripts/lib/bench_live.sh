# shellcheck shell=bash
# `scripts/bench live`: latency of what users see, thousands of parked polls, responses per second.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"
# shellcheck source=scripts/lib/bench_minimal.sh
. "$LIB/bench_minimal.sh"

# An extra server on plain HTTP on loopback where every request is the admin's. It has no limits per address, because all
# polls of this benchmark come from one address.
crowd_server() {
    cat >"$STATE/etc/extra/crowd.conf" <<CONF
server {
    listen 127.0.0.1:$((PORT + 2)) backlog=4096;
    server_name localhost;
    set \$dcc_user admin;
    set \$dcc_groups "";
    set \$dcc_host localhost:$PORT;
    keepalive_requests 1000000;
    access_log off;
    location = /parked {
        rewrite ^ /api/status break;
        include fastcgi.conf;
        include fastcgi_identity.conf;
        fastcgi_param REQUEST_METHOD GET;
    }
    location = /minimal {
        include fastcgi_minimal.conf;
        include fastcgi_identity.conf;
        fastcgi_param REQUEST_METHOD GET;
    }
    location ~ ^/read(/.*)\$ {
        set \$dcc_host \$http_host;
        rewrite ^/read(/.*)\$ \$1 break;
        include fastcgi.conf;
        include fastcgi_identity.conf;
        fastcgi_param REQUEST_METHOD GET;
    }
}
CONF
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    wait_for 10 "the plain server" curl -fsS "http://127.0.0.1:$((PORT + 2))/parked?timeout=0"
}

bench_seeing() {
    say "latency of what users see (at most ${KILL_SECONDS:=180} s of kills)"
    publish echoes "$ROOT/Tests/Fixtures/echoes"
    run_python seeing.py "$KILL_SECONDS"
}

bench_parked() {
    say "${POLLS:=9000} parked polls"
    ulimit -n 20000
    api POST /api/apps "$(printf '{"name":"bench-parked","repository":"https://localhost:%s/none.git",%s}' "$GIT_PORT" \
        '"start_command":"echo -1","port":7860')" >/dev/null
    wait_for 30 "an app at rest" app_is bench-parked failed
    curl -fsS "http://127.0.0.1:$((PORT + 2))/parked" >"$STATE/plain"
    start_epoll "$((PORT + 3))" "$STATE/plain"
    run_python parked.py "$((PORT + 2))" "$((PORT + 3))" "$POLLS" 100 "${PUBLISH_SECONDS:=150}"
}

bench_locked() {
    say "reads while another program has locked the database"
    publish echoes "$ROOT/Tests/Fixtures/echoes"
    api POST /api/apps "$(printf '{"name":"bench-locked","repository":"https://localhost:%s/echoes.git",%s}' "$GIT_PORT" \
        '"start_command":"python app.py","port":7860')" >/dev/null
    wait_for 120 "an app to read" app_is bench-locked running
    run_python locked.py "$((PORT + 2))"
}

# answers PATH: GET over 32 connections for four seconds, prints responses per second.
answers() {
    local report
    report=$(wrk --threads 1 --connections 32 --duration 4s "http://127.0.0.1:$((PORT + 2))/$1")
    ! grep -q 'Non-2xx' <<<"$report" || fail "some requests failed: $report"
    awk '/Requests\/sec/ { print $2 }' <<<"$report"
}

bench_answers() {
    local round
    say "responses per second, ${ROUNDS:=5} alternating rounds"
    install_packages wrk
    : >"$STATE/ours"
    : >"$STATE/least"
    for round in $(seq "$ROUNDS"); do
        answers parked >>"$STATE/ours"
        answers minimal >>"$STATE/least"
        printf '  round %s: GET /api/status %s/s, minimal libfcgi %s/s\n' "$round" "$(tail -n 1 "$STATE/ours")" "$(tail -n 1 "$STATE/least")"
    done
    figure "GET /api/status through nginx" answers/s "$(cat "$STATE/ours")" "minimal libfcgi" "$(cat "$STATE/least")" "ratio >= 0.85"
}

# PARTS selects the parts and their order.
bench_live() {
    local part
    prepare_python
    tell_load
    api GET /api/status >"$STATE/body"
    start_minimal "$STATE/body"
    crowd_server
    for part in ${PARTS:=answers locked parked seeing}; do
        "bench_$part"
        tell_load
    done
}
