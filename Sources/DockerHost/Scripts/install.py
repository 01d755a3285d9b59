"""Last of three containers: makes the app's environment in its workspace, as the app's user.

The shared packages are linked into it; what had to be built, or came from elsewhere, is installed into it. With pip, everything
is.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from locks import block

IN, OUT, PACKAGES = pathlib.Path("/dcc/in"), pathlib.Path("/dcc/out"), pathlib.Path("/dcc/packages")
SHARED = pathlib.Path("/opt/dcc/packages")
ENVIRONMENT = pathlib.Path("/app/.dcc/venv")
PYTHON = ENVIRONMENT / "bin/python"


def run(*command):
    status = subprocess.run([str(word) for word in command]).returncode
    if status != 0:
        sys.exit(status)


def make_environment(order):
    if order["installer"] == "pip":
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        return run("python3", "-m", "venv", "--system-site-packages", ENVIRONMENT)
    python = "python3" if order["is_empty"] else json.loads((OUT / "wheels.json").read_text())["interpreter"]
    # Only the image's own Python has the image's packages.
    options = ["--system-site-packages"] if python == "python3" else []
    run("uv", "venv", "--quiet", "--clear", *options, "--python", python, ENVIRONMENT)
    pip = ENVIRONMENT / "bin/pip"
    pip.write_text('#!/bin/sh\nexec /app/.dcc/venv/bin/python -m pip "$@"\n')
    pip.chmod(0o755)


def link_shared():
    """Modules through a path file, which also reads the shared folder's own path files; scripts and data by links."""
    modules = next(iter(SHARED.glob("lib/python3*/site-packages")), None)
    if modules is None:
        return
    target = next(iter(ENVIRONMENT.glob("lib/python3*/site-packages")))
    (target / "dcc_packages.pth").write_text(f"import site; site.addsitedir({str(modules)!r})\n")
    for folder in SHARED.iterdir():
        if folder.is_dir() and folder.name != "lib":
            shutil.copytree(folder, ENVIRONMENT / folder.name, copy_function=link, dirs_exist_ok=True)


def link(source, target):
    if not os.path.lexists(target):
        os.symlink(source, target)


def install_own():
    """What no index has as a wheel, and wheels from hosts that the store does not take."""
    shared = set(json.loads((PACKAGES / "set.json").read_text())["packages"])
    wheels = json.loads((OUT / "wheels.json").read_text())["packages"]
    own = [package for package in wheels if package["name"] not in shared]
    text = (OUT / "own.toml").read_text() + "".join(block(package) for package in own)
    if "[[packages]]" not in text:
        return
    # Beside the first one, since its paths are relative.
    locked = OUT / "pylock.own.toml"
    locked.write_text(text)
    run(
        "uv", "pip", "install", "--preview-features", "pylock", "--no-deps", "--python", PYTHON,
        "--requirements", locked,
    )


def main():
    order = json.loads((IN / "order.json").read_text())
    make_environment(order)
    # Builds may call programs that others have installed before.
    os.environ["PATH"] = f"{ENVIRONMENT}/bin:{os.environ['PATH']}"
    if order["installer"] == "pip":
        if order["is_empty"]:
            return
        run(PYTHON, "-m", "pip", "install", "--no-input", "-r", IN / "requirements.txt", "-c", IN / "constraints.txt")
    elif not order["is_empty"]:
        link_shared()
        install_own()


main()
