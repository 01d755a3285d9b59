"""Time from a process start after kill -9 until every app shows its state in Docker; beside it,
how long it takes to list the same containers and to read the same rows.

Apps with an even number below CONTAINERS have a healthy container; all others have an exited one or none. The database records
them
  as they are: those with a healthy container should run, the others not;
  as unknown, the state after Docker was unreachable: each has to be corrected;
  as running: those without a healthy container have to be started again, as after a reboot.

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
from figures import at, compare, report
from waiting import until


def listing() -> float:
    """Time Docker takes to list all containers, in milliseconds."""
    began = time.monotonic()
    engine.get("/containers/json?all=true")
    return 1000 * (time.monotonic() - began)


def rows() -> float:
    """Milliseconds to SELECT every app and deployment."""
    began = time.monotonic()
    with contextlib.closing(sqlite3.connect(installation.STATE / "data" / "dcc.db")) as database:
        for table in ("apps", "deployments"):
            database.execute(f"SELECT * FROM {table}").fetchall()
    return 1000 * (time.monotonic() - began)


def write_down(apps: dict[str, tuple[str, str]]):
    """Sets each app's state and desired state, with no deployment in progress."""
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
    """CPU time of all backend threads in milliseconds."""
    threads = pathlib.Path(f"/proc/{backend.pid()}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def start(api: Client, written: dict[str, tuple[str, str]], expected: dict[str, set[str]]) -> tuple[float, float]:
    """Milliseconds from the start until all states are as expected, and the backend's CPU time meanwhile."""
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

    ways = {
        f"start -> {count} apps as they are": (right, shown), "the same, each to be corrected": (unknown, shown),
        "the same, all to be started": (running, on_their_way)}
    times: dict[str, list[tuple[float, float]]] = {what: [] for what in ways}
    listed, plain = [], []
    # Alternating, so that other load affects all equally.
    for _ in range(rounds):
        listed.append(listing())
        plain.append(listed[-1] + rows())
        for what, (written, expected) in ways.items():
            times[what].append(start(api, written, expected))
    start(api, right, shown)
    report(f"Docker lists its {containers} containers", f"p50 {at(listed, 0.5):.1f} ms, p95 {at(listed, 0.95):.1f} ms")
    for what, found in times.items():
        compare(what, [passed for passed, _ in found], "that list + SELECT", plain,
                "<= 2000 ms after Docker's list")
        report("", f"of which backend CPU time {at([its for _, its in found], 0.5):.0f} ms (median)")


main()
