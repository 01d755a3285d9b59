"""Two members and a viewer: who can see, poll, open and change what, through real nginx."""

import json
import time

import pytest

from apps import Apps
from client import CHANGE, Client
from waiting import settled, until, within

ALICE, BOB, VERA = Client("alice"), Client("bob"), Client("vera")


@pytest.fixture(scope="module")
def alices():
    made = Apps(ALICE)
    yield made.add()
    made.take_away()


@pytest.fixture
def alices_app(alices):
    """A running app of alice's that is not shared."""
    alices.wait_for("running")
    assert ALICE.patch(alices.path, {"shared_with": []}).status == 200
    until("the end of what nginx remembers", lambda: BOB.open(alices.name).status == 404)
    return alices


READS = ["", "/logs?timeout=0", "/deployments", "/deployments/1"]
CHANGES = ["start", "stop", "restart", "redeploy"]


def test_who_one_is_is_told_with_role_and_quota():
    assert ALICE.get("/api/me").json["role"] == "member"
    assert VERA.get("/api/me").json["role"] == "viewer"
    me = Client().get("/api/me").json
    assert (me["user"], me["role"], me["quota"]["apps"]["limit"]) == ("admin", "operator", None)


@pytest.mark.parametrize("path", READS)
def test_somebody_elses_app_is_not_there(path, alices_app):
    assert BOB.get(alices_app.path + path).status == 404
    assert BOB.get("/api/apps/no-such-app" + path).status == 404


@pytest.mark.parametrize("action", CHANGES)
def test_somebody_elses_app_cannot_be_touched(action, alices_app):
    assert BOB.post(f"{alices_app.path}/{action}").status == 404
    assert BOB.patch(alices_app.path, {"port": 1}).status == 404
    assert BOB.delete(alices_app.path).status == 404
    assert alices_app.view()["state"] == "running"


def test_neither_the_list_nor_the_poll_tells_of_it(alices_app):
    assert alices_app.name not in BOB.get("/api/apps").body.decode()
    assert alices_app.name not in BOB.get("/api/status?timeout=0").body.decode()
    assert alices_app.name in Client().get("/api/status?timeout=0").body.decode()


@pytest.mark.parametrize("principal", ["bob", "*"])
def test_what_is_shared_is_seen_and_opened_and_nothing_more(principal, alices_app):
    assert ALICE.patch(alices_app.path, {"shared_with": [principal]}).status == 200
    for path in ["", "/logs?timeout=0", "/deployments"]:
        assert BOB.get(alices_app.path + path).status == 200
    assert BOB.open(alices_app.name).status == 200
    for action in CHANGES:
        reply = BOB.post(f"{alices_app.path}/{action}")
        assert (reply.status, reply.json["type"].rpartition(":")[2]) == (403, "not_yours")
    assert BOB.patch(alices_app.path, {"shared_with": []}).status == 403
    assert BOB.delete(alices_app.path).status == 403
    assert alices_app.view()["state"] == "running"


def test_what_is_no_longer_shared_is_closed_within_two_seconds(alices_app):
    assert ALICE.patch(alices_app.path, {"shared_with": ["bob"]}).status == 200
    assert BOB.open(alices_app.name).status == 200
    assert ALICE.patch(alices_app.path, {"shared_with": []}).status == 200
    settled("the link closed", lambda: BOB.open(alices_app.name).status == 404, 2)
    assert BOB.get(alices_app.path).status == 404


def test_a_poll_that_waits_is_not_answered_by_what_it_may_not_see(alices_app):
    known = BOB.get("/api/status?timeout=0").json
    seen = f"instance={known['instance']}&after={known['revision']}"
    # An app that bob may not see changes while his poll waits.
    assert ALICE.patch(alices_app.path, {"memory_gib": 7}).status == 200
    end = time.monotonic() + 2
    after = known["revision"]
    while time.monotonic() < end:
        # Host updates may arrive.
        news = BOB.get(f"/api/status?instance={known['instance']}&after={after}&timeout=1").json
        assert (news["full"], news["apps"], news["removed"]) == (False, [], [])
        after = news["revision"]
    # An operator's poll is answered immediately.
    with within(1.5):
        assert [app["name"] for app in Client().get(f"/api/status?{seen}&timeout=20").json["apps"]] == [alices_app.name]


def test_a_link_to_nothing_and_to_somebody_elses_app_look_the_same(alices_app):
    closed, nothing = BOB.open(alices_app.name), BOB.open("no-such-app")
    assert (closed.status, closed.body) == (nothing.status, nothing.body) == (404, closed.body)


def test_a_viewer_adds_nothing():
    made = Apps(VERA)
    form = made.form()
    reply = made.submit(form)
    assert (reply.status, reply.json["type"].rpartition(":")[2]) == (403, "role_too_low")
    assert Client().get(f"/api/apps/{form['name']}").status == 404


def test_an_operator_does_everything_and_the_audit_log_says_so(alices_app):
    operator = Client()
    before = ALICE.get(alices_app.path).json["memory_gib"]
    assert operator.patch(alices_app.path, {"memory_gib": 5}).status == 200
    [entry] = operator.get(f"/api/audit?app={alices_app.name}&action=change&limit=1").json["entries"]
    assert (entry["actor"], entry["outcome"], entry["address"]) == ("admin", "done", "127.0.0.1")
    assert (entry["detail"]["before"]["memory_gib"], entry["detail"]["after"]["memory_gib"]) == (before, 5)


@pytest.mark.parametrize("person", [ALICE, VERA], ids=["member", "viewer"])
def test_the_audit_log_is_for_operators(person):
    assert person.get("/api/audit").status == 403
    [entry] = Client().get("/api/audit?limit=1&action=GET%20%2Fapi%2Faudit").json["entries"]
    assert (entry["actor"], entry["outcome"], entry["detail"]) == (person.user, "refused", {"code": "role_too_low"})


def test_a_change_must_be_asked_by_our_page_whoever_asks(alices_app):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}, {"X-DCC": None}):
        reply = Client().ask("PATCH", alices_app.path, body=json.dumps({"port": 1}).encode(), headers={**CHANGE, **headers})
        assert reply.status == 403
    assert alices_app.view()["port"] == 7860
