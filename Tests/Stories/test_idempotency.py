"""A request creates one app, however often and fast it is sent."""

import concurrent.futures
import secrets

import pytest

import engine


@pytest.fixture
def key():
    """A header with an unused key."""
    return {"Idempotency-Key": secrets.token_hex(16)}


def test_a_request_sent_twice_makes_one_app(api, apps, key):
    form = apps.form()
    first, second = (apps.submit(form, headers=key) for _ in range(2))
    assert (first.status, second.status) == (202, 202)
    assert first.headers["Location"] == second.headers["Location"] == f"/api/apps/{form['name']}"
    app = apps.adopt(form["name"])
    app.wait_for("running")
    deployments = api.get(f"{app.path}/deployments").json["deployments"]
    assert [deployment["reason"] for deployment in deployments] == ["onboard"]
    assert len([name for name in engine.leftovers(app.name) if name.endswith("-app-1")]) == 1


def test_a_key_stands_for_one_request_alone(apps, key):
    form = apps.form()
    assert apps.submit(form, headers=key).status == 202
    reply = apps.submit({**form, "port": 7861}, headers=key)
    assert (reply.status, reply.errors) == (409, {"idempotency_key_reused": "Idempotency-Key"})


def test_of_fifty_at_once_one_gets_the_name(apps):
    form = apps.form()
    with concurrent.futures.ThreadPoolExecutor(50) as people:
        replies = list(people.map(lambda _: apps.submit(form), range(50)))
    assert sorted(reply.status for reply in replies) == [202] + [409] * 49
    for reply in replies:
        assert reply.status == 202 or reply.errors == {"name_taken": "name"}


def test_of_fifty_copies_of_one_submission_all_are_that_one(api, apps, key):
    form = apps.form()
    with concurrent.futures.ThreadPoolExecutor(50) as people:
        replies = list(people.map(lambda _: apps.submit(form, headers=key), range(50)))
    assert {(reply.status, reply.headers["Location"]) for reply in replies} == {(202, f"/api/apps/{form['name']}")}
    assert len({reply.json["deployment"]["id"] for reply in replies}) == 1


@pytest.mark.parametrize("action", ["start", "restart", "redeploy"])
def test_what_is_under_way_is_not_begun_again(action, api, apps):
    app = apps.add()
    reply = api.post(f"{app.path}/{action}")
    assert (reply.status, reply.json["type"]) == (409, "urn:dcc:problem:state_conflict")
    assert len(api.get(f"{app.path}/deployments").json["deployments"]) == 1
