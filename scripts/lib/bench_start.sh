# shellcheck shell=bash
# `scripts/bench start`: time from a start after kill -9 until 1,000 apps show their state in Docker, against a plain listing
# of the same containers and rows.
# shellcheck source=scripts/lib/bench_python.sh
. "$LIB/bench_python.sh"
# shellcheck source=scripts/lib/bench_apps.sh
. "$LIB/bench_apps.sh"

clean_up_bench() { remove_containers; }

# add_container_of NUMBER: a healthy container for even numbers, an exited one for odd numbers.
add_container_of() {
    if [ $(($1 % 2)) -eq 0 ]; then
        add_container "start-$1" --health-cmd true --health-interval 1h --health-start-period 1m --health-start-interval 1s \
            "$LOCAL_BASE_IMAGE" sleep 3600
    else
        add_container "start-$1" "$LOCAL_BASE_IMAGE" false
    fi
}

bench_start() {
    local number
    prepare_python
    say "${APPS:=1000} apps, ${CONTAINERS:=200} of them with containers"
    lift_rate
    add_apps start "$APPS"
    wait_for 240 "the apps to settle" apps_at_rest
    for number in $(seq 0 $((CONTAINERS - 1))); do add_container_of "$number"; done
    tell_load
    run_python start.py "$APPS" "$CONTAINERS" "${ROUNDS:=10}"
    tell_load
}
