"""Takes from the running backend what it starts processes with: descriptors, processes or memory."""

import contextlib
import os
import pathlib
import resource

import backend
from waiting import until

GROUPS = pathlib.Path("/sys/fs/cgroup")


@contextlib.contextmanager
def _limited(what: int, soft: int):
    before = resource.prlimit(backend.pid(), what)
    resource.prlimit(backend.pid(), what, (soft, before[1]))
    try:
        yield
    finally:
        resource.prlimit(backend.pid(), what, before)


def descriptors():
    """Two are left: a pipe can be made, and no second one."""
    opened = {int(name) for name in os.listdir(f"/proc/{backend.pid()}/fd")}
    free = (number for number in range(1 << 20) if number not in opened)
    next(free), next(free)
    return _limited(resource.RLIMIT_NOFILE, next(free))


@contextlib.contextmanager
def processes():
    """None is left, and no thread, for the backend with all that it starts."""
    root = GROUPS / "pids" if (GROUPS / "pids").exists() else GROUPS
    before = _group_of(backend.pid(), root)
    group = root / f"dcc-short-{os.getpid()}"
    group.mkdir()
    try:
        (group / "cgroup.procs").write_text(str(backend.pid()))
        (group / "pids.max").write_text((group / "pids.current").read_text())
        yield
    finally:
        (group / "pids.max").write_text("max")

        def emptied() -> bool:
            for pid in (group / "cgroup.procs").read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    (before / "cgroup.procs").write_text(pid)
            with contextlib.suppress(OSError):
                group.rmdir()
            return not group.exists()

        until("the control group empty", emptied, 30)


def _group_of(pid: int, root: pathlib.Path) -> pathlib.Path:
    for line in pathlib.Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == ("" if root == GROUPS else root.name):
            return root / path.lstrip("/")
    raise AssertionError(f"process {pid} is in no control group below {root}")


def memory():
    """What the backend starts gets as much address space as the backend has and 256 MiB: docker needs more."""
    pages = int(pathlib.Path(f"/proc/{backend.pid()}/statm").read_text().split()[0])
    return _limited(resource.RLIMIT_AS, pages * resource.getpagesize() + (256 << 20))
