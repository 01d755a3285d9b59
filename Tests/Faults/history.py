"""What was asked of the installation and what it acknowledged, written down by the client that asked."""

import collections
import json
import re
import threading

from client import Client, Reply

_APP = re.compile(r"^/api/apps/([^/?]+)(?:/(\w+))?$")


class History:
    """Names and deployments as a person would remember them. An answer that never came leaves open what happened."""

    def __init__(self):
        self._lock = threading.Lock()
        self.asked = collections.Counter()
        self.acknowledged = collections.Counter()
        self.deployments: dict[int, str] = {}
        self.added: set[str] = set()
        self.maybe_added: set[str] = set()
        self.removed: set[str] = set()
        self.maybe_removed: set[str] = set()

    def ask(self, name: str, action: str):
        with self._lock:
            self.asked[name, action] += 1
            {"onboard": self.maybe_added, "remove": self.maybe_removed}.get(action, set()).add(name)

    def acknowledge(self, name: str, action: str, reply: Reply):
        with self._lock:
            self.acknowledged[name, action] += 1
            if action == "remove":
                self.removed.add(name)
                self.added.discard(name)
                return
            if action == "onboard":
                self.added.add(name)
                self.removed.discard(name)
                self.maybe_removed.discard(name)
            if action in ("onboard", "start", "restart", "redeploy"):
                self.deployments[reply.json["deployment"]["id"]] = name

    @property
    def must_be_there(self) -> set[str]:
        return self.added - self.maybe_removed

    @property
    def may_be_there(self) -> set[str]:
        return self.maybe_added - self.removed


class RecordingClient(Client):
    """Writes down each change before it asks for it, and each acknowledgement once it has it."""

    def __init__(self, history: History):
        super().__init__()
        self.history = history

    def ask(self, method, path, *, body=None, **options) -> Reply:
        change = self._change(method, path, body)
        if change:
            self.history.ask(*change)
        reply = super().ask(method, path, body=body, **options)
        if change and reply.status == 202:
            self.history.acknowledge(*change, reply)
        return reply

    @staticmethod
    def _change(method: str, path: str, body: bytes | None) -> tuple[str, str] | None:
        if (method, path) == ("POST", "/api/apps"):
            return json.loads(body)["name"], "onboard"
        app = _APP.match(path)
        if app and method == "DELETE":
            return app[1], "remove"
        if app and method == "POST":
            return app[1], app[2]
        return None
