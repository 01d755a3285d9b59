# shellcheck shell=bash
# The API of the installation under $STATE, called as its admin, as a program would.

# api METHOD PATH [JSON]: prints the answer; fails on an error status.
api() {
    local method=$1 path=$2 body=${3:-}
    curl -fsS --cacert "$STATE/etc/authority.pem" -u "admin:$(cat "$STATE/etc/admin-password")" -X "$method" \
        -H "Origin: https://localhost:$PORT" -H 'X-DCC: 1' -H 'Content-Type: application/json' \
        ${body:+--data "$body"} "https://localhost:$PORT$path"
}

# app_state NAME: its state, or "gone".
app_state() {
    api GET "/api/apps/$1" 2>/dev/null | sed -n 's/.*"state":"\([a-z_]*\)".*/\1/p' | grep . || echo gone
}

app_is() { [ "$(app_state "$1")" = "$2" ]; }

# remove_all_apps: and waits until they are gone.
remove_all_apps() {
    local name
    for name in $(api GET /api/apps | grep -o '"name":"[^"]*"' | cut -d'"' -f4); do
        api DELETE "/api/apps/$name" >/dev/null && wait_for 60 "the removal of $name" app_is "$name" gone
    done
}
