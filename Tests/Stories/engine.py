"""The Docker Engine API: current resources, and containers as they were when created."""

import contextlib
import http.client
import json
import socket
import subprocess
import threading
import urllib.parse

from waiting import until


class _Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect("/var/run/docker.sock")


def _open(path: str):
    connection = _Connection("localhost")
    connection.request("GET", path)
    return connection, connection.getresponse()


def get(path: str, **filters):
    query = "?" + urllib.parse.urlencode({"all": "true", "filters": json.dumps(filters)}) if filters else ""
    connection, response = _open(path + query)
    with contextlib.closing(connection):
        answer = json.load(response)
    assert response.status == 200, f"{path}: {answer}"
    return answer


def leftovers(app: str) -> list[str]:
    """Containers and networks with the app's label."""
    label = [f"dcc.app={app}"]
    containers = [name for entry in get("/containers/json", label=label) for name in entry["Names"]]
    return containers + [entry["Name"] for entry in get("/networks", label=label)]


def container(app: str, service: str = "app"):
    """Inspects the container of a service."""
    return get(f"/containers/dcc-{app}-{service}-1/json")


def containers(app: str, service: str = "app") -> list[dict]:
    """Lists the containers, including stopped ones."""
    return get("/containers/json", label=[f"dcc.app={app}", f"com.docker.compose.service={service}"])


def runs(app: str, service: str) -> bool:
    return any(entry["State"] == "running" for entry in containers(app, service))


def docker(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=60)


class Witness:
    """Inspects each of our containers as soon as it is created, including short-lived ones."""

    def __init__(self):
        self._seen = {}
        filters = json.dumps({"type": ["container"], "event": ["create"], "label": ["dcc.app"]})
        self._connection, self._events = _open("/events?" + urllib.parse.urlencode({"filters": filters}))
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            for line in self._events:
                made = json.loads(line)["Actor"]
                key = made["Attributes"]["dcc.app"], made["Attributes"]["com.docker.compose.service"]
                # A container that is already gone is missed; the test that waits for it fails.
                with contextlib.suppress(AssertionError):
                    self._seen[key] = get(f"/containers/{made['ID']}/json")

    def made(self, app: str, service: str = "app", seconds: float = 240):
        """Waits until the container has been created, and returns its state at that time."""
        return until(f"the {service} container of {app}", lambda: self._seen.get((app, service)), seconds)

    def forget(self, app: str, service: str = "app"):
        """From here on only a newer container counts."""
        self._seen.pop((app, service), None)

    def close(self):
        self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()
