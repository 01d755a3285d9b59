"""What many containers cost a machine: memory and processor time by program."""

import dataclasses
import os
import pathlib
import re
import time

import backend

# Programs by a part of their command line, in the order in which they are tried.
PROGRAMS = {
    "service": str(backend.PROGRAM), "dockerd": "dockerd", "shims": "containerd-shim", "containerd": "containerd",
    "proxies": "docker-proxy", "nginx": "nginx",
}
TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> dict[str, list[pathlib.Path]]:
    """Folders in /proc of each program's processes; `others` holds the apps' own."""
    found: dict[str, list[pathlib.Path]] = {name: [] for name in (*PROGRAMS, "others")}
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        first = words[0].decode(errors="replace")
        if first:
            found[next((name for name, part in PROGRAMS.items() if part in first), "others")].append(folder)
    return found


@dataclasses.dataclass
class Memory:
    """MB (Pss) by program, and what the kernel has in lists."""
    used: dict[str, float]
    counts: dict[str, int]
    available: float
    bridges: int

    def words(self) -> str:
        parts = ", ".join(f"{name} {self.used[name]:.0f} MB" + (f" in {count}" if count > 1 else "")
                          for name, count in self.counts.items() if count)
        return f"{parts}; {self.available:.0f} MB available, {self.bridges} bridges"


def memory() -> Memory:
    used: dict[str, float] = {}
    counts: dict[str, int] = {}
    for name, folders in processes().items():
        sizes = []
        for folder in folders:
            try:
                text = (folder / "smaps_rollup").read_text()
                sizes.append(int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1]) / 1000)
            except (OSError, TypeError):
                continue
        used[name], counts[name] = sum(sizes), len(sizes)
    return Memory(used, counts, available(), bridges())


def available() -> float:
    """MB of the machine's memory."""
    return int(re.search(r"MemAvailable: +(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 1000


def bridges() -> int:
    return sum(line.lstrip().startswith("dcc") for line in pathlib.Path("/proc/net/dev").read_text().splitlines())


@dataclasses.dataclass
class Cost:
    """Seconds of processor time so far: of each program with the children that it has waited for, and of the machine."""
    spent: dict[str, float]
    machine: float
    at: float

    def since(self, count: int) -> str:
        """Seconds for each of `count`."""
        return _words(self, cost(), count, "s")


def cost() -> Cost:
    spent = {}
    for name, folders in processes().items():
        spent[name] = sum(map(_seconds, folders))
    busy = [int(word) for word in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return Cost(spent, (sum(busy) - busy[3] - busy[4]) / TICKS, time.monotonic())


def idle(seconds: float) -> str:
    """Per cent of a core while nothing is asked for."""
    before = cost()
    time.sleep(seconds)
    return _words(before, cost(), seconds / 100, "% of a core")


def _words(before: Cost, after: Cost, divisor: float, unit: str) -> str:
    each = {name: (after.spent[name] - before.spent[name]) / divisor for name in PROGRAMS}
    parts = ", ".join(f"{name} {value:.2f}" for name, value in each.items() if value >= 0.01)
    return f"the whole machine {(after.machine - before.machine) / divisor:.2f} {unit}; of which {parts}"


def _seconds(folder: pathlib.Path) -> float:
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / TICKS
