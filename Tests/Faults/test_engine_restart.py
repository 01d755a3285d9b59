"""Restarts the Docker Engine, and with it every container on the machine. These faults run last."""

import contextlib
import os
import pathlib
import signal
import subprocess

import pytest

import backend
import engine
from waiting import until, within

PID_FILE = pathlib.Path("/var/run/docker.pid")
# Exists if a script of ours started the Engine; holds the process id that the last script to use it stops.
OURS = pathlib.Path("/run/dcc-engine/dockerd.pid")


def answers() -> bool:
    with contextlib.suppress(OSError, AssertionError):
        return isinstance(engine.get("/containers/json"), list)
    return False


def is_over(process: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


class EngineProcess:
    """The running Engine process and its command line."""

    def __init__(self):
        self._id = int(PID_FILE.read_text())
        process = pathlib.Path(f"/proc/{self._id}")
        self._command = process.joinpath("cmdline").read_text().rstrip("\0").split("\0")
        self._environment = dict(
            entry.split("=", 1) for entry in process.joinpath("environ").read_text().rstrip("\0").split("\0"))
        self._folder = process.joinpath("cwd").readlink()
        self._log = process.joinpath("fd/1").readlink()

    def end(self, number: signal.Signals):
        os.kill(self._id, number)
        until("the Engine gone", lambda: is_over(self._id), 60)

    def start_again(self):
        """Starts the same command with the same environment."""
        PID_FILE.unlink(missing_ok=True)
        with open(self._log, "a") as log:
            started = subprocess.Popen(
                self._command, env=self._environment, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        if OURS.exists():
            OURS.write_text(f"{started.pid}\n")
        self._id = started.pid
        until("the Engine", answers, 60)


class EngineService:
    """The Engine as a systemd service."""

    def end(self, number: signal.Signals):
        # Otherwise the socket unit, or systemd, would restart it before the test notices.
        subprocess.run(["systemctl", "stop", "docker.socket"], check=True)
        if number == signal.SIGKILL:
            subprocess.run(["systemctl", "kill", "--kill-whom=main", "--signal=KILL", "docker.service"], check=True)
        subprocess.run(["systemctl", "stop", "docker.service"], check=True)

    def start_again(self):
        subprocess.run(["systemctl", "start", "docker.socket", "docker.service"], check=True)
        until("the Engine", answers, 60)


@pytest.fixture
def the_engine():
    """Ensures that the Engine runs after the test, however it ends."""
    ended = EngineService() if pathlib.Path("/run/systemd/system").is_dir() else EngineProcess()
    yield ended
    if not answers():
        ended.start_again()


@pytest.fixture
def face_to_face(proxy, monkeypatch, what_must_hold):
    """Connects the backend to the Engine without the proxy."""
    with monkeypatch.context() as patch:
        patch.delitem(backend.settings, "DCC_DOCKER_SOCKET")
        backend.kill()
        backend.start()
        yield
    backend.kill()
    backend.start()


@pytest.mark.alone
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["is stopped", "is killed"])
def test_when_the_engine_itself_restarts_what_should_run_runs_again_within_a_minute(
        number, the_engine, face_to_face, apps, api, history, bystander, same_bystander):
    added = apps.add()
    resting = apps.add()
    for app in (added, resting):
        app.wait_for("running")
    resting.act("stop")
    resting.wait_for("stopped")
    should_run = [bystander, added]

    for name in history.must_be_there:
        history.end(name)
    the_engine.end(number)
    for app in should_run:
        until(f"{app.name} unknown", lambda: app.view()["state"] == "unknown", 15)
    with within(1):
        assert api.get("/api/apps").status == 200
        reply = api.post(f"{added.path}/restart")
    assert (reply.status, reply.json["type"]) == (503, "urn:dcc:problem:docker_unreachable")

    the_engine.start_again()
    with within(60):
        for app in should_run:
            app.wait_for("running", 60)
            assert api.open(app.name).status == 200
    assert resting.view()["state"] == "stopped"
    # The Engine stopped the container, not the app.
    same_bystander.meet()
