"""An idle app is stopped after a warning and woken by a visit; an app in use keeps running."""

import time

import pytest
from playwright.sync_api import expect

from dialogs import card_of
from waiting import until


@pytest.fixture
def used(apps):
    """A second such app, which is used."""
    app = apps.add(idle_minutes=1)
    app.wait_for("running")
    return app


@pytest.fixture
def sleepy(apps):
    """An app with an idle period of one minute; the test installation warns for five seconds."""
    app = apps.add(idle_minutes=1)
    app.wait_for("running")
    return app


def test_it_is_warned_then_stopped_then_woken_by_a_visit_while_one_that_is_used_is_left_alone(used, sleepy, page, api):
    def warned() -> dict | None:
        api.open(used.name)
        return sleepy.view()["idle"]

    page.goto("/")
    asked = time.monotonic()
    api.open(sleepy.name)
    notice = until("the warning", warned, 240, pause=1)
    expect(card_of(page, sleepy.name).locator(".card-now")).to_contain_text("Idle; stops in")
    assert time.monotonic() - asked > 55
    assert notice["quiet_since"] < notice["stops_at"]

    until("the stop", lambda: sleepy.view()["state"] == "stopped", 120)
    view = sleepy.view()
    assert (view["release"]["reason"], view["desired"]) == ("idle", "stopped")
    assert view["deployment"]["run"]["outcome"] == "released"
    assert (used.view()["state"], used.view()["idle"]) == ("running", None)
    # A program that keeps polling does not wake it.
    api.open(sleepy.name)
    assert sleepy.view()["state"] == "stopped"

    page.goto(sleepy.view()["link"])
    until("awake", lambda: sleepy.view()["state"] == "running", 180)
    expect(page.locator("body")).to_contain_text("environment", timeout=20_000)
    view = sleepy.view()
    assert (view["release"], view["deployment"]["reason"]) == (None, "wake")
