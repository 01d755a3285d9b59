"""What was asked of the installation and what it acknowledged, written down by the client that asked."""

import collections
import enum
import itertools
import json
import math
import re
import threading

from client import Client, Reply

_APP = re.compile(r"^/api/apps/([^/?]+)(?:/(\w+))?$")


class Wish(enum.StrEnum):
    """What an app is to be."""

    RUN = "run"
    REST = "rest"
    BE_GONE = "be gone"


WISHES = {
    "onboard": Wish.RUN, "start": Wish.RUN, "restart": Wish.RUN, "redeploy": Wish.RUN, "stop": Wish.REST,
    "remove": Wish.BE_GONE,
}


class Request:
    """A change that was asked for. Moments are counted, not measured."""

    def __init__(self, name: str, action: str, sent: int):
        self.name = name
        self.action = action
        self.sent = sent
        self.over = math.inf
        self.is_acknowledged = False


class History:
    """Names, wishes and deployments as a person would remember them.

    An answer that never came leaves open what happened. Of requests that overlap nobody knows which came last; of one
    that was sent after another was over, everybody does.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._moments = itertools.count()
        # Of each name, those of which any may be the last that was done.
        self._last: dict[str, list[Request]] = collections.defaultdict(list)
        self.asked = 0
        self.acknowledged = 0
        self.perhaps_done = collections.Counter()
        self.deployments: dict[int, str] = {}
        self.ended = collections.Counter()

    def ask(self, name: str, action: str) -> Request:
        with self._lock:
            self.asked += 1
            self.perhaps_done[name, action] += 1
            request = Request(name, action, next(self._moments))
            if action in WISHES:
                self._last[name].append(request)
            return request

    def acknowledge(self, request: Request, deployment: int | None = None):
        """It is done, or will be; `deployment` is the one that it opened."""
        with self._lock:
            self.acknowledged += 1
            request.over = next(self._moments)
            request.is_acknowledged = True
            if request.action in WISHES:
                self._last[request.name] = [other for other in self._last[request.name] if other.over > request.sent]
            if deployment is not None:
                self.deployments[deployment] = request.name

    def refuse(self, request: Request):
        """It was never done."""
        with self._lock:
            self.perhaps_done[request.name, request.action] -= 1
            if request.action in WISHES:
                self._last[request.name].remove(request)

    def lose(self, request: Request):
        """There was no answer, and there will be none."""
        with self._lock:
            request.over = next(self._moments)

    def end(self, name: str):
        """Somebody is about to end an app's container, or to take it away, so that the service has to bring it back."""
        with self._lock:
            self.ended[name] += 1

    def wish(self, name: str) -> Wish | None:
        """The last one that was acknowledged; None where another may have come after it."""
        last = self._last.get(name, [])
        wishes = {WISHES[request.action] for request in last}
        return wishes.pop() if len(wishes) == 1 and any(request.is_acknowledged for request in last) else None

    @property
    def names(self) -> list[str]:
        """All that something was done to, or perhaps."""
        return [name for name, last in self._last.items() if last]

    @property
    def must_be_there(self) -> set[str]:
        return {name for name in self.names if self.wish(name) in (Wish.RUN, Wish.REST)}

    @property
    def may_be_there(self) -> set[str]:
        return {name for name in self.names if self.wish(name) != Wish.BE_GONE}


class RecordingClient(Client):
    """Writes down each change before it asks for it, and what became of it once it has the answer."""

    def __init__(self, history: History):
        super().__init__()
        self.history = history

    def ask(self, method, path, *, body=None, **options) -> Reply:
        change = self._change(method, path, body)
        if not change:
            return super().ask(method, path, body=body, **options)
        request = self.history.ask(*change)
        try:
            reply = super().ask(method, path, body=body, **options)
        except BaseException:
            self.history.lose(request)
            raise
        self._write_down(request, reply)
        return reply

    def _write_down(self, request: Request, reply: Reply):
        if reply.status == 202:
            runs = WISHES.get(request.action) == Wish.RUN
            self.history.acknowledge(request, reply.json["deployment"]["id"] if runs else None)
        elif reply.status in (503, 507) and b"backend_down" not in reply.body or 400 <= reply.status < 500:
            self.history.refuse(request)
        else:
            # nginx answers for a backend that died with the request.
            self.history.lose(request)

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
