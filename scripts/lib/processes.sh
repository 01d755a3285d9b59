# shellcheck shell=bash
# Processes that we started, by the id we wrote down.

# stop_process PIDFILE: TERM, then KILL after ten seconds.
stop_process() {
    local pid
    [ -f "$1" ] || return 0
    pid=$(cat "$1")
    kill -TERM "$pid" 2>/dev/null || { rm -f "$1"; return 0; }
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$1"
}
