# shellcheck shell=bash
# `scripts/bench hundreds [APPS]`: hundreds of real apps deployed, started again after a kill of the engine, and removed.
#
# Runs in namespaces of its own (network, mounts, processes) with an engine of its own, so that it can kill the engine and
# count what is left behind without touching any other container of the machine. When it ends, everything in them ends.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"
# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"

ENGINE_DATA=/var/lib/dcc-bench-engine

# prepare_bench APPS: what needs a network first, then the rest of the benchmark in its namespaces.
prepare_bench() {
    APPS=${1:-300}
    if [ -n "${APART:-}" ]; then enter_namespaces; return; fi
    install_packages iproute2
    prepare_python
    ensure_uv
    hold_engine
    ensure_base_image
    rm -rf --one-file-system "$ENGINE_DATA"
    mkdir -p "$ENGINE_DATA"
    docker save "$LOCAL_BASE_IMAGE" >"$ENGINE_DATA/image.tar"
    release_engine
    export APART=yes
    exec unshare --mount --net --pid --fork --kill-child --mount-proc "$ROOT/scripts/bench" hundreds "$APPS"
}

enter_namespaces() {
    mount -t tmpfs -o mode=755 dcc-bench /run
    mkdir -p "$ENGINE_DATA/data" /run/lock /var/lib/docker
    mount --bind "$ENGINE_DATA/data" /var/lib/docker
    ip link set lo up
    hold_engine
    docker load --quiet --input "$ENGINE_DATA/image.tar" >/dev/null
    rm "$ENGINE_DATA/image.tar"
}

# After everything else: the engine is stopped by now.
clean_up_engine() {
    umount --recursive /var/lib/docker || true
    rm -rf --one-file-system "$ENGINE_DATA"
}

bench_hundreds() {
    tell_load
    publish small-app "$LIB/bench/small-app"
    lift_rate
    case ${PARTS:=bridges apps} in *bridges*) run_python bridges.py "${BRIDGES:=500}" ;; esac
    case $PARTS in *apps*) run_python hundreds.py "$APPS" ;; esac
    tell_load
}
