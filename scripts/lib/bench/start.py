"""How soon after kill -9 and a start every app is shown as Docker has it, counted from the start of the process.

An app of an even number below CONTAINERS has a healthy container and should run; all others should not, and have an ended
container or none. They are written down as they are, or as unknown, which is what Docker's absence leaves: then each has
to be mended.

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


def write_down(states: dict[str, str], shown: dict[str, str]):
    with contextlib.closing(sqlite3.connect(installation.STATE / "data" / "dcc.db")) as database, database:
        database.executemany(
            "UPDATE apps SET state = ?, desired = ?, failure = NULL WHERE name = ?",
            [(states[name], state, name) for name, state in shown.items()])


def agrees(api: Client, expected: dict[str, str]) -> bool:
    with contextlib.suppress(OSError):
        reply = api.get("/api/status")
        return reply.status == 200 and {app["name"]: app["state"] for app in reply.json["apps"]} == expected
    return False


def start(api: Client, written: dict[str, str], expected: dict[str, str]) -> float:
    """Milliseconds from the start until all is as expected."""
    backend.kill()
    write_down(written, expected)
    began = time.monotonic()
    backend.launch()
    until("every app as Docker has it", lambda: agrees(api, expected), 60, pause=0.02)
    return 1000 * (time.monotonic() - began)


def main():
    count, containers, rounds = (int(word) for word in sys.argv[1:])
    api = Client()
    expected = {
        f"start-{number}": "running" if number < containers and number % 2 == 0 else "stopped" for number in range(count)}
    unknown = dict.fromkeys(expected, "unknown")
    tell_times(f"Docker lists its {containers} containers", [listing() for _ in range(rounds)], "")
    # In turn, so that what else the machine does falls on both alike.
    times = [(start(api, expected, expected), start(api, unknown, expected)) for _ in range(rounds)]
    target = "<= 2000 ms after Docker's list"
    tell_times(f"start -> {count} apps agree", [right for right, _ in times], target)
    tell_times("the same, each one to be mended", [mended for _, mended in times], target)
    tell("what mending one costs", f"{at([mended - right for right, mended in times], 0.5) / count:.2f} ms, the median of the rounds")


main()
