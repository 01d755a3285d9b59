"""The page fits at every width and in both color schemes, and works with the keyboard."""

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from dialogs import add_variable, open_settings

WIDTHS = (390, 800, 1440)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=WIDTHS)
def width(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def wide_page(browser, width, scheme):
    with signed_in_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as opened:
        yield opened


@pytest.fixture(scope="module")
def long_ones(lasting_apps):
    """Apps with maximum text lengths: a name of 40 letters, and a failure with a long reason."""
    widest = lasting_apps.add(name="w" * 40, branch="b" * 200)
    widest.wait_for("failed")
    return widest


def test_everything_fits_and_nothing_is_refused(wide_page, echoes, long_ones):
    page = wide_page
    troubles = Troubles(page)
    page.goto("/")
    expect(page.locator(f'[data-app="{echoes.name}"] .card-state')).to_have_text("Running")
    expect(page.locator(f'[data-app="{long_ones.name}"] .card-state')).to_have_text("Failed")
    assert page.evaluate(SIDEWAYS) <= 0, "the page scrolls sideways"

    page.locator("#new-app").click()
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog).to_be_visible()
    unfold(dialog)
    dialog.get_by_role("button", name="Cancel").click()

    settings = open_settings(page, echoes.name)
    unfold(settings)
    settings.get_by_role("button", name="Cancel").click()

    card = page.locator(f'[data-app="{long_ones.name}"]')
    card.get_by_role("link", name="Logs").click()
    expect(page.get_by_role("log")).to_contain_text("Fetching")
    assert page.evaluate(SIDEWAYS) <= 0, "the log makes the page scroll sideways"
    page.go_back()
    card.locator("summary").click()
    menu = card.locator(".menu-items").bounding_box()
    assert menu["x"] >= 0 and menu["x"] + menu["width"] <= page.viewport_size["width"], "the menu leaves the page"
    assert troubles.all() == []


def unfold(dialog):
    """Opens all sections of a form, and asserts that they fit."""
    # Sections may appear once the server has said what it offers.
    folded = dialog.locator("details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    add_variable(dialog, "W" * 128, "v" * 200, secret=True)
    expect(dialog.get_by_label("Access token", exact=True)).to_be_visible()
    assert dialog.evaluate("(dialog) => dialog.scrollWidth - dialog.clientWidth") <= 0, "the form scrolls sideways"
    for button in dialog.locator("button:visible, summary:visible, label.check:visible").all():
        assert button.bounding_box()["height"] >= 24, button.inner_text()


def test_buttons_are_large_enough_for_a_finger(browser, echoes):
    with signed_in_page(browser, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto("/")
        card = page.locator(f'[data-app="{echoes.name}"]')
        expect(card.locator(".card-state")).to_have_text("Running")
        for button in page.locator("button:visible, a.button:visible, summary:visible").all():
            box = button.bounding_box()
            # WCAG 2.2, target size (minimum).
            assert box["width"] >= 24 and box["height"] >= 24, button.inner_text()


def test_both_colour_schemes_differ_and_can_be_read(browser, echoes):
    colours = {}
    for scheme in ("light", "dark"):
        with signed_in_page(browser, color_scheme=scheme) as page:
            page.goto("/")
            expect(page.locator(f'[data-app="{echoes.name}"] .card-state')).to_have_text("Running")
            colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours["light"] != colours["dark"]


def test_the_form_is_opened_and_left_with_the_keyboard(page, echoes):
    page.goto("/")
    expect(page.locator("#connection")).to_have_text("Live")
    button = page.get_by_role("button", name="New app", exact=True)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    for part in ("Apps", "Capacity", "Audit", "System"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=part, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog.get_by_label("Repository")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_a_cards_menu_is_opened_and_left_with_the_keyboard(page, echoes):
    page.goto("/")
    card = page.locator(f'[data-app="{echoes.name}"]')
    expect(card.locator(".card-state")).to_have_text("Running")
    summary = card.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Restart")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card.get_by_role("button", name="Restart")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_skip_link_leads_past_the_bar(page, echoes):
    page.goto("/")
    expect(page.locator("#connection")).to_have_text("Live")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_page_comes_over_http2(page):
    page.goto("/")
    expect(page.locator("#connection")).to_have_text("Live")
    protocols = page.evaluate("performance.getEntries().map((entry) => entry.nextHopProtocol).filter(Boolean)")
    assert set(protocols) == {"h2"}
