"""Two tabs in one browser share a single poll."""

import pytest
from playwright.sync_api import Page, expect

import backend
from dialogs import card_of


@pytest.fixture
def dead_backend():
    """Restarts the backend after a test killed it, even if the test failed."""
    yield
    if not backend.is_alive():
        backend.start()


class Polls:
    """The status URLs that a tab requested, but for the first, which every tab asks for."""

    def __init__(self, page: Page):
        self.asked: list[str] = []
        page.on("request", lambda request: "/api/status?" in request.url and self.asked.append(request.url))


@pytest.fixture
def tabs(page):
    """Two tabs, of which the first polls, and the requests of each."""
    second = page.context.new_page()
    polls = [Polls(page), Polls(second)]
    for tab in (page, second):
        tab.goto("/")
        expect(tab.locator("#connection")).to_have_text("Live")
    return page, second, *polls


def test_one_tab_asks_and_both_show_what_changed(tabs, apps):
    first, second, asked_first, asked_second = tabs
    app = apps.add()
    for tab in (first, second):
        expect(card_of(tab, app.name).locator(".card-state")).to_have_text("Running", timeout=60_000)
    assert len(asked_first.asked) > 1
    assert asked_second.asked == []


def test_when_the_tab_that_asks_is_closed_the_other_goes_on_where_it_was(tabs, echoes, apps):
    first, second, _, asked_second = tabs
    expect(card_of(second, echoes.name).locator(".card-state")).to_have_text("Running")
    first.close()
    app = apps.add()
    expect(card_of(second, app.name)).to_be_visible()
    assert asked_second.asked, "no tab polls any more"
    assert "instance=" in asked_second.asked[0] and "after=" in asked_second.asked[0], "it started over"


def test_both_tabs_say_that_the_line_is_lost_and_find_back(tabs, dead_backend):
    first, second, _, asked_second = tabs
    backend.kill()
    for tab in (first, second):
        expect(tab.locator("#connection")).to_have_text("Reconnecting…")
    backend.start()
    for tab in (first, second):
        expect(tab.locator("#connection")).to_have_text("Live", timeout=30_000)
    assert asked_second.asked == []


def test_without_locks_each_tab_asks_for_itself(page):
    page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    second = page.context.new_page()
    for tab in (page, second):
        with tab.expect_request("**/api/status?instance=*"):
            tab.goto("/")
        expect(tab.locator("#connection")).to_have_text("Live")
