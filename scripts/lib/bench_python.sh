# shellcheck shell=bash
# Runs the Python parts of `scripts/bench` in the virtual environment of the stories.

prepare_python() {
    local venv=$ROOT/.build/stories
    install_packages chromium fonts-dejavu-core python3-venv
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$ROOT/Tests/Stories/requirements.txt"
}

# in_python SCRIPT ARGUMENT…
in_python() {
    local script=$1
    shift
    DCC_STATE=$STATE DCC_PORT=$PORT DCC_GIT_PORT=$GIT_PORT PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$ROOT/Tests/Stories \
        "$ROOT/.build/stories/bin/python" "$LIB/bench/$script" "$@"
}

# Machine load, which affects every measurement.
tell_load() { printf '%-34s %s processors, load %s\n' "the machine" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"; }
