"""The Python that an app's environment is made with: the image's, or another one where the repository asks for it."""

import os
import subprocess
import sys

IMAGE = "python3"


def found(specifier):
    """Path of an interpreter that fits; None if there is none. Environments that a repository brings do not count."""
    command = ["uv", "python", "find", "--system", "--no-project", "--no-python-downloads", specifier]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def fetched(specifier):
    """The same, from the operator's mirror."""
    print(f"Fetching Python {specifier}.", flush=True)
    done = subprocess.run(["uv", "python", "install", "--no-bin", specifier])
    return found(specifier) if done.returncode == 0 else None


def version(python):
    """For example "3.11"."""
    if python == IMAGE:
        return "{}.{}".format(*sys.version_info)
    words = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-I", "-c", words], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def is_image(path):
    return os.path.realpath(path) == os.path.realpath(sys.executable)


def choose(wanted):
    """wanted: {"specifiers", "source", "is_strict"}, or None for any. Ends with a sentence if no interpreter fits."""
    if wanted is None:
        return IMAGE
    has_mirror = os.environ.get("UV_PYTHON_DOWNLOADS") == "automatic"
    for look in [found, fetched] if has_mirror else [found]:
        for specifier in wanted["specifiers"]:
            path = look(specifier)
            if path:
                return IMAGE if is_image(path) else path
    versions = " or ".join(wanted["specifiers"])
    image = ".".join(map(str, sys.version_info[:3]))
    if wanted["is_strict"]:
        sys.exit(f"The image has Python {image}, and the app asks for Python {versions} ({wanted['source']}).")
    print(f"The app was made with Python {versions} ({wanted['source']}); the image has Python {image}.", flush=True)
    return IMAGE
