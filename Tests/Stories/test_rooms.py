"""Parts of the page that are loaded when they are first opened: what is seen meanwhile, and when they cannot be loaded."""

import pytest
from playwright.sync_api import expect

from browser import Troubles
from feeds import Feed, an_app

STYLED = "(element) => getComputedStyle(element).display"


@pytest.fixture
def page(page):
    Feed(page, [an_app("demo")])
    return page


def loading(page):
    return page.get_by_text("Loading").locator("visible=true")


def test_a_slow_room_says_once_that_it_is_loading_and_appears_with_its_style(page):
    held = []
    page.route("**/app/app.css", lambda route: held.append(route))
    troubles = Troubles(page)
    page.goto("/#/apps/demo", wait_until="commit")
    expect(loading(page)).to_have_count(1)
    expect(loading(page)).to_have_text("Loading…")
    expect(page.locator("#app-name")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("#app-name")).to_have_text("demo")
    expect(loading(page)).to_have_count(0)
    assert page.locator(".tabs").evaluate(STYLED) == "flex"
    assert troubles.all() == []


def test_a_dialog_that_cannot_be_loaded_says_so_and_opens_when_tried_again(page):
    page.goto("/")
    page.route("**/onboarding/*.js", lambda route: route.abort())
    page.locator("#new-app").click()
    opening = page.get_by_role("dialog", name="Opening")
    expect(opening).to_contain_text("could not be loaded")
    opening.get_by_role("button", name="Try again").click()
    expect(opening).to_contain_text("could not be loaded")
    page.unroute("**/onboarding/*.js")
    opening.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("dialog", name="New app").get_by_label("Repository")).to_be_focused()
    expect(opening).to_be_hidden()


def test_who_leaves_a_page_that_cannot_be_loaded_sees_the_list_again(page):
    page.goto("/")
    page.route("**/operators/operators.html", lambda route: route.fulfill(status=404))
    page.get_by_role("link", name="Audit").click()
    expect(page.get_by_role("button", name="Reload page")).to_be_visible()
    page.get_by_role("link", name="Apps", exact=True).click()
    expect(page.locator("#cards")).to_be_visible()
    expect(page.get_by_role("button", name="Reload page")).to_be_hidden()


def test_a_room_is_loaded_as_soon_as_somebody_points_at_what_opens_it(page):
    page.goto("/")
    with page.expect_response("**/onboarding/onboarding.html"):
        page.locator("#new-app").hover()
    with page.expect_response("**/app/app.html"):
        page.get_by_role("link", name="demo").focus()
