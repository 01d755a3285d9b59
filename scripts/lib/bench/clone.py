"""clone.py PROGRAM URL FOLDER ROUNDS: the clone child against `git clone --depth 1` of the same repository, in turn.

Both start as root with an empty folder, trust the same authority, and end with the files checked out.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

from figures import compare_rounds, report

UID = 299_996
LIMITS = {
    "bytes": 20 << 30, "references": 100_000, "stallSeconds": 30, "slowSeconds": 30, "slowBytes": 100, "connectSeconds": 10,
    "memory": 4 << 30,
}


def fresh(folder: pathlib.Path) -> pathlib.Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chown(folder, UID, UID)
    os.sync()
    return folder


def ours(program: str, url: str, folder: pathlib.Path, authority: str) -> float:
    parts = urlsplit(url)
    job = {
        "url": url, "host": parts.hostname, "port": str(parts.port), "publicAddressOnly": False, "isSurvey": False,
        "workspace": str(fresh(folder)), "uid": UID, "caBundle": authority, "limits": LIMITS,
    }
    start = time.monotonic()
    done = subprocess.run([program, "fetch"], input=json.dumps(job).encode(), stdout=subprocess.PIPE, cwd=folder, env={})
    seconds = time.monotonic() - start
    assert done.returncode == 0, done.stdout.decode()[-500:]
    return seconds


def theirs(url: str, folder: pathlib.Path, authority: str) -> float:
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_SSL_CAINFO": authority}
    command = ["nice", "git", "clone", "--quiet", "--depth", "1", url, str(fresh(folder))]
    start = time.monotonic()
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def main(program: str, url: str, folder: str, rounds: str):
    authority = os.environ["AUTHORITY"]
    mine, other = pathlib.Path(folder, "ours"), pathlib.Path(folder, "git")
    ours(program, url, mine, authority), theirs(url, other, authority)
    files = [path for path in mine.rglob("*") if path.is_file() and ".git" not in path.parts]
    report("cloned", f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
    pairs = [(ours(program, url, mine, authority), theirs(url, other, authority)) for _ in range(int(rounds))]
    compare_rounds(
        "clone", [pair[0] for pair in pairs], "git clone --depth 1", [pair[1] for pair in pairs], "ratio <= 1.3", unit="s")


main(*sys.argv[1:])
