"""The service is stopped at the worst moment: it exits within five seconds, nothing is lost, apps keep running."""

import concurrent.futures
import contextlib
import time

import pytest

import backend
import engine
import hostile_servers
import records
from repositories import Repository, files_of
from waiting import until, within

POLLS = 500
STUBBORN = {
    **files_of("Tests/Fixtures/echoes"),
    "requirements.txt": ".\n",
    "setup.py": "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nopen('/app/building', 'w')\ntime.sleep(600)\n",
}


@pytest.fixture
def ended_backend():
    """Restarts the backend after a test stopped it, even if the test failed."""
    yield
    if not backend.is_alive():
        backend.start()


@pytest.fixture
def cloning(apps):
    """An app whose Git server never responds."""
    with hostile_servers.silent(hostile_servers.SILENT_PORT):
        app = apps.add(repository=hostile_servers.address(hostile_servers.SILENT_PORT))
        until("the clone child", backend.fetches)
        yield app


@pytest.fixture
def installing(apps):
    """An app whose dependency takes ten minutes to build and ignores signals."""
    repository = Repository(STUBBORN)
    app = apps.add(repository=repository.url)
    app.wait_for("installing")
    until("the package being built", (app.workspace / "building").exists, 180)
    yield app
    repository.delete()


@pytest.fixture
def polls(api):
    """Polls that wait for updates that do not come."""
    with contextlib.ExitStack() as opened:
        yield until(f"{POLLS} polls that wait", lambda: all_waiting(api, opened), 180)


def all_waiting(api, opened: contextlib.ExitStack) -> list | None:
    """Falsy if an update answered some of them meanwhile."""
    opened.close()
    time.sleep(1)
    before = backend.connections()
    request = poll(api)
    waiting = []
    for _ in range(POLLS):
        waiting.append(opened.enter_context(records.connection()))
        waiting[-1].sendall(request)
    time.sleep(1)
    return waiting if backend.connections() >= before + POLLS else None


def poll(api) -> bytes:
    news = api.get("/api/status?timeout=0").json
    query = f"instance={news['instance']}&after={news['revision']}&timeout=25"
    return records.get("/api/status", query, REMOTE_USER="admin")


def until_gone():
    until("the backend gone", lambda: not backend.is_alive(), 15, 0.02)


def identity(app) -> tuple[str, str, str]:
    """Container id, start time and pid of the app."""
    seen = engine.container(app.name)
    return seen["Id"], seen["State"]["StartedAt"], seen["State"]["Pid"]


@pytest.mark.alone
def test_it_ends_within_five_seconds_whatever_it_is_doing(echoes, cloning, installing, polls, api, ended_backend):
    before = identity(echoes)
    with within(5):
        with within(1), concurrent.futures.ThreadPoolExecutor(POLLS) as readers:
            backend.terminate()
            answers = list(readers.map(read_and_close, polls))
        until_gone()
    assert all(b"Content-Type: application/json" in answer and b"instance" in answer for answer in answers)
    assert backend.fetches() == []
    assert identity(echoes) == before

    backend.start()
    assert echoes.view()["state"] == "running"
    assert identity(echoes) == before
    # The deployment in progress resumes with the same id.
    cloning.wait_for("cloning", 5)
    installing.wait_for("installing", 60)
    for app in (cloning, installing):
        assert app.view()["deployment"]["reason"] == "onboard"


def test_while_it_ends_nobody_is_made_to_wait(installing, api, ended_backend):
    request = poll(api)
    backend.terminate()
    until("the first sign of its end", lambda: b" stopping" in tail(), 2)
    with within(1), contextlib.suppress(ConnectionError), records.connection() as connection:
        connection.sendall(request)
        records.read_all(connection)
    until_gone()


def test_it_ends_at_once_when_there_is_nothing_to_do(echoes, ended_backend):
    with within(1):
        backend.terminate()
        until_gone()


def read_and_close(connection) -> bytes:
    """Reads and then closes, as nginx does: the backend briefly waits for the other side to close."""
    with connection:
        return records.read_all(connection)


def tail() -> bytes:
    """The end of the backend's log."""
    return backend.LOG.read_bytes()[-2000:]
