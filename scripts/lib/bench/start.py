"""How soon after kill -9 and a start every app is shown as Docker has it, counted from the start of the process.

An app of an even number below CONTAINERS has a healthy container; all others have an ended one or none. They are written
down
  as they are: those with a healthy container should run, the others not;
  as unknown, which is what Docker's absence leaves: then each has to be mended;
  as running: then those without a healthy container have to be brought up again, as after a restart of the machine.

Usage: start.py APPS CONTAINERS ROUNDS
"""

import contextlib
import pathlib
import sqlite3
import sys
import time

import backend
import engine
import installation
from client import Client
from figures import at, tell, tell_times
from waiting import until


def listing() -> float:
    """Milliseconds that Docker takes to list all containers."""
    began = time.monotonic()
    engine.get("/containers/json?all=true")
    return 1000 * (time.monotonic() - began)


def write_down(apps: dict[str, tuple[str, str]]):
    """Each app's state and what is asked of it; nothing is under way any more."""
    with contextlib.closing(sqlite3.connect(installation.STATE / "data" / "dcc.db")) as database, database:
        database.execute("UPDATE deployments SET outcome = 'cancelled' WHERE outcome IS NULL")
        database.executemany(
            "UPDATE apps SET state = ?, desired = ?, failure = NULL WHERE name = ?",
            [(state, desired, name) for name, (state, desired) in apps.items()])


def agrees(api: Client, expected: dict[str, set[str]]) -> bool:
    with contextlib.suppress(OSError):
        reply = api.get("/api/status")
        shown = {app["name"]: app["state"] for app in reply.json["apps"]} if reply.status == 200 else {}
        return shown.keys() == expected.keys() and all(shown[name] in expected[name] for name in shown)
    return False


def ran() -> float:
    """Milliseconds that all threads of the backend have run, however long they waited for a processor."""
    threads = pathlib.Path(f"/proc/{backend.pid()}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def start(api: Client, written: dict[str, tuple[str, str]], expected: dict[str, set[str]]) -> tuple[float, float]:
    """Milliseconds from the start until all is as expected, and how many of them the backend ran."""
    backend.kill()
    write_down(written)
    began = time.monotonic()
    backend.launch()
    until("every app as Docker has it", lambda: agrees(api, expected), 60, pause=0.02)
    return 1000 * (time.monotonic() - began), ran()


def main():
    count, containers, rounds = (int(word) for word in sys.argv[1:])
    api = Client()
    runs = {f"start-{number}": number < containers and number % 2 == 0 for number in range(count)}
    truth = {name: "running" if up else "stopped" for name, up in runs.items()}
    shown = {name: {state} for name, state in truth.items()}
    right = {name: (state, state) for name, state in truth.items()}
    unknown = {name: ("unknown", state) for name, state in truth.items()}
    running = dict.fromkeys(runs, ("running", "running"))
    on_their_way = {name: {"running"} if up else {"queued", "cloning", "failed"} for name, up in runs.items()}

    tell_times(f"Docker lists its {containers} containers", [listing() for _ in range(rounds)], "")
    ways = {
        f"start -> {count} apps as they are": (right, shown), "the same, each one to be mended": (unknown, shown),
        "the same, all to be brought up": (running, on_their_way)}
    times: dict[str, list[tuple[float, float]]] = {what: [] for what in ways}
    # In turn, so that what else the machine does falls on all alike.
    for _ in range(rounds):
        for what, (written, expected) in ways.items():
            times[what].append(start(api, written, expected))
    start(api, right, shown)
    for what, found in times.items():
        tell_times(what, [passed for passed, _ in found], "<= 2000 ms after Docker's list")
        tell("", f"of which all threads of the backend ran {at([its for _, its in found], 0.5):.0f} ms, the median")


main()
