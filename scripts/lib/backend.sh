# shellcheck shell=bash
# The backend of one installation under $STATE.

build_program() {
    say "building dcc"
    swift build --package-path "$ROOT" -c release --product dcc --static-swift-stdlib >"$STATE/build.log" 2>&1 ||
        { tail -n 40 "$STATE/build.log" >&2; fail "the build failed"; }
}

build_backend() {
    build_program
    mkdir -p "$STATE/bin"
    # The clone child runs as another user, who may not enter the checkout's folder.
    install -m 755 "$ROOT/.build/release/dcc" "$STATE/bin/dcc.new"
    mv -f "$STATE/bin/dcc.new" "$STATE/bin/dcc"
}

# write_configuration BASE_IMAGE
write_configuration() {
    cat >"$STATE/etc/dcc.json" <<JSON
{
    "page": { "origin": "https://localhost:$PORT" },
    "apps": { "domain": "apps.localhost:$PORT" },
    "roles": { "operators": ["admin"]${MORE_ROLES:-} },
    "paths": { "state": "$STATE/data", "socket": "$STATE/run/dcc.sock", "workspaces": "$WORKSPACES" },
    "repositories": {
        "hosts": ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "huggingface.co", "localhost:$GIT_PORT"${EXTRA_HOSTS:-}],
        "caBundle": "$STATE/etc/ca-bundle.pem"
    },
    "containers": { "baseImage": "$1", "caBundle": "/etc/ssl/certs/ca-certificates.crt" },
    "gpus": { "kernelLog": "${KERNEL_LOG:-/dev/kmsg}" },
    "disk": { "floorGiB": ${DISK_FLOOR_GIB:-5} }
}
JSON
}

start_backend() {
    mkdir -p "$STATE/run"
    PATH="${STAND_INS:+$STAND_INS:}$PATH" \
        start_process "$STATE/dcc.pid" "$STATE/dcc.log" "$STATE/bin/dcc" serve --config "$STATE/etc/dcc.json"
    wait_for 20 "dcc (see $STATE/dcc.log)" test -S "$STATE/run/dcc.sock"
}
