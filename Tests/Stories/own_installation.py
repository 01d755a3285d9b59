"""Separate installations for single stories, with their own state, workspaces, socket and ports.

There is no nginx in front: the story speaks FastCGI to the socket, as nginx would.
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile

import backend
import installation
import records
from client import Reply
from waiting import until

STDOUT = 6


class Installation:
    def __init__(self, **backup):
        """`backup` overrides keys of the configuration's `backup`."""
        # Clone children walk to their workspaces as users of their own.
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="own-", dir=installation.STATE))
        self.root.chmod(0o755)
        self.state = self.root / "data"
        self.workspaces = self.root / "workspaces"
        self.socket = self.root / "dcc.sock"
        self.repository = self.root / "repository"
        self.password = self.root / "password"
        self.password.write_text("a password of the story\n")
        self.configuration = self.root / "dcc.json"
        self.configure(repository=str(self.repository), passwordFile=str(self.password), **backup)
        self._service: subprocess.Popen | None = None

    def configure(self, **backup):
        given = json.loads(backend.CONFIGURATION.read_text())
        given["paths"] = {"state": str(self.state), "workspaces": str(self.workspaces), "socket": str(self.socket)}
        last = given["ports"]["last"]
        given["ports"] = {"first": last + 1, "last": last + 100}
        self.backup = {**getattr(self, "backup", {}), **backup}
        given["backup"] = self.backup
        self.configuration.write_text(json.dumps(given))

    def copy(self) -> "Installation":
        """An installation with the same data and no backups; no service may run on either."""
        copy = Installation()
        for source, target in [(self.state, copy.state), (self.workspaces, copy.workspaces)]:
            subprocess.run(["cp", "-a", source, target], check=True)
        shutil.rmtree(copy.state / "backup", ignore_errors=True)
        (copy.state / "backup.json").unlink(missing_ok=True)
        return copy

    def empty(self) -> "Installation":
        """Another machine, which has nothing but the password and the way to the repository."""
        other = Installation()
        other.configure(repository=self.backup["repository"], passwordFile=self.backup["passwordFile"])
        return other

    # The program

    def command(self, *arguments: str) -> list[str]:
        return [str(backend.PROGRAM), *arguments, "--config", str(self.configuration)]

    def dcc(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=120)

    def succeed(self, *arguments: str) -> str:
        ended = self.dcc(*arguments)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def refuse(self, *arguments: str) -> str:
        """The code with which the program ends in failure."""
        ended = self.dcc(*arguments)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        return ended.stderr.removeprefix("Error: ").partition(":")[0]

    def backups(self) -> list[str]:
        """Their ids, oldest first."""
        return [line.split()[0] for line in self.succeed("backup", "--list").splitlines()]

    def restic(self, *arguments: str) -> str:
        environment = {
            **os.environ, "RESTIC_REPOSITORY": self.backup["repository"],
            "RESTIC_PASSWORD_FILE": self.backup["passwordFile"], "RESTIC_CACHE_DIR": str(self.root / "cache"),
        }
        return subprocess.run(
            ["restic", *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=120).stdout

    def snapshots(self, *options: str) -> list[dict]:
        """What restic lists, finished backups or not, also while the service has the repository for itself."""
        return json.loads(self.restic("snapshots", "--no-lock", "--json", *options))

    def known(self) -> dict:
        """What is known of the backups."""
        return json.loads((self.state / "backup.json").read_text())

    # The service

    @property
    def pid(self) -> int:
        return self._service.pid

    def start(self):
        with open(self.root / "log", "a") as log:
            self._service = subprocess.Popen(
                self.command("serve"), env=backend.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until("the service up", self._answers, 90)

    def _answers(self) -> bool:
        assert self._service.poll() is None, (self.root / "log").read_text()
        # The socket is there before anybody listens, and before nginx's user may speak to it.
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError, PermissionError):
            return self.ask("GET", "/healthz").status == 200
        return False

    def stop(self, number: int = signal.SIGTERM):
        if self._service is not None:
            self._service.send_signal(number)
            self._service.wait(timeout=20)
            self._service = None
            self.socket.unlink(missing_ok=True)

    def ask(self, method: str, path: str, form=None, user: str = installation.USER) -> Reply:
        body = b"" if form is None else json.dumps(form).encode()
        path, _, query = path.partition("?")
        request = records.record(records.BEGIN, records.CLOSE_AFTERWARDS)
        request += records.record(records.PARAMS, records.parameters(
            REQUEST_METHOD=method, SCRIPT_NAME=path, QUERY_STRING=query, HTTP_HOST="localhost", REMOTE_USER=user,
            REMOTE_ADDR="127.0.0.1", HTTP_ORIGIN=installation.ORIGIN, HTTP_X_DCC="story",
            CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body))))
        request += records.record(records.PARAMS)
        request += (records.record(records.STDIN, body) if body else b"") + records.record(records.STDIN)
        with records.connection(at=self.socket, timeout=40) as opened:
            opened.sendall(request)
            answer = _output(records.read_all(opened))
        head, _, body = answer.partition(b"\r\n\r\n")
        status = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"status:"))
        return Reply(int(status.split()[1]), None, body)

    def get(self, path: str, **options) -> Reply:
        return self.ask("GET", path, **options)

    def add(self, **form) -> str:
        reply = self.ask("POST", "/api/apps", {"start_command": "python app.py", "port": 7860, **form})
        assert reply.status == 202, reply.body
        return form["name"]

    def wait_for(self, app: str, state: str, seconds: float = 240) -> dict:
        def arrived():
            view = self.get(f"/api/apps/{app}").json
            assert view["state"] != "failed" or state == "failed", view["failure"]
            return view if view["state"] == state else None

        return until(f"{app} {state}", arrived, seconds)

    def remove(self, app: str):
        assert self.ask("DELETE", f"/api/apps/{app}", {}).status in (202, 404)
        until(f"{app} gone", lambda: self.get(f"/api/apps/{app}").status == 404, 120)

    def delete(self):
        self.stop()
        shutil.rmtree(self.root)


def _output(answer: bytes) -> bytes:
    """What the records of standard output carry."""
    output = b""
    while answer:
        kind, length, padding = struct.unpack("!xB2xHBx", answer[:8])
        if kind == STDOUT:
            output += answer[8:8 + length]
        answer = answer[8 + length + padding:]
    return output
