# shellcheck shell=bash
# `scripts/bench clone`: the clone child against `git clone --depth 1`, of a repository of 20 MB and 3,000 files.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"

bench_clone() {
    mkdir -p "$STATE/clone/tree"
    python3 "$LIB/bench/clone_tree.py" "$STATE/clone/tree"
    publish bench-clone "$STATE/clone/tree"
    tell_load
    AUTHORITY=$STATE/etc/authority.pem python3 "$LIB/bench/clone.py" "$STATE/bin/dcc" \
        "https://localhost:$GIT_PORT/bench-clone.git" "$STATE/clone" "${ROUNDS:=10}"
    tell_load
}
