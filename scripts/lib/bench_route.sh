# shellcheck shell=bash
# `scripts/bench route`: through an app link (TLS, sign-in, route lookup in the backend, all header rules) against a bare proxy_pass
# to the same container by the same nginx, also with TLS, HTTP/2 and kept connections: requests per second, in turn, and a page of
# 500 small files in Chromium.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"

# Keeps the rate limiter active, but raises its limit above what wrk sends.
lift_rate() { sed -i 's#rate=1000r/s#rate=1000000r/s#' "$STATE/etc/limits.conf"; }

# bare_server PORT: adds a server that only proxies to that port.
bare_server() {
    cat >"$STATE/etc/extra/bare.conf" <<CONF
upstream bare { server 127.0.0.1:$1; keepalive 16; }
server {
    listen 127.0.0.1:$((PORT + 2)) ssl http2;
    server_name localhost;
    location / {
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_pass http://bare;
    }
}
CONF
}

# Statuses and errors in the logs of nginx.
refusals() {
    sleep 2
    grep -o '"status":[45][0-9]*' "$STATE/nginx-access.log" | sort | uniq -c
    grep -v setrlimit "$STATE/nginx-error.log" | tail -n 3
}

# requests PORT [WRK_OPTION…]: requests 6 bytes over 32 connections for $SECONDS_EACH, prints requests per second.
requests() {
    local at=$1 report
    shift
    report=$(wrk --threads 1 --connections 32 --duration "${SECONDS_EACH:-1}s" "$@" "https://localhost:$at/small")
    ! grep -q 'Non-2xx' <<<"$report" || fail "some requests failed: $(refusals)"
    awk '/Requests\/sec/ { print $2 }' <<<"$report"
}

through_link() {
    requests "$PORT" --header "Host: bench.apps.localhost:$PORT" \
        --header "Authorization: Basic $(printf 'admin:%s' "$(cat "$STATE/etc/admin-password")" | base64 -w0)"
}
bare() { requests "$((PORT + 2))"; }

bench_route() {
    local round
    install_packages wrk
    prepare_python
    publish links "$ROOT/Tests/Fixtures/links"
    api POST /api/apps "$(printf '{"name":"bench","repository":"https://localhost:%s/links.git",%s}' "$GIT_PORT" \
        '"start_command":"python app.py","port":7860')" >/dev/null
    wait_for 120 "the app" app_is bench running
    lift_rate
    bare_server "$(docker port dcc-bench-app-1 7860 | cut -d: -f2)"
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    wait_for 10 "the bare server" curl -fsS --cacert "$STATE/etc/authority.pem" "https://localhost:$((PORT + 2))/small"
    tell_load

    say "${ROUNDS:=6} alternating rounds"
    : >"$STATE/link"
    : >"$STATE/bare"
    for round in $(seq "$ROUNDS"); do
        through_link >>"$STATE/link"
        bare >>"$STATE/bare"
        printf '  round %s: through the link %s/s, bare %s/s\n' "$round" "$(tail -n 1 "$STATE/link")" "$(tail -n 1 "$STATE/bare")"
    done
    figure "through the link" requests/s "$(cat "$STATE/link")" "bare proxy_pass" "$(cat "$STATE/bare")" "ratio >= 0.6"
    printf '%-34s %s requests/s over a minute   (target: no failed one)\n' "" "$(SECONDS_EACH=60 through_link)"
    run_python page_files.py "${FILES:=500}" "$((PORT + 2))" "${LOADS:=15}"
    tell_load
}
