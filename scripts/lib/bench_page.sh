# shellcheck shell=bash
# `scripts/bench page`: a page with a thousand apps.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"

# Apps that cannot be cloned: they look like others and take no disk.
add_apps() {
    python3 "$LIB/bench/posts.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" \
        "$(printf '{"name":"page","repository":"https://localhost:%s/none.git","start_command":"echo","port":7860}' "$GIT_PORT")" "$1" 10
}

at_rest() { ! api GET /api/apps | grep -qE '"state":"(queued|cloning)"'; }

bench_page() {
    prepare_python
    say "${APPS:=1000} apps"
    # Counts requests as everywhere, but lets as many through as this bench sends.
    sed -i 's#rate=100r/s#rate=100000r/s#' "$STATE/etc/limits.conf"
    kill -HUP "$(cat "$STATE/nginx-master.pid")"
    sleep 1
    add_apps "$APPS"
    wait_for 240 "the apps to settle" at_rest
    tell_load
    in_python page_speed.py "$APPS"
    tell_load
}
