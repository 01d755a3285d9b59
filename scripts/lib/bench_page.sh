# shellcheck shell=bash
# `scripts/bench page`: the page with 1,000 apps against the same page with one.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"
# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"

bench_page() {
    prepare_python
    say "${APPS:=1000} apps"
    lift_rate
    add_apps page "$APPS"
    wait_for 240 "the apps to settle" apps_at_rest
    tell_load
    add_user member
    run_python page_speed.py "$APPS" member
    tell_load
}
