"""Puts wheels into the store that apps share, as the store's user, beside the container that finds out which.

Runs no code of any package and nothing of the app's image: only uv and this script, in the installation's base image. What it
reads was written by the app's own container, so each wheel must come from a known host and carry a hash; others are left to
the app's own environment. A set of packages is named by the hashes of its wheels, so nobody can put another's content under
its name. Tells the set's name and what there is to link in /dcc/out/set.json, and waits to be ended.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse

from handover import publish, read, wait_for
from locks import HEAD, block

IN, OUT, STORE = pathlib.Path("/dcc/in"), pathlib.Path("/dcc/out"), pathlib.Path("/dcc/store")
LIST = pathlib.Path("/dcc/lock/wheels.json")
# Scripts begin with the path of the interpreter: the one of every app's environment.
ENVIRONMENT = "/app/.dcc/venv"
NAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?")
VERSION = re.compile(r"[0-9A-Za-z.!+_-]{1,100}")
SHA256 = re.compile(r"[0-9a-f]{64}")
ADDRESS = re.compile(r"https://[!#-\[\]-~]{1,2000}")


def is_shared(package, hosts):
    """True if all of its wheels come from known hosts, with a hash."""
    return (
        NAME.fullmatch(package["name"])
        and VERSION.fullmatch(package["version"])
        and 0 < len(package["wheels"]) <= 500
        and all(
            ADDRESS.fullmatch(wheel["url"])
            and urllib.parse.urlsplit(wheel["url"]).netloc in hosts
            and SHA256.fullmatch(wheel["sha256"])
            for wheel in package["wheels"]
        )
    )


def name_of(packages, python):
    text = python + "\n"
    for package in sorted(packages, key=lambda package: package["name"]):
        hashes = " ".join(sorted(wheel["sha256"] for wheel in package["wheels"]))
        text += f"{package['name']} {package['version']} {hashes}\n"
    return hashlib.sha256(text.encode()).hexdigest()


def run(*command):
    status = subprocess.run([str(word) for word in command]).returncode
    if status != 0:
        sys.exit(status)


def install(packages, python, index, target):
    target.mkdir()
    if not packages:  # uv refuses a lock without any
        return
    locked = pathlib.Path("/tmp/pylock.shared.toml")
    locked.write_text(HEAD + "".join(block(package, index) for package in packages))
    run(
        "uv", "pip", "install", "--preview-features", "pylock", "--no-deps", "--only-binary", ":all:",
        "--python", f"{ENVIRONMENT}/bin/python", "--python-version", python, "--prefix", target, "--requirements", locked,
    )


def make_set(packages, python, index):
    """Name of the set; it may be there already."""
    name = name_of(packages, python)
    folder = STORE / "sets" / name
    if not folder.is_dir():
        unfinished = STORE / "sets" / f".{name}.{os.environ['DCC_APP']}"
        shutil.rmtree(unfinished, ignore_errors=True)
        install(packages, python, index, unfinished)
        try:
            unfinished.rename(folder)
        except OSError:  # another app has just made the same set
            shutil.rmtree(unfinished)
    elif packages:
        names = ", ".join(f"{package['name']} {package['version']}" for package in packages[:20])
        more = f" and {len(packages) - 20} more" if len(packages) > 20 else ""
        print(f"On this machine already: {names}{more}", flush=True)
        os.utime(folder)
    return name


def contents(folder):
    """(the folder of modules or None, all files beside modules), relative to the set's folder."""
    modules = next(folder.glob("lib/python3*/site-packages"), None)
    files = [
        os.path.relpath(os.path.join(place, name), folder)
        for top in sorted(folder.iterdir()) if top.is_dir() and top.name != "lib"
        for place, _, names in os.walk(top) for name in names
    ]
    return modules and str(modules.relative_to(folder)), files


def main():
    order = json.loads((IN / "order.json").read_text())
    run("uv", "venv", "--quiet", "--python", "python3", ENVIRONMENT)
    wait_for(LIST)
    wanted = read(LIST)
    try:
        python = wanted["python"]
        if not re.fullmatch(r"3\.[0-9]{1,2}", python):
            raise ValueError
        shared = [package for package in wanted["packages"] if is_shared(package, set(order["hosts"]))]
    except (AttributeError, KeyError, TypeError, ValueError):
        sys.exit("The app's container gave no list of packages.")
    name = make_set(shared, python, order["index"])
    modules, files = contents(STORE / "sets" / name)
    names = [package["name"] for package in shared]
    publish(OUT / "set.json", json.dumps({"name": name, "packages": names, "modules": modules, "files": files}))
    signal.pause()


main()
