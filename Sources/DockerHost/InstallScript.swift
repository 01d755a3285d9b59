/// Script of the `install` service, run inside the container as the app's user. It creates a virtual environment on top
/// of the image's packages, so that an image with torch keeps its own build of it.
enum InstallScript {
    /// Temporary build files go to the workspace, which counts toward disk usage, and not to memory. `$1` is the
    /// requirements file relative to `/app`, or empty; `$2` is the commit. Does nothing if requirements file, commit
    /// (the file may include others) and Python version match the last install, which is recorded beside the
    /// environment.
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
            echo "Dependencies are up to date."
            exit 0
        fi
        rm -f .dcc/installed
        if ! .dcc/venv/bin/python -c '' 2>/dev/null; then
            echo "Creating a virtual environment with $(python3 -V)"
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
