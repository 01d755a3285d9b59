# shellcheck shell=bash
# One whole installation under $STATE: engine, program, Git server, backend, nginx.

# own_folder FOLDER: locks it for this script until the script ends.
own_folder() {
    mkdir -p "$1"
    chmod 755 "$1"
    exec 9>"$1/lock"
    flock -n 9 || fail "another script is using $1"
    FOLDER_IS_OURS=yes
}

# A script that does not own its folder yet must not clean up.
folder_is_ours() { [ -n "${FOLDER_IS_OURS:-}" ]; }

# start_stack STATE PORT: starts a whole installation in its own folder.
start_stack() {
    own_folder "$1"
    hold_engine
    ensure_base_image
    ensure_uv
    build_program --product dcc
    start_installation "$1" "$2"
}

# start_installation STATE PORT: sets $STATE, $PORT, $GIT_PORT and $WORKSPACES, and starts the processes in the background.
start_installation() {
    export STATE=$1 PORT=$2 GIT_PORT=$(($2 + 1)) WORKSPACES=${WORKSPACES:-/opt/dockerstore}
    mkdir -p "$STATE"
    chmod 755 "$STATE"
    # Left by an earlier run that was killed.
    stop_installation
    install_program
    install_nginx_files
    write_configuration "${BASE_IMAGE:-$LOCAL_BASE_IMAGE}"
    start_git_server
    start_backend
    start_nginx
}

# stop_installation: stops the processes of the installation under $STATE, in reverse order.
stop_installation() {
    local name
    for name in nginx-master dcc fcgiwrap; do stop_process "$STATE/$name.pid"; done
}

stop_stack() {
    stop_installation
    release_engine
}
