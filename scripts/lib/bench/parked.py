"""Thousands of parked polls: the memory of one in the backend and in nginx, how long one publish takes to reach all (against
a bare epoll loop that sends the same bytes to as many connections), and whether any is missed.

The client is one epoll loop on plain HTTP on loopback, as an operator already signed in by nginx. Each connection polls again
with the last revision it received, as the page does. A publish changes an app's start command; it has reached a connection
when a response contains the new command.

Usage: parked.py PORT EPOLL_PORT COUNT PUBLISHES SECONDS
"""

import json
import pathlib
import selectors
import socket
import sys
import time

import backend
import installation
from client import Client
from figures import compare, compare_rounds, report

APP = "bench-parked"


def status(pid: int) -> dict[str, int]:
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    fields = {name: words for name, _, words in (line.partition(":") for line in lines)}
    return {name: int(fields[name].split()[0]) for name in ("RssAnon", "Threads")}


def nginx_memory() -> int:
    """In KiB, of its workers."""
    master = int((installation.STATE / "nginx-master.pid").read_text())
    workers = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return sum(status(int(pid))["RssAnon"] for pid in workers)


class Poll:
    def __init__(self, port: int, path: str):
        self._path = path
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.instance = self.revision = None
        self.marker = -1
        self.refused = self.answers = 0
        self._received = b""

    def ask(self):
        query = "" if self.revision is None else f"?instance={self.instance}&after={self.revision}"
        self.socket.send(f"GET {self._path}{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def read(self) -> bool:
        """Reads available bytes; true when a response is complete."""
        self._received += self.socket.recv(1 << 20)
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator:
            return False
        if b"chunked" in head:
            if not body.endswith(b"0\r\n\r\n"):
                return False
            body = b"".join(body.split(b"\r\n")[1::2])
        elif len(body) < int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]):
            return False
        self._received = b""
        if not head.startswith(b"HTTP/1.1 200"):
            # Polls again, as the page does.
            self.refused += 1
            return True
        self.answers += 1
        answer = json.loads(body)
        self.instance, self.revision = answer["instance"], answer["revision"]
        for app in answer["apps"]:
            if app["name"] == APP:
                self.marker = int(app["start_command"].split()[-1])
        return True


class Crowd:
    def __init__(self):
        self._selector = selectors.EpollSelector()
        self.polls: list[Poll] = []

    def join(self, poll: Poll):
        self.polls.append(poll)
        self._selector.register(poll.socket, selectors.EVENT_READ, poll)
        poll.ask()

    def run(self, seconds: float, until=lambda: False, again=True):
        """Handles polls for `seconds`, or until `until` is true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not until():
            for key, _ in self._selector.select(0.05):
                if key.data.read() and again:
                    key.data.ask()

    def run_until_all(self, answered, **options) -> set[Poll]:
        """Runs until that is true of every poll, for 15 s at the most, and gives those of which it is not."""
        waiting = set(self.polls)

        def done() -> bool:
            waiting.difference_update([poll for poll in waiting if answered(poll)])
            return not waiting

        self.run(15, until=done, **options)
        return waiting

    def close(self):
        for poll in self.polls:
            poll.socket.close()
        self._selector.close()


def answered_by_epoll(port: int, count: int, rounds: int) -> list[float]:
    """Seconds that the bare loop takes to answer all of `count` parked connections, each of which asks again at once."""
    crowd = Crowd()
    for number in range(count):
        crowd.join(Poll(port, "/parked"))
        if number % 50 == 49:
            crowd.run(0.02)
    trigger = Poll(port, "/go")
    seconds = []
    for number in range(1, rounds + 1):
        began = time.monotonic()
        trigger.ask()
        waiting = crowd.run_until_all(lambda poll: poll.answers >= number)
        assert not waiting, f"{len(waiting)} without an answer"
        seconds.append(time.monotonic() - began)
        trigger.socket.setblocking(True)
        trigger.read()
        trigger.socket.setblocking(False)
        crowd.run(0.5)
    crowd.close()
    trigger.socket.close()
    return seconds


def main():
    port, epoll_port, count, publishes, seconds = (int(word) for word in sys.argv[1:])
    api = Client()

    def publish(marker: int):
        reply = api.patch(f"/api/apps/{APP}", {"start_command": f"echo {marker}"})
        assert reply.status == 200, reply.body

    crowd = Crowd()
    before, nginx_before = status(backend.pid()), nginx_memory()
    began = time.monotonic()
    for number in range(count):
        crowd.join(Poll(port, "/parked"))
        if number % 50 == 49:
            crowd.run(0)
            crowd.run(0.02)
    crowd.run(30, until=lambda: all(poll.revision is not None for poll in crowd.polls))
    parking = time.monotonic() - began
    crowd.run(1)
    parked, nginx_parked = status(backend.pid()), nginx_memory()
    report("parked polls", f"{count}, through nginx on plain loopback (no TLS, signed in beforehand), parked in {parking:.1f} s")
    compare_rounds("memory of the backend for each", [(parked["RssAnon"] - before["RssAnon"]) / count],
                   "nginx", [(nginx_parked - nginx_before) / count], "<= 16 KB", unit="KB")
    compare_rounds(f"the backend with {count} parked", [parked["Threads"]], "before", [before["Threads"]],
                   "none per waiter", unit="threads")

    reached, missed = [], 0
    deadline = time.monotonic() + seconds
    while len(reached) + missed < publishes and time.monotonic() < deadline:
        marker = len(reached) + missed
        began = time.monotonic()
        publish(marker)
        waiting = crowd.run_until_all(lambda poll: poll.marker >= marker)
        if waiting:
            missed += 1
            report("", f"publish {marker} was not seen by {len(waiting)} polls within 15 s")
        else:
            reached.append(time.monotonic() - began)
    peak = status(backend.pid())
    refused = sum(poll.refused for poll in crowd.polls)
    crowd.close()
    # The backend notices closed polls meanwhile.
    time.sleep(2)
    compare("one publish reaches all", reached, "a bare epoll loop to as many", answered_by_epoll(epoll_port, count, 10),
            "p50 ratio <= 1.5", unit="s", parts=(50, 95, 100))
    report("missed", f"{missed} of {len(reached) + missed} publishes", "none of 100")
    report("polls refused and retried", str(refused))
    report("after them", f"{(peak['RssAnon'] - before['RssAnon']) / count:.1f} KB each, {peak['Threads']} threads")


main()
