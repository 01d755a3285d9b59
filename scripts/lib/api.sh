# shellcheck shell=bash
# API client for the installation under $STATE, signed in as admin.

# api METHOD PATH [JSON]: prints the response; fails on an HTTP error.
api() {
    local method=$1 path=$2 body=${3:-}
    curl -fsS --cacert "$STATE/etc/authority.pem" -u "admin:$(cat "$STATE/etc/admin-password")" -X "$method" \
        -H "Origin: https://localhost:$PORT" -H 'X-DCC: 1' -H 'Content-Type: application/json' \
        ${body:+--data "$body"} "https://localhost:$PORT$path"
}

# app_state NAME: prints the state, "gone" if the app does not exist, or nothing if the API does not respond.
app_state() {
    local answer
    if answer=$(api GET "/api/apps/$1" 2>&1); then
        sed -n 's/.*"state":"\([a-z_]*\)".*/\1/p' <<<"$answer"
    elif grep -q ' 404' <<<"$answer"; then
        echo gone
    fi
}

app_is() { [ "$(app_state "$1")" = "$2" ]; }

# remove_all_apps: removes all apps and waits until they are gone.
remove_all_apps() {
    local name apps
    apps=$(api GET /api/apps) || return 1
    while read -r name; do
        api DELETE "/api/apps/$name" '{}' >/dev/null </dev/null || return 1
        (wait_for 60 "the removal of $name" app_is "$name" gone </dev/null) || return 1
    done < <(grep -o '"name":"[^"]*"' <<<"$apps" | cut -d'"' -f4)
}
