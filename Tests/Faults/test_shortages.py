"""Descriptors, processes or memory run out under load: the same backend serves afterwards, and each failed app says why."""

import contextlib

import pytest

import backend
import installation
import shortages
from client import Reply
from waiting import until

NOWHERE = f"{installation.GIT}/no-such-repository.git"
# A call of the Engine's API needs a descriptor or a thread too.
KNOWN = {"docker_unreachable", "git_failed"}


def patiently(ask) -> Reply:
    """Retries while nginx, or the shortage, has the backend answer nothing."""
    def answer():
        try:
            reply = ask()
        except OSError:
            return None
        return reply if reply.status in (200, 202, 404) else None

    return until("an answer", answer, 120)


def view(app) -> dict:
    return patiently(lambda: app.api.get(app.path)).json


def lacks(added, name) -> bool:
    """Whether one of the apps says what there was too little of; deploys again those that are at rest."""
    for app in added:
        seen = view(app)
        if (seen["failure"] or {}).get("code") == name:
            return True
        if seen["state"] in ("running", "failed"):
            with contextlib.suppress(OSError):
                app.api.post(f"{app.path}/redeploy")
    return False


@pytest.mark.parametrize("taken, name", [
    (shortages.descriptors, "descriptors_exhausted"),
    (shortages.processes, "processes_exhausted"),
    (shortages.memory, "memory_exhausted"),
], ids=["descriptors", "processes", "memory"])
def test_what_runs_out_under_load_fails_apps_by_name_and_nothing_else(taken, name, apps, api):
    before = backend.pid()
    forms = [apps.form(repository=NOWHERE) for _ in range(20)] + [apps.form() for _ in range(4)]
    for form in forms:
        patiently(lambda form=form: apps.submit(form))
    added = [apps.adopt(form["name"]) for form in forms]
    bad, good = added[:20], added[20:]
    with taken():
        until(f"a deployment that {name} failed", lambda: lacks(added, name), 90)
        assert backend.is_alive()
    assert backend.is_alive() and backend.pid() == before
    for app in added:
        until(f"{app.name} at rest", lambda app=app: view(app)["state"] in ("running", "failed"), 180)
    for app in bad:
        failure = view(app)["failure"]
        assert failure["code"] != "internal" and failure["message"] and failure["hint"], failure
    until("the Engine seen again", lambda: api.get("/api/host").json["docker"] == "reachable", 120)
    for app in good:
        if failure := view(app)["failure"]:
            assert failure["code"] in KNOWN | {name}, failure
            assert failure["hint"], failure
            app.act("redeploy")
    for app in good:
        app.wait_for("running")
