"""The app's environment in its workspace, and the shared packages in it."""

import os
import pathlib
import shutil
import subprocess
import sys

import python_choice

FOLDER = pathlib.Path("/app/.dcc/venv")
PYTHON = FOLDER / "bin/python"
SHARED = pathlib.Path("/opt/dcc/packages")


def run(*command):
    status = subprocess.run([str(word) for word in command]).returncode
    if status != 0:
        sys.exit(status)


def make(python, installer):
    # Only the image's own Python has the image's packages.
    options = ["--system-site-packages"] if python == python_choice.IMAGE else []
    if installer == "pip":
        shutil.rmtree(FOLDER, ignore_errors=True)
        return run(python, "-m", "venv", *options, FOLDER)
    run("uv", "venv", "--quiet", "--clear", *options, "--python", python, FOLDER)
    pip = FOLDER / "bin/pip"
    pip.write_text('#!/bin/sh\nexec /app/.dcc/venv/bin/python -m pip "$@"\n')
    pip.chmod(0o755)


def versions():
    """What pip has installed from an index, each as `name==version`; nothing if pip cannot say."""
    command = [str(PYTHON), "-m", "pip", "freeze", "--local", "--exclude-editable"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [line for line in lines if "==" in line and " @ " not in line]


def put_first():
    """Builds may call programs that others have installed before."""
    os.environ["PATH"] = f"{FOLDER}/bin:{os.environ['PATH']}"


def is_copied(file):
    """True for data: servers such as Jupyter's refuse files whose real path is outside of their folder."""
    return file.startswith(("share/", "etc/")) and not file.startswith(("share/man/", "share/doc/"))


def link_shared(modules, files):
    """Modules through a path file, which also reads the shared folder's own path files; files by links.

    modules: the folder of the shared modules; both are relative to the shared folder, which need not be there yet.
    """
    if modules is None:
        return
    target = next(iter(FOLDER.glob("lib/python3*/site-packages")))
    (target / "dcc_packages.pth").write_text(f"import site; site.addsitedir({str(SHARED / modules)!r})\n")
    for file in files:
        link = FOLDER / file
        link.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(link):
            link.symlink_to(SHARED / file)


def copy_shared(files):
    for file in files:
        copy = FOLDER / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(copy):
            shutil.copy2(SHARED / file, copy)


def remove_shadowing():
    """Modules that hide a shared package of the same name, which comes first where both lie in one folder."""
    shared = next(iter(SHARED.glob("lib/python3*/site-packages")), None)
    for module in FOLDER.glob("lib/python3*/site-packages/*.py"):
        if shared and (shared / module.stem / "__init__.py").exists():
            module.unlink()
