"""Two users, one app: what each can see and do."""

import json

import pytest
from playwright.sync_api import expect

import backend
from browser import Troubles, signed_in_page
from dialogs import card_of, open_settings


@pytest.fixture
def bobs_page(browser):
    with signed_in_page(browser, "bob") as opened:
        yield opened


def test_an_app_is_shared_and_no_longer_shared_while_the_other_looks(browser, alices_apps, bobs_page):
    app = alices_apps.add()
    app.wait_for("running")
    troubles = Troubles(bobs_page)
    bobs_page.goto("/")
    card = card_of(bobs_page, app.name)
    expect(bobs_page.locator("#connection")).to_have_text("Live")
    expect(bobs_page.locator("#account")).to_have_text("bob · member")
    expect(card).to_have_count(0)

    with signed_in_page(browser, "alice") as alices_page:
        alices_page.goto("/")
        share(alices_page, app.name, "bob")
        expect(card.locator(".card-state")).to_have_text("Running")
        expect(card.locator(".card-sharer")).to_have_text("shared by alice")
        expect(card.locator("summary")).to_be_hidden()
        expect(card.get_by_role("link", name="Open")).to_be_visible()
        card.get_by_role("link", name="Logs").click()
        expect(bobs_page.get_by_role("log")).to_contain_text("started with")
        bobs_page.go_back()
        assert troubles.all() == []

        expect(card_of(alices_page, app.name).locator('[data-fact="shared_with"]')).to_have_text("bob")
        share(alices_page, app.name, "")
        expect(card).to_have_count(0)
        expect(bobs_page.locator("#toasts")).to_contain_text(f"{app.name} is no longer shared with you.")
        expect(card_of(alices_page, app.name).locator('[data-fact="shared_with"]')).to_be_hidden()
        # Sharing creates no deployment.
        assert app.view()["deployment"]["reason"] == "onboard"


def share(page, name, people):
    dialog = open_settings(page, name)
    dialog.get_by_role("textbox", name="Shared with").fill(people)
    expect(dialog.locator("#settings-effect")).to_have_text("Takes effect immediately.")
    expect(dialog.locator("#settings-apply")).to_be_hidden()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()


def test_somebody_without_an_app_is_told_how_to_get_one(bobs_page):
    bobs_page.goto("/")
    expect(bobs_page.get_by_role("heading", name="You have no apps yet")).to_be_visible()
    bobs_page.get_by_role("button", name="Add the first app").click()
    expect(bobs_page.get_by_role("dialog", name="New app")).to_be_visible()


def test_an_operator_changes_what_others_own(alices_apps, page):
    app = alices_apps.add()
    page.goto("/")
    card = card_of(page, app.name)
    expect(card.locator('[data-fact="owner"]')).to_have_text("alice")
    expect(card.locator(".card-sharer")).to_be_empty()
    dialog = open_settings(page, app.name)
    dialog.get_by_label("Start command").fill("python app.py --again")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    assert app.view()["start_command"] == "python app.py --again"


def test_a_viewers_page_offers_looking_and_nothing_else(browser, alices_apps):
    with signed_in_page(browser, "vera") as page:
        troubles = Troubles(page)
        page.goto("/")
        expect(page.locator("#account")).to_have_text("vera · viewer")
        expect(page.get_by_role("heading", name="Nothing is shared with you yet")).to_be_visible()
        expect(page.locator("#empty-text")).to_contain_text("“vera”")
        expect(page.get_by_role("button", name="New app")).to_be_hidden()
        expect(page.get_by_role("button", name="Add the first app")).to_be_hidden()
        expect(page.get_by_role("link", name="Audit")).to_be_hidden()

        app = alices_apps.add("broken-requirements", shared_with=["vera"])
        app.wait_for("failed")
        card = card_of(page, app.name)
        expect(card.locator(".card-state")).to_have_text("Failed")
        expect(card.get_by_role("button")).to_have_count(0)
        expect(card.get_by_role("link", name="Logs")).to_be_visible()
        expect(card.locator("summary")).to_be_hidden()
        expect(card.locator(".card-sharer")).to_have_text("shared by alice")
        assert troubles.all() == []


@pytest.fixture
def without_viewers():
    """Removes the viewers from the configuration; returns a function that restores them."""
    before = backend.CONFIGURATION.read_text()
    start_with(json.dumps({**json.loads(before), "roles": {"operators": ["admin"], "members": ["alice", "bob", "@ml"]}}))
    yield lambda: start_with(before)
    if backend.CONFIGURATION.read_text() != before:
        start_with(before)


def start_with(configuration):
    backend.CONFIGURATION.write_text(configuration)
    backend.kill()
    backend.start()


def test_who_has_no_role_is_told_so_and_let_in_without_a_reload(browser, without_viewers):
    with signed_in_page(browser, "vera") as page:
        page.goto("/")
        expect(page.get_by_role("heading", name="No access")).to_be_visible()
        expect(page.locator("#empty-text")).to_contain_text("vera has no role. Ask an operator for access.")
        expect(page.get_by_role("button", name="New app")).to_be_hidden()
        without_viewers()
        expect(page.get_by_role("heading", name="Nothing is shared with you yet")).to_be_visible()
