# shellcheck shell=dash
# Removes what a purged installation has in Docker. The package's maintainer scripts include this file, so it must be plain sh.

# remove_from_docker FOLDER: removes the containers, networks and images whose labels name the installation with its state in
# FOLDER. Others on the same machine keep theirs. Does nothing if Docker does not respond.
remove_from_docker() {
    local installation
    command -v docker >/dev/null || return 0
    for installation in $(list_installations); do
        # SQLite stores text as it is, so its file needs no tool that reads it.
        cat "$1/dcc.db" "$1/dcc.db-wal" 2>/dev/null | grep -qaF -- "$installation" || continue
        remove_all container "$installation"
        remove_all network "$installation"
        remove_all image "$installation"
    done
}

# list_installations: their IDs, which are 16 hexadecimal digits, from labels.
list_installations() {
    {
        timeout 30 docker ps --all --filter label=dcc.instance --format '{{.Label "dcc.instance"}}'
        timeout 30 docker network ls --filter label=dcc.instance --format '{{.Label "dcc.instance"}}'
        timeout 30 docker image ls --quiet --filter label=dcc.instance |
            xargs -r docker image inspect --format '{{index .Config.Labels "dcc.instance"}}'
    } 2>/dev/null | grep -xE '[0-9a-f]{16}' | sort -u
}

# remove_all KIND INSTALLATION: a running container is removed too.
remove_all() {
    list_all "$1" "$2" 2>/dev/null | sort -u | xargs -r timeout 120 docker "$1" rm --force >/dev/null 2>&1 || true
}

list_all() {
    case $1 in
        container) timeout 30 docker ps --all --quiet --filter "label=dcc.instance=$2" ;;
        *) timeout 30 docker "$1" ls --quiet --filter "label=dcc.instance=$2" ;;
    esac
}
