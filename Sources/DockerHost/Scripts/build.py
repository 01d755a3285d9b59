"""Installs what no index has as a wheel and wheels from hosts that the store does not take, and copies shared data.

Runs as the app's user, after the others and only if there is such a thing. The shared packages are mounted: builds may call
their programs.
"""

import pathlib

import environment
from handover import read

OUT = pathlib.Path("/dcc/out")


def main():
    rest = read(OUT / "rest.json")
    environment.copy_shared(rest["copies"])
    if not rest["builds"]:
        return
    environment.put_first()
    environment.run(
        "uv", "pip", "install", "--preview-features", "pylock", "--no-deps", "--python", environment.PYTHON,
        "--requirements", OUT / "pylock.own.toml",
    )
    environment.remove_shadowing()


main()
