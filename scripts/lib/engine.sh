# shellcheck shell=bash
# The Docker Engine: uses a running one as it is; otherwise installs and starts Debian's. Scripts that use an engine that we
# started hold a shared lock; the last one to release it stops the engine.

# State of an engine that we started: process id, log, and the shared lock of its users.
ENGINE_FOLDER=/run/dcc-engine

engine_answers() { curl -fsS --max-time 3 --unix-socket /var/run/docker.sock http://localhost/_ping >/dev/null 2>&1; }
compose_answers() { docker compose version >/dev/null 2>&1; }

# Debian 12's own engine is too old for start_interval (25.0) and has no Compose v2: both come from Debian 13.
install_engine() {
    # An installed engine that is not running is started later, not replaced.
    if ! engine_answers && ! command -v dockerd >/dev/null; then
        install_newer_packages trixie docker.io docker-cli docker-compose
    fi
    if ! compose_answers; then install_newer_packages trixie docker-compose; fi
}

# hold_engine: starts the engine if it is not running, and holds it until release_engine or the end of this script. Processes
# that outlive the script must close descriptor 8, as start_process does.
hold_engine() {
    mkdir -p "$ENGINE_FOLDER"
    exec 8>"$ENGINE_FOLDER/users"
    flock -s 8
    (
        flock 7
        start_engine
    ) 7>"$ENGINE_FOLDER/starting"
}

# The stand-in for NVIDIA's hook is last on the engine's PATH, so that a real one is preferred.
start_engine() {
    if engine_answers; then return 0; fi
    if [ -f /var/run/docker.pid ] && grep -qa dockerd "/proc/$(cat /var/run/docker.pid)/cmdline" 2>/dev/null; then
        fail "a Docker Engine runs (process $(cat /var/run/docker.pid)) but does not answer"
    fi
    rm -f /var/run/docker.pid
    say "starting dockerd"
    PATH="/usr/sbin:/usr/bin:/sbin:/bin:$ROOT/Tests/StandIns" \
        start_process "$ENGINE_FOLDER/dockerd.pid" "$ENGINE_FOLDER/dockerd.log" dockerd
    wait_for 60 "dockerd (see $ENGINE_FOLDER/dockerd.log)" engine_answers
}

# release_engine: stops the engine if we started it and no other script holds it.
release_engine() {
    [ -e "$ENGINE_FOLDER/users" ] || return 0
    if flock -n -x 8 2>/dev/null; then stop_process "$ENGINE_FOLDER/dockerd.pid"; fi
    exec 8>&-
}
