"""A failed app says why, in the log's own lines, and is mended by one button."""

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from dialogs import card_of
from feeds import Feed, an_app

LINES = ["E: Unable to locate package libgl1-mesa-glx", "exit status 100 " + "x" * 300]
PACKAGES = {"kind": "add_system_packages", "label": "Add libgl1 and redeploy", "packages": ["libgl1"], "start_command": None}
SECRET = {"kind": "add_secret", "label": "Set HF_TOKEN…", "name": "HF_TOKEN"}


def failed(action: dict | None, **differences) -> dict:
    failure = {"step": "install", "code": "x", "message": "Debian has no such package.", "hint": "Use libgl1.", "lines": LINES, "action": action}
    return an_app("demo", "failed", failure=failure, **differences)


class Demo:
    """One failed app, and what the page asks the server to change."""

    def __init__(self, page, action: dict | None, **differences):
        self._app = failed(action, **differences)
        self.asked: list[tuple] = []
        Feed(page, [self._app])
        page.route("**/api/apps/demo", self._answer)
        page.route("**/api/apps/demo/redeploy", self._answer)

    def _answer(self, route):
        request = route.request
        if request.method != "GET":
            self.asked.append((request.method, request.url.rsplit("/", 1)[1], request.post_data_json))
        route.fulfill(json=self._app)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_failing_lines_stand_on_the_card_which_stays_in_its_place(browser, width):
    with signed_in_page(browser, viewport={"width": width, "height": 900}) as page:
        Demo(page, PACKAGES)
        page.goto("/")
        lines = card_of(page, "demo").get_by_role("list", name="Failing log lines").get_by_role("listitem")
        expect(lines).to_have_text(LINES)
        card, last = card_of(page, "demo").bounding_box(), lines.last.bounding_box()
        assert last["x"] + last["width"] <= card["x"] + card["width"]


def test_the_button_changes_the_settings_and_deploys_again(page):
    troubles = Troubles(page)
    demo = Demo(page, PACKAGES, system_packages=["ffmpeg"])
    page.goto("/")
    with page.expect_response("**/redeploy"):
        card_of(page, "demo").get_by_role("button", name="Add libgl1 and redeploy").click()
    assert demo.asked == [("PATCH", "demo", {"system_packages": ["ffmpeg", "libgl1"]}), ("POST", "redeploy", {})]
    assert troubles.all() == []


def test_a_secret_is_asked_for_in_the_settings(page):
    demo = Demo(page, SECRET, environment=[{"name": "MODE", "value": "fast", "secret": False}])
    page.goto("/#/apps/demo")
    page.locator("#app-head").get_by_role("button", name="Set HF_TOKEN…").click()
    dialog = page.get_by_role("dialog", name="Settings of demo")
    row = dialog.locator(".variable").last
    expect(row.get_by_label("Value")).to_be_focused()
    page.keyboard.type("hf_123456789")
    with page.expect_response("**/redeploy"):
        dialog.get_by_role("button", name="Save and redeploy").click()
    environment = [{"name": "MODE", "value": "fast", "secret": False}, {"name": "HF_TOKEN", "value": "hf_123456789", "secret": True}]
    assert demo.asked == [("PATCH", "demo", {"environment": environment}), ("POST", "redeploy", {})]


def test_who_may_only_look_is_offered_no_button(page):
    Demo(page, PACKAGES, owner="alice", shared_with=["admin"])
    page.route("**/api/me", lambda route: route.fulfill(json={
        "user": "admin", "groups": [], "role": "viewer",
        "quota": {name: {"used": 0, "limit": None} for name in ("apps", "gpus", "memory_gib", "disk_gib")}}))
    page.goto("/")
    expect(card_of(page, "demo").locator(".card-lines")).to_be_visible()
    expect(card_of(page, "demo").get_by_role("button")).to_have_count(0)


def test_the_log_opens_at_the_lines_that_say_why(page):
    Demo(page, None)
    texts = [*(f"before {number}" for number in range(200)), *LINES, *(f"after {number}" for number in range(200))]
    lines = [
        {"sequence": number, "time": "2026-03-04T12:00:00Z", "source": "image", "text": text} for number, text in enumerate(texts, 1)]
    answer = {"instance": "story", "lines": lines, "last": len(lines), "reset": True, "more": False}
    # The next poll stays unanswered.
    page.route("**/api/apps/demo/logs?*", lambda route: None if "after=" in route.request.url else route.fulfill(json=answer))
    page.goto("/")
    card_of(page, "demo").get_by_role("link", name="Logs").click()
    expect(page.locator(".log-failing .log-text")).to_have_text(LINES)
    expect(page.locator(".log-failing").first).to_be_in_viewport()
    expect(page.get_by_text("after 199")).not_to_be_in_viewport()
    expect(page.locator("#log-note")).to_have_text("Paused while you are not at the end.")
    page.get_by_role("button", name="Jump to end").click()
    expect(page.get_by_text("after 199")).to_be_in_viewport()
