"""Finds out which versions fit and makes the app's environment, as the app's user, in the app's workspace.

Beside it, `packages.py` puts what an index has as wheels into the store, and says what there is to link. What has to be built,
copied, or comes from elsewhere is left to `build.py`. With pip, everything is installed here.
"""

import json
import pathlib

import environment
import python_choice
import saved_lock
from handover import publish, read, wait_for
from locks import block
from resolve import resolve

IN, OUT, PACKAGES = pathlib.Path("/dcc/in"), pathlib.Path("/dcc/out"), pathlib.Path("/dcc/packages")


def install_by_pip(order):
    environment.put_first()
    command = ["-m", "pip", "install", "--no-input", "-r", IN / "requirements.txt", "-c", IN / "constraints.txt"]
    saved = saved_lock.load(order)
    if saved:
        earlier = OUT / "versions.txt"
        earlier.write_text("".join(f"{version}\n" for version in saved["versions"]))
        command += ["-c", earlier]
    environment.run(environment.PYTHON, *command)
    saved_lock.save(order["inputs"], {"versions": environment.versions()}, OUT)


def install_by_uv(order, python):
    wheels, own, lock = resolve(order, python, OUT)
    publish(OUT / "wheels.json", json.dumps({"python": python_choice.version(python), "packages": wheels}))
    environment.make(python, "uv")
    wait_for(PACKAGES / "set.json")
    shared = read(PACKAGES / "set.json")
    copies = [file for file in shared["files"] if environment.is_copied(file)]
    environment.link_shared(shared["modules"], [file for file in shared["files"] if not environment.is_copied(file)])
    # Wheels from hosts that the store does not take.
    own += "".join(block(package) for package in wheels if package["name"] not in shared["packages"])
    builds = "[[packages]]" in own
    if builds:
        publish(OUT / "pylock.own.toml", own)
    if builds or copies:
        publish(OUT / "rest.json", json.dumps({"builds": builds, "copies": copies}))
    saved_lock.save(order["inputs"], lock, OUT)


def main():
    order = json.loads((IN / "order.json").read_text())
    python = python_choice.choose(order.get("python"))
    if order["installer"] == "uv" and not order["is_empty"]:
        return install_by_uv(order, python)
    environment.make(python, order["installer"])
    if not order["is_empty"]:
        install_by_pip(order)


main()
