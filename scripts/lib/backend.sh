# shellcheck shell=bash
# The program, and the backend of one installation under $STATE.

BUILD_OPTIONS=(-c release -Xswiftc -enable-testing -debug-info-format none)

# build_program OPTION…: one build configuration for everything, so that tests run what is shipped. The program is linked
# statically (Package.swift); the suites need -enable-testing.
build_program() {
    local log
    say "building"
    mkdir -p "$ROOT/.build"
    log=$ROOT/.build/build.log
    swift build --package-path "$ROOT" "${BUILD_OPTIONS[@]}" "$@" >"$log" 2>&1 ||
        { grep -E 'error:|warning:' "$log" >&2; tail -n 20 "$log" >&2; fail "the build failed (see $log)"; }
}

# The clone child runs as another user, who may not enter the checkout's folder.
install_program() {
    mkdir -p "$STATE/bin"
    install -m 755 "$ROOT/.build/release/dcc" "$STATE/bin/dcc.new"
    mv -f "$STATE/bin/dcc.new" "$STATE/bin/dcc"
    install -m 755 "$UV" "$STATE/bin/uv.new"
    mv -f "$STATE/bin/uv.new" "$STATE/bin/uv"
}

# write_configuration BASE_IMAGE
write_configuration() {
    cat >"$STATE/etc/dcc.json" <<JSON
{
    "page": { "origin": "https://localhost:$PORT" },
    "apps": { "domain": "apps.localhost:$PORT" },
    "roles": { "operators": ["admin"]${MORE_ROLES:-} },
    "paths": { "state": "$STATE/data", "socket": "$STATE/run/dcc.sock", "workspaces": "$WORKSPACES",
        "templates": ["$ROOT/scripts/package.d/app-templates", "$STATE/etc/templates"] },
    "repositories": {
        "hosts": ["github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "huggingface.co", "localhost:$GIT_PORT"${EXTRA_HOSTS:-}],
        "caBundle": "$STATE/etc/ca-bundle.pem"
    },
    "containers": { "baseImage": "$1", "caBundle": "/etc/ssl/certs/ca-certificates.crt", "uv": "$STATE/bin/uv" },
    "gpus": { "kernelLog": "${KERNEL_LOG:-/dev/kmsg}" },
    "disk": { "floorGiB": ${DISK_FLOOR_GIB:-5} }${MORE_CONFIGURATION:-}
}
JSON
}

start_backend() {
    mkdir -p "$STATE/run"
    PATH="${STAND_INS:+$STAND_INS:}$PATH" STAND_IN_GPUS=$STATE/gpus \
        start_process "$STATE/dcc.pid" "$STATE/dcc.log" "$STATE/bin/dcc" serve --config "$STATE/etc/dcc.json"
    wait_for 20 "dcc (see $STATE/dcc.log)" test -S "$STATE/run/dcc.sock"
}
