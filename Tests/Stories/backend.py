"""The backend's process: which it is, and how it is ended and started again."""

import contextlib
import os
import pathlib
import signal
import subprocess

import installation
from client import Client
from waiting import until

PID_FILE = installation.STATE / "dcc.pid"
PROGRAM = installation.STATE / "bin" / "dcc"
CONFIGURATION = installation.STATE / "etc" / "dcc.json"
LOG = installation.STATE / "dcc.log"

# Settings in the environment, over those of the configuration file.
settings: dict[str, str] = {}

_ours: subprocess.Popen | None = None


def pid() -> int:
    return int(PID_FILE.read_text())


def is_alive() -> bool:
    try:
        status = pathlib.Path(f"/proc/{pid()}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def command() -> list[str]:
    return [str(PROGRAM), "serve", "--config", str(CONFIGURATION)]


def environment() -> dict[str, str]:
    stand_ins = {"PATH": f"{installation.ROOT}/Tests/StandIns:{os.environ['PATH']}", "STAND_IN_GPUS": f"{installation.STATE}/gpus"}
    return {**os.environ, **settings, **stand_ins}


def kill():
    os.kill(pid(), signal.SIGKILL)
    if _ours is not None and _ours.pid == pid():
        _ours.wait()
    until("the backend dead", lambda: not is_alive(), 5)


def terminate():
    """Asks it to end, as systemd does, and does not wait."""
    os.kill(pid(), signal.SIGTERM)


def launch():
    """As `start_backend` in scripts/lib/backend.sh does; the script that stops the installation finds the new process by its id."""
    global _ours
    with open(LOG, "a") as log:
        _ours = subprocess.Popen(
            command(), env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    PID_FILE.write_text(f"{_ours.pid}\n")


def start():
    launch()
    until("the backend up", lambda: Client().get("/healthz", signed_in=False).status == 200, 60)


def connections() -> int:
    """How many sockets the backend holds open."""
    count = 0
    for entry in pathlib.Path(f"/proc/{pid()}/fd").iterdir():
        # It may be closed between the look at the folder and the look at the file.
        with contextlib.suppress(FileNotFoundError):
            count += str(entry.readlink()).startswith("socket:")
    return count


def fetches() -> list[int]:
    """The clone children that run now."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[:2] == [str(PROGRAM).encode(), b"fetch"]:
            found.append(int(entry.name))
    return found
