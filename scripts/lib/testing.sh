# shellcheck shell=bash
# Runs the kinds of tests for scripts/test: each on its own installations, in the background, with output and times in
# $RESULTS.

TESTS=/var/lib/dcc-test
RESULTS=$ROOT/.build/tests
# One installation per pytest worker. Five workers keep two cores busy; more only make each test slower.
STORY_WORKERS=${STORY_WORKERS:-3}
FAULT_WORKERS=${FAULT_WORKERS:-2}

# installation_folder KIND NUMBER: must match Tests/Stories/installation.py.
installation_folder() { echo "$TESTS/$1$([ "$2" -eq 0 ] || echo "-$2")"; }

# First port of a kind's first installation; the next installation's is 100 higher. Of each 1,000 ports to lease, 900 go to
# apps and 100 to installations that a test creates.
first_port() { case $1 in stories) echo 9443 ;; faults) echo 11443 ;; soak) echo 12443 ;; esac; }
first_lease() { case $1 in stories) echo 20000 ;; faults) echo 27000 ;; soak) echo 30000 ;; esac; }

# remove_leftovers: containers and networks of an earlier run that was killed.
remove_leftovers() {
    local id project folder
    docker ps --all --filter label=dcc.app \
        --format '{{.ID}} {{.Label "com.docker.compose.project"}} {{.Label "com.docker.compose.project.working_dir"}}' |
        while read -r id project folder; do
            case $folder in
                "$TESTS"/* | /tmp/dcc-docker-*)
                    docker rm --force "$id" >/dev/null
                    docker network rm "${project}_default" >/dev/null 2>&1 || true
                    ;;
            esac
        done
}

# start_test_installations KIND COUNT
start_test_installations() {
    local number
    for number in $(seq 0 $(($2 - 1))); do start_test_installation "$1" "$number" & done
    for_each_job "the installations for $1"
}

# start_test_installation KIND NUMBER
start_test_installation() {
    local port lease
    port=$(($(first_port "$1") + 100 * $2))
    lease=$(($(first_lease "$1") + 1000 * $2))
    STATE=$(installation_folder "$1" "$2")
    export STAND_INS=$ROOT/Tests/StandIns WORKSPACES=$STATE/workspaces KERNEL_LOG=$STATE/kernel-log
    export MORE_ROLES=', "members": ["alice", "bob", "@ml"], "viewers": ["vera"]'
    export FIRST_LEASE=$lease
    # Also allow the misbehaving Git servers that tests start.
    export EXTRA_HOSTS MORE_CONFIGURATION
    EXTRA_HOSTS=$(printf ', "localhost:%s"' $((port + 8)) $((port + 9)) $((port + 10)))
    # One story waits until an idle app is stopped; others make images of their own.
    MORE_CONFIGURATION=$(printf ', "ports": { "first": %s, "last": %s }, "idle": { "warningSeconds": 5 }, "images": { "allowed": ["dcc/story-*"] }, "builds": { "dockerfile": "operators" }' \
        "$lease" $((lease + 899)))
    # The small disks have less space than the default minimum.
    [ "$1" = stories ] || export DISK_FLOOR_GIB=0
    # Left by an earlier run that was killed.
    stop_installation
    if [ "$1" = stories ]; then rm -rf "$STATE/data" "$WORKSPACES"; else mount_small_disks; fi
    rm -rf "$STATE/git" "$STATE/dcc.log" "$STATE/gpus" "$KERNEL_LOG"
    mkdir -p "$STATE/gpus"
    mkfifo -m 600 "$KERNEL_LOG"
    start_installation "$STATE" "$port"
    publish_fixtures
    for person in alice bob vera; do add_user "$person"; done
}

# Small tmpfs disks that tests can fill without affecting the machine.
mount_small_disks() {
    local folder
    unmount_small_disks
    for folder in data workspaces; do
        mkdir -p "$STATE/$folder"
        mount -t tmpfs -o size="${SMALL_DISK:-1g}",mode=755 dcc-test "$STATE/$folder"
    done
}

unmount_small_disks() {
    local folder
    for folder in data workspaces; do
        ! mountpoint -q "$STATE/$folder" || umount "$STATE/$folder"
    done
}

publish_fixtures() {
    local folder
    publish sample-app "$ROOT/scripts/sample-app"
    for folder in "$ROOT"/Tests/Fixtures/*/; do publish "$(basename "$folder")" "$folder"; done
}

# clean_up_tests: runs whenever scripts/test ends.
clean_up_tests() {
    local folder
    trap '' INT TERM
    folder_is_ours || return 0
    end_background
    for folder in "$TESTS"/*/; do
        [ -f "$folder/dcc.pid" ] || continue
        (
            STATE=${folder%/}
            export PORT
            PORT=$(sed -n 's/.*"origin": "https:.*:\([0-9]*\)".*/\1/p' "$STATE/etc/dcc.json")
            remove_all_apps || say "some apps of $STATE could not be removed"
            stop_installation
            unmount_small_disks
        ) &
    done
    wait
    remove_idle_fences
    release_engine
}

# in_foreground NAME COMMAND…, in_background NAME COMMAND…: write output to $RESULTS/NAME.log (in_foreground also prints it),
# the duration in seconds to NAME.time, and create NAME.failed on failure.
in_foreground() { (run_timed "$@" 2>&1 | tee "$RESULTS/$1.log"); }
in_background() { (run_timed "$@" >"$RESULTS/$1.log" 2>&1; report_end "$1") & BACKGROUND+=($!); }
BACKGROUND=()

run_timed() {
    local name=$1 began=$SECONDS status
    shift
    # `set -e` has no effect inside an `if` condition or before `||`, so the status is read separately.
    set +e
    (set -e; "$@")
    status=$?
    set -e
    [ "$status" -eq 0 ] || touch "$RESULTS/$name.failed"
    echo "$name $((SECONDS - began))" >"$RESULTS/$name.time"
}

report_end() {
    local verdict=passed
    [ ! -e "$RESULTS/$1.failed" ] || verdict=failed
    say "$1: $verdict in $(cut -d' ' -f2 "$RESULTS/$1.time") s"
    cat "$RESULTS/$1.log"
}

wait_for_background() { wait "${BACKGROUND[@]}"; BACKGROUND=(); }

# end_background: ends background jobs that still run, with all their child processes.
end_background() {
    local job
    for job in "${BACKGROUND[@]}"; do end_tree "$job"; done
}

end_tree() {
    local child
    for child in $(pgrep -P "$1"); do end_tree "$child"; done
    kill "$1" 2>/dev/null || true
}

# for_each_job DESCRIPTION: waits for all jobs of this shell, and fails if one failed.
for_each_job() {
    local job
    for job in $(jobs -p); do wait "$job" || fail "could not start $1"; done
}

run_web() { node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination="$RESULTS/web.xml" "$ROOT/Tests/Web/"; }

run_swift() {
    local state port
    state=$(installation_folder stories 0)
    port=$(first_port stories)
    DCC_TEST_GIT=https://localhost:$((port + 1)) DCC_TEST_CA=$state/etc/ca-bundle.pem DCC_TEST_IMAGE=$LOCAL_BASE_IMAGE \
        DCC_TEST_STAND_INS=$ROOT/Tests/StandIns DCC_TEST_PROGRAM=$state/bin/dcc DCC_TEST_UV=$state/bin/uv \
        swift test --package-path "$ROOT" "${BUILD_OPTIONS[@]}" --skip-build --xunit-output "$RESULTS/swift.xml"
}

run_package() {
    local deb
    deb=$(make_package)
    STATE=$(mktemp -d)
    trap 'rm -rf --one-file-system "$STATE"' EXIT
    test_package "$deb"
}

prepare_pytest() {
    local venv=$ROOT/.build/stories
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$ROOT/Tests/Stories/requirements.txt"
}

# in_python STATE PORT PROGRAM ARGUMENT…: runs a program of the virtual environment for stories and benchmarks.
in_python() {
    local state=$1 port=$2 program=$3
    shift 3
    TEST_STATE=$state TEST_PORT=$port TEST_GIT_PORT=$((port + 1)) PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$ROOT/Tests/Stories \
        "$ROOT/.build/stories/bin/$program" "$@"
}

# pytest_on KIND OPTION|TEST…: appends each test's outcome to $RESULTS/KIND.outcomes.
pytest_on() {
    local kind=$1
    shift
    TEST_OUTCOMES=$RESULTS/$kind.outcomes in_python "$(installation_folder "$kind" 0)" "$(first_port "$kind")" pytest \
        --rootdir "$ROOT" -p no:cacheprovider -p outcomes "$@"
}

# run_pytest KIND WORKERS [OPTION…]: without options, runs all tests side by side except those marked `alone`.
run_pytest() {
    local kind=$1 workers=$2 option folder
    shift 2
    folder=$ROOT/Tests/${kind^}
    [ $# -gt 0 ] || set -- --numprocesses "$workers" --dist loadfile --no-loadscope-reorder --max-worker-restart 0 -m "not alone"
    # Files and tests that are named are all that runs.
    for option in "$@"; do
        if [ -f "${option%%::*}" ]; then folder=; fi
    done
    pytest_on "$kind" ${folder:+"$folder"} "$@"
}

# run_alone KIND: runs the tests marked `alone`, then again each test that failed next to others.
run_alone() {
    local kind=$1 failed
    mapfile -t failed < <(python3 "$LIB/test_report.py" --failed "$RESULTS/$kind.outcomes")
    run_anew "$kind" alone "$ROOT/Tests/${kind^}" -m alone
    if [ ${#failed[@]} -gt 0 ] && [ ${#failed[@]} -le 20 ]; then
        rm -f "$RESULTS/$kind.failed"
        run_anew "$kind" again "${failed[@]/#/$ROOT/}"
    fi
}

# run_anew KIND RUN OPTION|TEST…: on an empty installation, since faults account for everything that their database holds.
run_anew() {
    local kind=$1 run=$2
    shift 2
    start_test_installations "$kind" 1
    in_foreground "$kind-$run" pytest_on "$kind" "$@"
}
