"""Repositories of the kinds that people have: each runs, or its failure says why and offers what mends it."""

import pytest

from field import FAILING, MENDED, RUNNING, FieldRepository, Kind, server, settings_after
from waiting import until, within


@pytest.fixture
def published():
    made = []

    def publish(kind: Kind) -> FieldRepository:
        made.append(FieldRepository(kind))
        return made[-1]

    yield publish
    for repository in made:
        repository.delete()


def of_kind(kinds: dict[str, Kind]):
    return pytest.mark.parametrize("kind", kinds.values(), ids=kinds.keys())


def fail(app, kind: Kind) -> dict:
    failure = app.wait_for("failed")["failure"]
    kind.fails.check(failure)
    assert failure["hint"] and len(failure["lines"]) <= 3
    return failure


@of_kind(RUNNING)
def test_it_runs(kind, apps, api, published):
    app = apps.add(repository=published(kind).url, **kind.form)
    app.wait_for("running")
    assert api.open(app.name).body == b"hello from the field"


@of_kind(FAILING)
def test_it_says_what_is_wrong(kind, apps, published):
    fail(apps.add(repository=published(kind).url, **kind.form), kind)


@of_kind(MENDED)
def test_it_runs_once_the_offered_action_is_taken(kind, apps, api, published):
    app = apps.add(repository=published(kind).url, **kind.form)
    failure = fail(app, kind)
    reply = api.patch(app.path, settings_after(failure["action"], app.view()))
    assert reply.status == 200, reply.body
    app.act("redeploy")
    until("another state", lambda: app.view()["state"] != "failed")
    app.wait_for("running")
    assert api.open(app.name).body == b"hello from the field"


def test_a_wrong_port_is_named_within_twenty_seconds(apps, published):
    app = apps.add(repository=published(MENDED["another port than the form says"]).url)
    app.wait_for("starting")
    with within(20):
        app.wait_for("failed")


def test_a_tag_or_a_commit_is_fetched_as_a_branch_is(apps, published):
    repository = published(Kind({"app.py": server()}))
    tagged = repository.commit({"note.txt": "tagged"})
    repository.tag("v1.0")
    newest = repository.commit({"note.txt": "newest"})
    at_tag, at_commit = (apps.add(repository=repository.url, branch=name) for name in ("v1.0", tagged))
    assert at_tag.wait_for("running")["commit"] == at_commit.wait_for("running")["commit"] == tagged != newest


def test_apps_that_wait_to_be_reached_hold_nobody_up(apps, published):
    silent = published(Kind({"app.py": "import time\ntime.sleep(600)\n"}))
    waiting = [apps.add(repository=silent.url) for _ in range(4)]
    for app in waiting:
        app.wait_for("starting")
    apps.add(repository=published(Kind({"app.py": server()})).url).wait_for("running", 120)
    assert all(app.view()["state"] == "starting" for app in waiting)
