"""Thousands of parked polls: memory per poll in the backend, time until one publish reaches all, and missed publishes.

The client is one epoll loop on plain HTTP on loopback, as an operator already signed in by nginx. Each connection polls again
with the last revision it received, as the page does. A publish changes an app's start command; it has reached a connection
when a response contains the new command.

Usage: parked.py PORT COUNT PUBLISHES SECONDS
"""

import json
import pathlib
import selectors
import socket
import sys
import time

import backend
from client import Client
from figures import at, tell

APP = "bench-parked"


def status() -> dict[str, int]:
    lines = pathlib.Path(f"/proc/{backend.pid()}/status").read_text().splitlines()
    fields = {name: words for name, _, words in (line.partition(":") for line in lines)}
    return {name: int(fields[name].split()[0]) for name in ("RssAnon", "Threads")}


class Poll:
    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.instance = self.revision = None
        self.marker = -1
        self.refused = 0
        self._received = b""

    def ask(self):
        query = "" if self.revision is None else f"?instance={self.instance}&after={self.revision}"
        self.socket.send(f"GET /parked{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

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

    def run(self, seconds: float, until=lambda: False):
        """Handles polls for `seconds`, or until `until` is true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not until():
            for key, _ in self._selector.select(0.05):
                if key.data.read():
                    key.data.ask()


def main():
    port, count, publishes, seconds = (int(word) for word in sys.argv[1:])
    api = Client()

    def publish(marker: int):
        reply = api.patch(f"/api/apps/{APP}", {"start_command": f"echo {marker}"})
        assert reply.status == 200, reply.body

    crowd = Crowd()
    before = status()
    began = time.monotonic()
    for number in range(count):
        crowd.join(Poll(port))
        if number % 50 == 49:
            crowd.run(0)
            crowd.run(0.02)
    crowd.run(30, until=lambda: all(poll.revision is not None for poll in crowd.polls))
    parking = time.monotonic() - began
    crowd.run(1)
    parked = status()
    each = 1024 * (parked["RssAnon"] - before["RssAnon"]) / count
    tell("parked polls", f"{count}, through nginx on plain loopback (no TLS, signed in beforehand), parked in {parking:.1f} s")
    tell("backend memory per poll", f"{each / 1024:.1f} KB", "<= 16 KB")
    tell("backend threads", f"{before['Threads']} before, {parked['Threads']} with {count} parked", "none per poll")

    reached, missed = [], 0
    deadline = time.monotonic() + seconds
    while len(reached) + missed < publishes and time.monotonic() < deadline:
        marker = len(reached) + missed
        began = time.monotonic()
        publish(marker)
        waiting = set(crowd.polls)

        def all_told():
            waiting.difference_update([poll for poll in waiting if poll.marker >= marker])
            return not waiting

        crowd.run(15, until=all_told)
        if waiting:
            missed += 1
            tell("", f"publish {marker} was not seen by {len(waiting)} polls within 15 s")
        else:
            reached.append(time.monotonic() - began)
    if reached:
        tell("one publish reaches all", f"{len(reached)} publishes: p50 {at(reached, 0.5):.2f} s, p95 {at(reached, 0.95):.2f} s, "
             f"most {max(reached):.2f} s", "<= 2 s")
    tell("missed", f"{missed} of {len(reached) + missed} publishes", "none of 100")
    tell("polls refused and retried", str(sum(poll.refused for poll in crowd.polls)))
    peak = status()
    tell("after them", f"{(peak['RssAnon'] - before['RssAnon']) / count:.1f} KB each, {peak['Threads']} threads")


main()
