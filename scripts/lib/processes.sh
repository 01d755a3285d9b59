# shellcheck shell=bash
# Processes that we started, by the id we wrote down.

# start_process PIDFILE LOG COMMAND…: in a session of its own. The shell says nothing when it is killed, as tests do.
start_process() {
    local file=$1 log=$2
    shift 2
    setsid "$@" >>"$log" 2>&1 9>&- &
    echo $! >"$file"
    disown
}

# stop_process PIDFILE: TERM, then KILL after ten seconds. After a crash the id may be another program's: only a process
# whose command line has the file's first word in it (dockerd, nginx, dcc, fcgiwrap) is ours.
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
