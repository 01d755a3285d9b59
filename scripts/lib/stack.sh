# shellcheck shell=bash
# One whole installation under $STATE: engine, backend, Git server, nginx.

# start_stack STATE PORT: sets $STATE, $PORT, $GIT_PORT and $WORKSPACES, and leaves everything running.
start_stack() {
    local name
    export STATE=$1 PORT=$2 GIT_PORT=$(($2 + 1)) WORKSPACES=${WORKSPACES:-/opt/dockerstore}
    mkdir -p "$STATE"
    chmod 755 "$STATE"
    exec 9>"$STATE/lock"
    flock -n 9 || fail "another script runs the installation in $STATE already"
    STACK_IS_OURS=yes
    # What an earlier run left behind when it was killed.
    for name in nginx-master dcc fcgiwrap; do stop_process "$STATE/$name.pid"; done
    # What the script wants to be there, or gone, before anything starts.
    ! declare -F prepare_stack >/dev/null || prepare_stack
    start_engine "$STATE"
    ensure_base_image
    build_backend
    install_nginx_files
    write_configuration "${BASE_IMAGE:-$LOCAL_BASE_IMAGE}"
    start_git_server
    start_backend
    start_nginx
}

# Whether this script holds the installation; until then there is nothing of ours to clean up.
stack_is_ours() { [ -n "${STACK_IS_OURS:-}" ]; }

# stop_stack: what start_stack started, in the opposite order.
stop_stack() {
    local name
    for name in nginx-master dcc fcgiwrap; do stop_process "$STATE/$name.pid"; done
    stop_engine "$STATE"
}
