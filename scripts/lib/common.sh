# shellcheck shell=bash
# Sourced by every script: paths, messages, waiting.
set -Eeuo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export ROOT

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

require_root() {
    [ "$(id -u)" -eq 0 ] || fail "run this as root or with sudo: it installs packages and uses the Docker Engine"
}

# wait_for SECONDS DESCRIPTION COMMAND…: polls until COMMAND succeeds.
wait_for() {
    local seconds=$1 what=$2 deadline
    shift 2
    deadline=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || fail "timed out after $seconds s waiting for $what"
        sleep 0.1
    done
}
