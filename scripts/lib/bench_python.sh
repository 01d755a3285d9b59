# shellcheck shell=bash
# Runs the Python parts of `scripts/bench` in the virtual environment of the stories.

prepare_python() {
    install_packages chromium fonts-dejavu-core python3-venv
    prepare_pytest
}

# run_python SCRIPT ARGUMENT…
run_python() {
    local script=$1
    shift
    in_python "$STATE" "$PORT" python "$LIB/bench/$script" "$@"
}

# Machine load, which affects every measurement.
tell_load() { printf '%-34s %s processors, load %s\n' "the machine" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"; }
