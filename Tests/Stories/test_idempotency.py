"""One request is one app, however often and however fast it is sent."""

import concurrent.futures

import engine


def test_a_request_sent_twice_makes_one_app(api, apps):
    form, key = apps.form(), {"Idempotency-Key": "one-submission"}
    first, second = (apps.submit(form, headers=key) for _ in range(2))
    assert (first.status, second.status) == (202, 202)
    assert first.headers["Location"] == second.headers["Location"] == f"/api/apps/{form['name']}"
    app = apps.adopt(form["name"])
    app.wait_for("running")
    deployments = api.get(f"{app.path}/deployments").json["deployments"]
    assert [deployment["reason"] for deployment in deployments] == ["onboard"]
    assert len([name for name in engine.leftovers(app.name) if name.endswith("-app-1")]) == 1


def test_a_key_stands_for_one_request_alone(apps):
    key = {"Idempotency-Key": "another-submission"}
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
