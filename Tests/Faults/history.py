"""A client-side record of requests to the installation and its responses."""

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
    """The desired state of an app."""

    RUN = "run"
    REST = "rest"
    BE_GONE = "be gone"


WISHES = {
    "onboard": Wish.RUN, "start": Wish.RUN, "restart": Wish.RUN, "redeploy": Wish.RUN, "stop": Wish.REST,
    "remove": Wish.BE_GONE,
}


class Request:
    """A requested change. Times are sequence numbers, not clock times."""

    def __init__(self, name: str, action: str, sent: int):
        self.name = name
        self.action = action
        self.sent = sent
        self.over = math.inf
        self.is_acknowledged = False


class History:
    """App names, desired states and deployments, as far as a client can know them.

    Without a response, the outcome of a request is unknown. The order of overlapping requests is unknown; a request sent after
    another one finished comes after it.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._moments = itertools.count()
        # Per name, the requests that may have been applied last.
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
        """The request was accepted; `deployment` is the deployment it created."""
        with self._lock:
            self.acknowledged += 1
            request.over = next(self._moments)
            request.is_acknowledged = True
            if request.action in WISHES:
                self._last[request.name] = [other for other in self._last[request.name] if other.over > request.sent]
            if deployment is not None:
                self.deployments[deployment] = request.name

    def refuse(self, request: Request):
        """The request was rejected and has no effect."""
        with self._lock:
            self.perhaps_done[request.name, request.action] -= 1
            if request.action in WISHES:
                self._last[request.name].remove(request)

    def lose(self, request: Request):
        """There was no response, so the outcome stays unknown."""
        with self._lock:
            request.over = next(self._moments)

    def end(self, name: str):
        """The container of an app is about to be stopped or removed from outside, so the service must restart the app."""
        with self._lock:
            self.ended[name] += 1

    def wish(self, name: str) -> Wish | None:
        """The desired state acknowledged last; None if a later request may have been applied."""
        last = self._last.get(name, [])
        wishes = {WISHES[request.action] for request in last}
        return wishes.pop() if len(wishes) == 1 and any(request.is_acknowledged for request in last) else None

    @property
    def names(self) -> list[str]:
        """All apps that a request changed or may have changed."""
        return [name for name, last in self._last.items() if last]

    @property
    def must_be_there(self) -> set[str]:
        return {name for name in self.names if self.wish(name) in (Wish.RUN, Wish.REST)}

    @property
    def may_be_there(self) -> set[str]:
        return {name for name in self.names if self.wish(name) != Wish.BE_GONE}


class RecordingClient(Client):
    """Records each change before sending it, and its outcome after the response."""

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
            # This error is from nginx, after the backend was killed during the request.
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
