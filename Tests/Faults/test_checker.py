"""Tests the invariant check itself with made-up histories and the violations it must find."""

import pytest

import judgement
from client import Client, Reply
from history import History, RecordingClient, Wish


@pytest.fixture(autouse=True)
def what_must_hold():
    """Overrides the fixture: these tests need no installation."""


@pytest.fixture
def history() -> History:
    return History()


def done(history: History, name: str, *actions: str):
    for action in actions:
        history.acknowledge(history.ask(name, action))


def shown(state: str, failure: dict | None = None) -> dict[str, dict]:
    return {"demo": {"state": state, "failure": failure}}


def reason() -> dict:
    return {"code": "app_exited", "message": "It ended with exit code 1."}


# Desired states


@pytest.mark.parametrize(("actions", "states"), [
    (["onboard"], ["stopped"]),
    (["onboard", "stop"], ["running", "unhealthy", "failed", "waiting_for_gpu"]),
    (["onboard", "stop", "start"], ["stopped"]),
    (["onboard", "stop", "restart"], ["stopped"]),
    (["onboard", "start", "redeploy", "stop"], ["running"]),
    (["onboard", "remove", "onboard"], ["stopped"]),
])
def test_a_last_wish_that_is_lost_is_found(actions, states, history):
    done(history, "demo", *actions)
    for state in states:
        [trouble] = judgement.wishes(shown(state, reason()), history)
        assert trouble.startswith(f"demo is {state}")


@pytest.mark.parametrize(("actions", "states"), [
    (["onboard"], ["running", "unhealthy", "failed", "waiting_for_gpu"]),
    (["onboard", "stop"], ["stopped"]),
])
def test_a_last_wish_that_is_fulfilled_is_no_trouble(actions, states, history):
    done(history, "demo", *actions)
    for state in states:
        assert list(judgement.wishes(shown(state, reason()), history)) == []


def test_a_failure_without_a_reason_is_found(history):
    done(history, "demo", "onboard")
    for failure in (None, {"code": "app_exited", "message": ""}):
        assert list(judgement.wishes(shown("failed", failure), history)) == ["demo failed without a reason"]


def test_a_refused_wish_changes_nothing(history):
    done(history, "demo", "onboard", "stop")
    history.refuse(history.ask("demo", "start"))
    assert history.wish("demo") == Wish.REST


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_wishes_that_overlap_nobody_knows_which_came_last_until_one_is_sent_after_both(order, history):
    done(history, "demo", "onboard")
    both = [history.ask("demo", "stop"), history.ask("demo", "restart")]
    history.acknowledge(both[order[0]])
    assert history.wish("demo") is None
    history.acknowledge(both[order[1]])
    assert history.wish("demo") is None
    done(history, "demo", "stop")
    assert history.wish("demo") == Wish.REST


def test_wishes_that_overlap_and_are_one_are_known(history):
    done(history, "demo", "onboard")
    for request in [history.ask("demo", "restart"), history.ask("demo", "redeploy")]:
        history.acknowledge(request)
    assert history.wish("demo") == Wish.RUN


def test_a_wish_without_an_answer_is_open_until_another_is_acknowledged(history):
    done(history, "demo", "onboard")
    history.lose(history.ask("demo", "stop"))
    assert history.wish("demo") is None
    history.refuse(history.ask("demo", "start"))
    assert history.wish("demo") is None
    done(history, "demo", "start")
    assert history.wish("demo") == Wish.RUN


def test_a_wish_that_was_sent_before_another_had_no_answer_settles_nothing(history):
    done(history, "demo", "onboard")
    early, lost = history.ask("demo", "start"), history.ask("demo", "stop")
    history.lose(lost)
    history.acknowledge(early)
    assert history.wish("demo") is None


# Names


def test_an_app_that_is_lost_and_one_that_should_be_gone_are_found(history):
    done(history, "lost", "onboard")
    done(history, "gone", "onboard", "remove")
    history.refuse(history.ask("refused", "onboard"))
    assert sorted(judgement.presence({"gone", "refused", "unheard-of"}, history)) == [
        "gone is there and should not be", "lost was acknowledged and is lost", "refused is there and should not be",
        "unheard-of is there and should not be",
    ]


def test_an_app_whose_onboarding_or_removal_had_no_answer_may_be_there_or_not(history):
    history.lose(history.ask("new", "onboard"))
    done(history, "old", "onboard")
    history.lose(history.ask("old", "remove"))
    for present in (set(), {"new"}, {"old"}, {"new", "old"}):
        assert list(judgement.presence(present, history)) == []


# Deployments


def test_a_deployment_that_is_lost_is_found(history):
    history.acknowledge(history.ask("demo", "onboard"), deployment=7)
    assert list(judgement.deployments([], history)) == ["deployment 7 of demo was acknowledged and is lost"]


@pytest.mark.parametrize(("reason", "person"), [
    ("onboard", "admin"), ("start", "admin"), ("start", "system"), ("restart", "system"), ("onboard", "alice"),
])
def test_a_deployment_that_nobody_asked_for_is_found(reason, person, history):
    done(history, "demo", "onboard")
    history.refuse(history.ask("demo", "start"))
    rows = [(1, "demo", "onboard", "admin"), (2, "demo", reason, person)]
    [trouble] = judgement.deployments(rows, history)
    assert f"times {reason} by {person}" in trouble


def test_each_end_by_hand_explains_one_deployment_of_the_services_own(history):
    history.end("demo")
    brought_back = [(1, "demo", "start", "system"), (2, "demo", "start", "system")]
    assert list(judgement.deployments(brought_back[:1], history)) == []
    [trouble] = judgement.deployments(brought_back, history)
    assert trouble == "demo: 2 times start by system, of which 1 can be explained"


# Containers


@pytest.mark.parametrize(("state", "entries"), [
    ("running", []), ("running", ["exited"]), ("running", ["running"] * 2), ("stopped", ["running"]),
    ("failed", ["running"]), ("queued", []), ("unknown", ["running"]),
])
def test_a_state_that_docker_does_not_share_is_found(state, entries):
    found = {("demo", "app"): [{"State": entry} for entry in entries]}
    assert len(list(judgement.containers(shown(state), found))) == 1


# The client


def test_only_an_answer_of_the_service_itself_settles_a_wish(history, monkeypatch):
    api = RecordingClient(history)

    def ask_to(action: str, answer):
        def given(*_, **__):
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(Client, "ask", given)
        api.post(f"/api/apps/demo/{action}")
        return history.wish("demo")

    accepted = Reply(202, None, b'{"deployment": {"id": 7}}')
    assert ask_to("start", accepted) == Wish.RUN
    assert history.deployments == {7: "demo"}
    for refusal in [(409, b"{}"), (429, b"{}"), (503, b'{"type": "urn:dcc:problem:docker_unreachable"}'), (507, b"{}")]:
        assert ask_to("stop", Reply(refusal[0], None, refusal[1])) == Wish.RUN
    for silence in [(500, b"{}"), (503, b'{"type": "urn:dcc:problem:backend_down"}')]:
        assert ask_to("stop", Reply(silence[0], None, silence[1])) is None
        assert ask_to("start", accepted) == Wish.RUN
    with pytest.raises(ConnectionResetError):
        ask_to("stop", ConnectionResetError())
    assert history.wish("demo") is None
    assert (history.asked, history.acknowledged) == (10, 3)
