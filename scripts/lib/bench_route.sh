# shellcheck shell=bash
# `scripts/bench route`: requests per second through an app link (TLS, sign-in, route lookup in the backend, all header rules)
# against a bare proxy_pass to the same container by the same nginx, also with TLS, alternating.

# Keeps the rate limiter active, but raises its limit above what wrk sends.
lift_rate() { sed -i 's#rate=1000r/s#rate=1000000r/s#' "$STATE/etc/limits.conf"; }

# bare_server PORT: adds a server that only proxies to that port.
bare_server() {
    cat >"$STATE/etc/extra/bare.conf" <<CONF
server {
    listen 127.0.0.1:$((PORT + 2)) ssl;
    server_name localhost;
    location / { proxy_pass http://127.0.0.1:$1; }
}
CONF
}

# Statuses and errors in the logs of nginx.
refusals() {
    sleep 2
    grep -o '"status":[45][0-9]*' "$STATE/nginx-access.log" | sort | uniq -c
    grep -v setrlimit "$STATE/nginx-error.log" | tail -n 3
}

# requests PORT [WRK_OPTION…]: requests 6 bytes over 32 connections for one second, prints requests per second.
requests() {
    local at=$1 report
    shift
    report=$(wrk --threads 1 --connections 32 --duration 1s "$@" "https://localhost:$at/small")
    ! grep -q 'Non-2xx' <<<"$report" || fail "some requests failed: $(refusals)"
    awk '/Requests\/sec/ { print $2 }' <<<"$report"
}

through_link() {
    requests "$PORT" --header "Host: bench.apps.localhost:$PORT" \
        --header "Authorization: Basic $(printf 'admin:%s' "$(cat "$STATE/etc/admin-password")" | base64 -w0)"
}
bare() { requests "$((PORT + 2))"; }
column() { awk -v n="$1" '{ print $n }' "$STATE/rounds"; }

bench_route() {
    local round link plain
    install_packages wrk
    publish links "$ROOT/Tests/Fixtures/links"
    api POST /api/apps "$(printf '{"name":"bench","repository":"https://localhost:%s/links.git",%s}' "$GIT_PORT" \
        '"start_command":"python app.py","port":7860')" >/dev/null
    wait_for 120 "the app" app_is bench running
    lift_rate
    bare_server "$(docker port dcc-bench-app-1 7860 | cut -d: -f2)"
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    wait_for 10 "the bare server" curl -fsS --cacert "$STATE/etc/authority.pem" "https://localhost:$((PORT + 2))/small"

    # Short rounds, so that other load affects both equally. Few rounds, because nginx and Docker's proxy open a connection per
    # request, whose port stays in TIME_WAIT for a minute, and there are about 28,000 ports.
    say "${ROUNDS:=6} alternating rounds"
    : >"$STATE/rounds"
    for round in $(seq "$ROUNDS"); do
        link=$(through_link)
        plain=$(bare)
        printf '%s %s %s\n' "$link" "$plain" "$(awk -v a="$link" -v b="$plain" 'BEGIN { printf "%.2f", a / b }')" >>"$STATE/rounds"
        printf '  round %s: through the link %s/s, bare %s/s\n' "$round" "$link" "$plain"
    done
    printf 'through the link  median %s requests/s, bare proxy_pass %s requests/s, ratio in the same round %s (%s to %s)\n' \
        "$(column 1 | median)" "$(column 2 | median)" "$(column 3 | median)" \
        "$(column 3 | sort -n | head -n 1)" "$(column 3 | sort -n | tail -n 1)"
}
