"""Concurrent requests: exactly one wins, requests are serialized, and every client gets a response."""

import concurrent.futures
import contextlib
import selectors
import time

import backend
import installation
import records
from waiting import clock, until

NOWHERE = f"{installation.GIT}/no-such-repository.git"


def patiently(ask):
    """Retries until nginx no longer rejects the request because of its rate limit."""
    while (reply := ask()).status == 429:
        time.sleep(0.2)
    return reply


def test_of_fifty_submissions_of_one_name_at_once_exactly_one_wins(apps):
    form = apps.form()
    with concurrent.futures.ThreadPoolExecutor(50) as people:
        replies = list(people.map(lambda _: apps.submit(form), range(50)))
    assert sorted(reply.status for reply in replies) == [202] + [409] * 49
    apps.adopt(form["name"]).wait_for("running")


def test_create_and_remove_racing_end_in_some_order(apps, api):
    form = apps.form(repository=NOWHERE)

    def create(_):
        return patiently(lambda: apps.submit(form)).status

    def remove(_):
        return patiently(lambda: api.delete(f"/api/apps/{form['name']}")).status

    with concurrent.futures.ThreadPoolExecutor(16) as people:
        asked = [people.submit(action, number) for number in range(40) for action in (create, remove)]
    assert {future.result() for future in asked} <= {202, 404, 409}
    app = apps.adopt(form["name"])
    app.ask_removal()
    until("gone", app.is_gone, 180)
    assert apps.submit(form).status == 202


def test_everything_asked_of_one_app_at_once_ends_in_some_order(apps, api):
    app = apps.add()
    app.wait_for("running")
    actions = ["stop", "start", "restart", "redeploy"] * 3
    with concurrent.futures.ThreadPoolExecutor(12) as people:
        replies = list(people.map(lambda action: api.post(f"{app.path}/{action}").status, actions))
    assert set(replies) <= {202, 409}
    until("at rest", lambda: app.view()["state"] in ("running", "stopped", "failed"), 180)
    assert app.view()["state"] != "failed"


def test_two_hundred_creates_at_once_are_all_taken_and_worked_off_a_few_at_a_time(apps, api, bystander):
    forms = [apps.form(repository=NOWHERE) for _ in range(200)]
    with concurrent.futures.ThreadPoolExecutor(32) as people:
        replies = list(people.map(lambda form: patiently(lambda: apps.submit(form)), forms))
    assert {reply.status for reply in replies} == {202}
    assert bystander.view()["state"] == "running"
    names = {form["name"] for form in forms}
    cloning = []

    def at_rest():
        states = [app["state"] for app in api.get("/api/apps").json["apps"] if app["name"] in names]
        cloning.append(states.count("cloning"))
        return set(states) == {"failed"}

    until("all at rest", at_rest, 240)
    assert max(cloning) <= 4


@contextlib.contextmanager
def parked(api, count: int):
    """Long-polls of `count` pages, sent directly to the backend as nginx would."""
    news = api.get("/api/status?timeout=0").json
    query = f"instance={news['instance']}&after={news['revision']}&timeout=25"
    with contextlib.ExitStack() as stack:
        polls = [stack.enter_context(records.connection()) for _ in range(count)]
        for poll in polls:
            poll.sendall(records.get("/api/status", query, REMOTE_USER="admin"))
        yield polls


def answered(polls) -> list[float]:
    """The time of each response. Connections are closed after their response, as nginx does."""
    with selectors.DefaultSelector() as waiting:
        for poll in polls:
            waiting.register(poll, selectors.EVENT_READ)
        times = []
        while len(times) < len(polls) and (ready := waiting.select(10)):
            for key, _ in ready:
                times.append(clock())
                waiting.unregister(key.fileobj)
                key.fileobj.close()
        return times


def test_a_thousand_parked_polls_hear_a_change_within_250_ms_of_its_answer(apps, api):
    with parked(api, 1000) as polls, concurrent.futures.ThreadPoolExecutor(1) as listener:
        time.sleep(1)
        heard = listener.submit(answered, polls)
        assert apps.submit(apps.form(repository=NOWHERE)).status == 202
        acknowledged = clock()
        times = heard.result()
    assert len(times) == 1000
    assert max(times) - acknowledged < 0.25


def test_a_waiter_whose_client_vanished_is_gone_within_a_second(api):
    before = backend.connections()
    with parked(api, 50):
        until("fifty more", lambda: backend.connections() > before + 45, 5)
    until("hardly one of them", lambda: backend.connections() < before + 5, 1)
