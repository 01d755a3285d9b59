# shellcheck shell=bash
# `scripts/bench onboarding`: POST to running against the same steps by hand, in turn; POST to 202 against the same POST to a
# minimal responder that writes one row; idle cost with 50 apps against none.
# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"
# shellcheck source=scripts/lib/bench_memory.sh
. "$LIB/bench_memory.sh"
# shellcheck source=scripts/lib/bench_minimal.sh
. "$LIB/bench_minimal.sh"

through_us() {
    local start found
    start=$(now)
    api POST /api/apps "$(printf '{"name":"%s","repository":"https://localhost:%s/sample-app.git",%s}' "$1" "$GIT_PORT" \
        '"start_command":"python app.py","port":7860')" >"$STATE/body"
    # Polls five times a second: more would take CPU time from what is measured.
    while found=$(app_state "$1") && [ "$found" != running ]; do
        [ "$found" != failed ] || fail "$1 failed"
        sleep 0.2
    done
    since "$start"
}

# by_hand NAME APP: runs the steps with the same image, files, services and healthcheck as the app, but without dcc.
by_hand() {
    # Output goes to $STATE/by-hand.log.
    local name=$1 folder=$STATE/by-hand/$1 start compose
    mkdir -p "$folder"
    compose="docker compose --project-name $name --project-directory $folder --file $folder/compose.json"
    sed -e "s#$WORKSPACES/$2#$folder/app#g" -e "s#dcc-$2#$name#g" -e 's#"published":"[0-9]*"#"published":"30123"#' \
        -e 's#"user":"[0-9:]*"#"user":"299997:299997"#g' -e 's#\("com.docker.network.bridge.name":\)"[^"]*"#\1"byhand0"#g' \
        "$STATE/stack.json" >"$folder/compose.json"
    start=$(now)
    GIT_SSL_CAINFO=$STATE/etc/authority.pem git clone -q --depth 1 "https://localhost:$GIT_PORT/sample-app.git" \
        "$folder/app" >>"$STATE/by-hand.log" 2>&1
    chown -R 299997:299997 "$folder/app"
    $compose up --no-deps --exit-code-from install install >>"$STATE/by-hand.log" 2>&1
    $compose up --detach --wait --no-deps app >>"$STATE/by-hand.log" 2>&1
    since "$start"
    $compose down --timeout 1 >>"$STATE/by-hand.log" 2>&1
}

bench_running() {
    local round
    publish sample-app "$ROOT/scripts/sample-app"
    say "one warm-up round"
    through_us bench-0 >/dev/null
    cp "$STATE/data/stacks/bench-0/compose.json" "$STATE/stack.json"
    by_hand hand-0 bench-0 >/dev/null
    api DELETE /api/apps/bench-0 '{}' >/dev/null

    say "${ROUNDS:=5} alternating rounds"
    : >"$STATE/us"
    : >"$STATE/hand"
    for round in $(seq "$ROUNDS"); do
        through_us "bench-$round" >>"$STATE/us"
        api DELETE "/api/apps/bench-$round" '{}' >/dev/null
        wait_for 60 "removal" app_is "bench-$round" gone
        by_hand "hand-$round" bench-0 >>"$STATE/hand"
        printf '  round %s: through dcc %s s, by hand %s s\n' "$round" "$(tail -n 1 "$STATE/us")" "$(tail -n 1 "$STATE/hand")"
    done
    figure "POST to running" s "$(cat "$STATE/us")" "by hand" "$(cat "$STATE/hand")" "ratio <= 1.10"
}

# idle: per cent of a core over 30 s, and Pss in MB.
idle() {
    local pid before
    pid=$(cat "$STATE/dcc.pid")
    sleep 5
    before=$(ran "$pid")
    sleep 30
    awk -v a="$before" -v b="$(ran "$pid")" 'BEGIN { printf "%.3f ", (b - a) / 3e8 }'
    awk '/^Pss:/ { print $2 / 1024 }' "/proc/$pid/smaps_rollup"
}

bench_idle() {
    local none some
    say "idle cost of 50 apps"
    none=$(idle)
    add_apps idle 50
    wait_for 120 "the 50 apps to settle" apps_at_rest
    some=$(idle)
    figure "idle, 50 apps" "% of a core" "${some% *}" "no app" "${none% *}" "<= 0.5 %"
    figure "Pss, 50 apps" MB "${some#* }" "no app" "${none#* }" "<= 30 MB"
    memory_by_mapping "$(cat "$STATE/dcc.pid")"
}

# The control page's server once more, with the same TLS and sign-in, and the minimal responder behind it.
minimal_server() {
    sed 's#include fastcgi.conf;#include fastcgi_minimal.conf;#' "$STATE/etc/control.conf" >"$STATE/etc/control_minimal.conf"
    cat >"$STATE/etc/extra/minimal.conf" <<CONF
server {
    listen 127.0.0.1:$((PORT + 2)) ssl http2;
    server_name localhost;
    root $STATE/web;
    set \$dcc_nginx $STATE/etc;
    include control_minimal.conf;
}
CONF
}

bench_posts() {
    say "${POSTS:=200} POSTs: how quick one is"
    api GET /api/status >"$STATE/body"
    start_minimal "$STATE/body" "$STATE/minimal.db"
    minimal_server
    lift_rate
    add_apps quick "$POSTS" "$((PORT + 2))"
    stop_process "$STATE/responder.pid"
}

# PARTS selects the parts and their order.
bench_onboarding() {
    local part
    for part in ${PARTS:=running idle posts}; do "bench_$part"; done
}
