"""Reads while another program holds the database's write lock, with four changes waiting for it, beside the same reads without.

Usage: locked.py PORT, of a plain server where /read/… is a request by an operator who is signed in. Environment variables select
the installation, as for the stories.
"""

import contextlib
import http.client
import sqlite3
import sys
import threading
import time

import installation
from client import Client
from figures import compare

APP = "bench-locked"
DATABASE = installation.STATE / "data" / "dcc.db"
LOCKED = 1.2
ROUNDS = 10


def reads(port: int, seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each answer, over a kept connection and through the app's link."""
    paths = {"GET /healthz": "/healthz", "GET /api/apps/{name}": f"/api/apps/{APP}", "GET /internal/route": "/internal/route"}
    took: dict[str, list[float]] = {name: [] for name in paths}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name, path in paths.items():
            began = time.perf_counter()
            connection.request("GET", f"/read{path}", headers={"Host": f"{APP}.apps.localhost:{installation.PORT}"})
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 200, (path, reply.status)
            took[name].append(1000 * (time.perf_counter() - began))
        time.sleep(0.005)
    connection.close()
    return took


@contextlib.contextmanager
def locked():
    """The write lock held elsewhere, and four changes that wait for it."""
    clients = [Client() for _ in range(4)]
    with contextlib.closing(sqlite3.connect(DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        changes = [
            threading.Thread(target=client.patch, args=(f"/api/apps/{APP}", {"memory_gib": 4 + number}))
            for number, client in enumerate(clients)
        ]
        for change in changes:
            change.start()
        time.sleep(0.1)
        yield
        other.execute("ROLLBACK")
        for change in changes:
            change.join()


def main():
    port = int(sys.argv[1])
    free: dict[str, list[float]] = {}
    held: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, took in reads(port, LOCKED).items():
            free.setdefault(name, []).extend(took)
        with locked():
            for name, took in reads(port, LOCKED).items():
                held.setdefault(name, []).extend(took)
    for name in free:
        compare(f"{name}, database locked", held[name], "not locked", free[name], "p99 < 20 ms", parts=(50, 99, 100))


main()
