"""How soon after kill -9 and a start every app is shown as Docker has it, counted from the start of the process.

An app of an even number below CONTAINERS has a healthy container; all others have an ended one or none. They are written
down
  as they are: those with a healthy container should run, the others not;
  as unknown, which is what Docker's absence leaves: then each has to be mended;
  as running: then those without a healthy container have to be brought up again, as after a restart of the machine.

Usage: start.py APPS CONTAINERS ROUNDS
"""

import contextlib
import http.client
import json
import socket
import sqlite3
import sys
import time

import backend
import installation
from client import Client
from figures import at, tell, tell_times
from waiting import until

ENGINE = "/var/run/docker.sock"


class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(ENGINE)


def listing() -> float:
    """Milliseconds that Docker takes to list all containers."""
    began = time.monotonic()
    connection = Engine("docker")
    connection.request("GET", "/containers/json?all=true")
    json.loads(connection.getresponse().read())
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


def start(api: Client, written: dict[str, tuple[str, str]], expected: dict[str, set[str]]) -> float:
    """Milliseconds from the start until all is as expected."""
    backend.kill()
    write_down(written)
    began = time.monotonic()
    backend.launch()
    until("every app as Docker has it", lambda: agrees(api, expected), 60, pause=0.02)
    return 1000 * (time.monotonic() - began)


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
    # In turn, so that what else the machine does falls on all alike.
    times = [
        (start(api, right, shown), start(api, unknown, shown), start(api, running, on_their_way)) for _ in range(rounds)]
    start(api, right, shown)
    target = "<= 2000 ms after Docker's list"
    tell_times(f"start -> {count} apps as they are", [found for found, _, _ in times], target)
    tell_times("the same, each one to be mended", [found for _, found, _ in times], target)
    tell_times("the same, all to be brought up", [found for _, _, found in times], target)
    tell("what mending one costs", f"{at([mended - found for found, mended, _ in times], 0.5) / count:.2f} ms, the median of the rounds")


main()
