"""Invariants that must hold within a minute after every fault."""

import collections
import contextlib
import pathlib
import sqlite3
import subprocess

import backend
import engine
import installation
import judgement
from history import History
from waiting import until

DATABASE = installation.STATE / "data" / "dcc.db"
# Belongs to a repository inspection, not to an app.
SCRATCH = ".inspect-"


def check(api, history: History, seconds: float = 60):
    """Raises AssertionError with all invariants that do not hold within `seconds`."""
    troubles: list[str] = []

    def well() -> bool:
        troubles[:] = _troubles(api, history)
        return not troubles

    try:
        until("what must hold", well, seconds, pause=0.5)
    except AssertionError as error:
        raise AssertionError(f"{error}: " + "; ".join(troubles)) from None
    assert query("PRAGMA integrity_check") == [("ok",)]
    verdict = subprocess.run(
        [str(backend.PROGRAM), "doctor", "--config", str(backend.CONFIGURATION)], capture_output=True, text=True)
    assert "ok    audit log" in verdict.stdout, verdict.stdout + verdict.stderr


def _troubles(api, history: History) -> list[str]:
    try:
        reply = api.get("/api/apps")
    except OSError as error:
        return [f"no answer: {error}"]
    if reply.status != 200:
        return [f"status {reply.status}"]
    apps = {app["name"]: app for app in reply.json["apps"]}
    return [
        *judgement.presence(apps.keys(), history), *judgement.wishes(apps, history), *_records(apps.keys(), history),
        *judgement.containers(apps, _containers_by_service()), *_owners(apps.keys()),
    ]


def _records(present: set[str], history: History):
    written = {name for (name,) in query("SELECT name FROM apps WHERE removed_at IS NULL")}
    if written != set(present):
        yield f"the page and the database disagree on {written ^ set(present)}"
    yield from judgement.deployments(
        query("SELECT d.id, a.name, d.reason, d.requested_by FROM deployments d JOIN apps a ON a.id = d.app_id"), history)


def _containers_by_service() -> dict[tuple[str, str], list[dict]]:
    found = collections.defaultdict(list)
    for entry in _containers():
        labels = entry["Labels"]
        found[labels["dcc.app"], labels["com.docker.compose.service"]].append(entry)
    return found


def _owners(names: set[str]):
    for entry in _containers():
        if entry["Labels"]["dcc.app"] not in names:
            yield f"container {entry['Names']} has no app"
    for entry in engine.get("/networks", label=[_mark()]):
        if entry["Labels"]["dcc.app"] not in names:
            yield f"network {entry['Name']} has no app"
    for root in (installation.WORKSPACES, installation.STACKS):
        for folder in _folders(root):
            if folder.name not in names and not folder.name.startswith(SCRATCH):
                yield f"{folder} has no app"


def _folders(root: pathlib.Path) -> list[pathlib.Path]:
    return [entry for entry in root.iterdir() if entry.is_dir() and not entry.is_symlink()]


def _containers() -> list[dict]:
    return engine.get("/containers/json", label=[_mark()])


def _mark() -> str:
    [(instance,)] = query("SELECT id FROM installation")
    return f"dcc.instance={instance}"


def query(sql: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True, timeout=5)) as database:
        return database.execute(sql).fetchall()


def identity(app: str) -> tuple[str, str]:
    """The id and start time of an app's container."""
    container = engine.container(app)
    return container["Id"], container["State"]["StartedAt"]
