# shellcheck shell=bash
# `scripts/bench onboarding`: POST to running against the same steps by hand, alternating; POST to 202; idle cost.

# form NAME: prints the request body.
form() {
    printf '{"name":"%s","repository":"https://localhost:%s/sample-app.git","start_command":"python app.py","port":7860}' \
        "$1" "$GIT_PORT"
}

through_us() {
    local start found
    start=$(now)
    api POST /api/apps "$(form "$1")" >/dev/null
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

# The repository does not exist: adding such apps costs the same, and they use no disk.
post() {
    python3 "$ROOT/scripts/lib/bench/posts.py" "$PORT" "$STATE/etc/authority.pem" "$STATE/etc/admin-password" \
        "$(form "$1" | sed 's#sample-app#none#')" "$2" 10
}

quiet() { ! api GET /api/apps | grep -qE '"state":"(queued|cloning)"'; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

bench_onboarding() {
    local round us hand pid before after
    ROUNDS=${ROUNDS:-5}
    publish sample-app "$ROOT/scripts/sample-app"

    say "one warm-up round"
    through_us bench-0 >/dev/null
    cp "$STATE/data/stacks/bench-0/compose.json" "$STATE/stack.json"
    by_hand hand-0 bench-0 >/dev/null
    api DELETE /api/apps/bench-0 '{}' >/dev/null

    say "$ROUNDS alternating rounds"
    : >"$STATE/us"
    : >"$STATE/hand"
    for round in $(seq "$ROUNDS"); do
        through_us "bench-$round" >>"$STATE/us"
        echo >>"$STATE/us"
        api DELETE "/api/apps/bench-$round" '{}' >/dev/null
        wait_for 60 "removal" app_is "bench-$round" gone
        by_hand "hand-$round" bench-0 >>"$STATE/hand"
        echo >>"$STATE/hand"
        printf '  round %s: through dcc %s s, by hand %s s\n' "$round" "$(tail -n 1 "$STATE/us")" "$(tail -n 1 "$STATE/hand")"
    done
    us=$(median <"$STATE/us")
    hand=$(median <"$STATE/hand")
    printf 'POST to running   median %s s, by hand %s s, ratio %s (min %s/%s s, max %s/%s s)\n' "$us" "$hand" \
        "$(awk -v a="$us" -v b="$hand" 'BEGIN { printf "%.2f", a / b }')" "$(sort -n "$STATE/us" | head -n 1)" \
        "$(sort -n "$STATE/hand" | head -n 1)" "$(sort -n "$STATE/us" | tail -n 1)" "$(sort -n "$STATE/hand" | tail -n 1)"

    say "idle cost of 50 apps"
    post idle 50
    wait_for 120 "the 50 apps to settle" quiet
    sleep 5
    pid=$(cat "$STATE/dcc.pid")
    before=$(ticks "$pid")
    sleep 30
    after=$(ticks "$pid")
    awk -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" \
        'BEGIN { printf "idle, 50 apps     %.2f %% of a core over 30 s\n", 100 * t / hz / 30 }'
    awk '/^(VmRSS|RssAnon|RssFile)/ { printf "                  %s %.1f MB\n", $1, $2 / 1024 }' "/proc/$pid/status"

    say "POST latency with 200 more apps"
    post quick 200
}
