/// What the `install` service runs, inside the container, as the app's own user: a virtual environment on top of the
/// image's packages, so that an image which brings torch keeps its build of it.
enum InstallScript {
    /// What is built on the way lies in the workspace, where it counts, and not in memory. `$1` is the requirements file, relative to `/app`, or empty; `$2` the commit. Done already with the same file, the
    /// same commit (the file may name others) and the same Python, it does nothing: what was installed last is kept
    /// beside the environment.
    static let text = """
        set -eu
        umask 022
        cd /app
        rm -rf .dcc/tmp
        mkdir -p .dcc/home .dcc/cache .dcc/tmp
        export TMPDIR=/app/.dcc/tmp
        wanted=.dcc/wanted
        { python3 -VV; echo "$2"; [ -z "$1" ] || cat -- "./$1"; } >"$wanted"
        if [ -x .dcc/venv/bin/python ] && cmp -s "$wanted" .dcc/installed; then
            echo "Dependencies are as they were."
            exit 0
        fi
        rm -f .dcc/installed
        if ! .dcc/venv/bin/python -c '' 2>/dev/null; then
            echo "Making a virtual environment with $(python3 -V)"
            rm -rf .dcc/venv
            python3 -m venv --system-site-packages .dcc/venv
        fi
        if [ -n "$1" ]; then
            .dcc/venv/bin/pip install --no-input -r "./$1"
        fi
        rm -rf .dcc/tmp
        mv "$wanted" .dcc/installed
        """
}
