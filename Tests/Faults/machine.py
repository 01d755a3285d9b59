"""Runs systemd as PID 1 in namespaces of its own, to test the package's units."""

import contextlib
import errno
import os
import pathlib
import signal
import subprocess

import backend
import installation
import records
from waiting import until

BOOT = pathlib.Path(__file__).with_name("boot-systemd")
UNITS = installation.ROOT / "scripts" / "package.d"
CONFIGURATION = '{ "page": { "origin": "https://dcc.example.com" }, "apps": { "domain": "apps.example.com" } }\n'
# Allocates memory in the service's cgroup until the service (given by pid) is gone: the OOM killer picks the service first,
# but may also kill this process before the service's memory is reclaimed.
HOG = """import os, sys, time
from pathlib import Path
here = Path("/sys/fs/cgroup/memory") if Path("/sys/fs/cgroup/memory").exists() else Path("/sys/fs/cgroup")
(here / "system.slice/dcc.service/cgroup.procs").write_text(str(os.getpid()))
service = Path("/proc", sys.argv[1])
(service / "oom_score_adj").write_text("1000")
taken = []
while service.exists():
    taken.append(b"x" * (4 << 20))
    time.sleep(0.02)
"""


class Groups:
    """Temporary control groups in each cgroup hierarchy, removed afterwards."""

    def __init__(self):
        everything = pathlib.Path("/sys/fs/cgroup")
        roots = [everything] if (everything / "cgroup.controllers").exists() else list(everything.iterdir())
        self._groups = [root / f"dcc-{os.getpid()}" for root in roots]
        for group in self._groups:
            group.mkdir()

    def enter(self):
        for group in self._groups:
            # In cgroup v1, a cpuset accepts no process before it has CPUs.
            with contextlib.suppress(OSError):
                (group / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self):
        for group in self._groups:
            for folder, _, _ in os.walk(group, topdown=False):
                until(f"{folder} gone", lambda: _try_to_remove(folder), 60)


def _try_to_remove(group: str) -> bool:
    """False if a process in the control group has not quite ended yet."""
    try:
        os.rmdir(group)
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        return False
    return True


class Machine:
    def __init__(self, folder: pathlib.Path):
        configuration = folder / "dcc.json"
        configuration.write_text(CONFIGURATION)
        root = folder / "machine"
        root.mkdir()
        self._groups = Groups()
        self._outside = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--fork", "--kill-child",
             BOOT, root, UNITS, backend.PROGRAM, configuration],
            preexec_fn=self._groups.enter)
        children = pathlib.Path(f"/proc/{self._outside.pid}/task/{self._outside.pid}/children")
        self._first = int(until("its process 1", lambda: children.read_text().split(), 5)[0])
        self._socket = pathlib.Path(f"/proc/{self._first}/root/run/dcc/dcc.sock")
        until("the service", lambda: self._socket.exists() and self.main_process(), 180)

    def run(self, *command: str, check: bool = True) -> str:
        inside = ["nsenter", f"--target={self._first}", "--mount", "--pid", "--net", "--root", "--wd", *command]
        return subprocess.run(inside, check=check, capture_output=True, text=True, timeout=60).stdout

    def main_process(self) -> int:
        """Returns 0 if there is none."""
        return int(self.run("systemctl", "show", "--value", "--property=MainPID", "dcc.service"))

    def is_gone(self, process: int) -> bool:
        return not pathlib.Path(f"/proc/{self._first}/root/proc/{process}").exists()

    def answers(self) -> bool:
        """systemd holds the socket, so requests wait while the service is down."""
        with records.connection(user="root", at=self._socket, timeout=30) as opened:
            opened.sendall(records.get("/healthz"))
            return b"200" in records.read_all(opened)

    def end(self):
        os.kill(self._outside.pid, signal.SIGKILL)
        self._outside.wait()
        self._groups.remove()
