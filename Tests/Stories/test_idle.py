"""An app that nobody uses is stopped after a warning, and woken by a visit."""

import time

import pytest
from playwright.sync_api import expect

from browser import visit
from dialogs import card_of
from waiting import until


@pytest.fixture(scope="module")
def sleepy(lasting_apps):
    """An app that may be idle for a minute; the tests' installation warns for five seconds."""
    app = lasting_apps.add(idle_minutes=1)
    app.wait_for("running")
    return app


def test_it_is_warned_then_stopped_then_woken_by_a_visit(sleepy, page, api):
    asked = time.monotonic()
    api.open(sleepy.name)
    until("the warning", lambda: sleepy.view()["idle"], 100)
    assert time.monotonic() - asked > 55
    notice = sleepy.view()["idle"]
    assert notice["quiet_since"] < notice["stops_at"]
    visit(page)
    expect(card_of(page, sleepy.name).locator(".card-now")).to_contain_text("Nobody uses it")

    until("the stop", lambda: sleepy.view()["state"] == "stopped", 40)
    view = sleepy.view()
    assert (view["release"]["reason"], view["desired"]) == ("idle", "stopped")
    assert view["deployment"]["run"]["outcome"] == "released"
    # A program that still asks does not wake it.
    api.open(sleepy.name)
    assert sleepy.view()["state"] == "stopped"

    page.goto(sleepy.view()["link"])
    until("awake", lambda: sleepy.view()["state"] == "running", 60)
    expect(page.locator("body")).to_contain_text("environment", timeout=20_000)
    view = sleepy.view()
    assert (view["release"], view["deployment"]["reason"]) == (None, "wake")


def test_an_app_that_is_used_is_left_alone(apps, api):
    app = apps.add(idle_minutes=1)
    app.wait_for("running")
    for _ in range(9):
        api.open(app.name)
        time.sleep(10)
    assert (app.view()["state"], app.view()["idle"]) == ("running", None)
