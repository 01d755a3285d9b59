# shellcheck shell=bash
# The Docker Engine: the one that answers is used as it is; where none does, Debian's is installed and started.

engine_answers() { curl -fsS --max-time 3 --unix-socket /var/run/docker.sock http://localhost/_ping >/dev/null 2>&1; }
compose_answers() { docker compose version >/dev/null 2>&1; }

# Debian 12's own engine is too old for start_interval (25.0) and has no Compose v2: both come from Debian 13.
install_engine() {
    # An engine that is installed and not running is started, not replaced.
    if ! engine_answers && ! command -v dockerd >/dev/null; then
        install_newer_packages trixie docker.io docker-cli docker-compose
    fi
    if ! compose_answers; then install_newer_packages trixie docker-compose; fi
}

# start_engine STATE_DIR: leaves STATE_DIR/dockerd.pid only when it started the engine itself. $STAND_INS goes first on
# the engine's PATH.
start_engine() {
    local state=$1
    if engine_answers; then
        rm -f "$state/dockerd.pid"
        return 0
    fi
    if [ -f /var/run/docker.pid ] && grep -qa dockerd "/proc/$(cat /var/run/docker.pid)/cmdline" 2>/dev/null; then
        fail "a Docker Engine runs (process $(cat /var/run/docker.pid)) but does not answer"
    fi
    rm -f /var/run/docker.pid
    say "starting dockerd"
    PATH="${STAND_INS:+$STAND_INS:}/usr/sbin:/usr/bin:/sbin:/bin" start_process "$state/dockerd.pid" "$state/dockerd.log" dockerd
    wait_for 60 "dockerd (see $state/dockerd.log)" engine_answers
}

stop_engine() {
    local state=$1
    [ -f "$state/dockerd.pid" ] || return 0
    stop_process "$state/dockerd.pid"
}
