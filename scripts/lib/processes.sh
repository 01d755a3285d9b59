# shellcheck shell=bash
# Starts and stops processes by pid file.

# start_process PIDFILE LOG COMMAND…: starts COMMAND in its own session. `disown` keeps the shell quiet when a test kills it.
start_process() {
    local file=$1 log=$2
    shift 2
    setsid "$@" >>"$log" 2>&1 7>&- 8>&- 9>&- &
    echo $! >"$file"
    disown
}

# stop_process PIDFILE: sends TERM, then KILL after ten seconds. After a crash the pid may have been reused, so the command line
# must contain the first word of the file's name (dockerd, nginx, dcc, fcgiwrap).
stop_process() {
    local pid word
    [ -f "$1" ] || return 0
    pid=$(cat "$1")
    word=$(basename "$1" .pid)
    grep -qa "${word%%-*}" "/proc/$pid/cmdline" 2>/dev/null || { rm -f "$1"; return 0; }
    kill -TERM "$pid" 2>/dev/null || { rm -f "$1"; return 0; }
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$1"
}
