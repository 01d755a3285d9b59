"""The two app settings dialogs, operated as a user would."""

from playwright.sync_api import Locator, Page, expect

import installation


def open_new_app(page: Page) -> Locator:
    expect(page.locator("#connection")).to_have_text("Live")
    page.locator("#new-app").click()
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog).to_be_visible()
    return dialog


def fill_in(dialog: Locator, name: str):
    """Fills in the fields without a default, for the app that echoes requests."""
    dialog.get_by_label("Repository").fill(f"{installation.GIT}/echoes.git")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("Start command").fill("python app.py")
    dialog.get_by_label("Port").fill("7860")


def card_of(page: Page, name: str) -> Locator:
    return page.locator(f'[data-app="{name}"]')


def open_settings(page: Page, name: str) -> Locator:
    card = card_of(page, name)
    card.locator("summary").click()
    card.get_by_role("button", name="Settings…").click()
    dialog = page.get_by_role("dialog", name=f"Settings of {name}")
    expect(dialog.get_by_label("Start command")).to_be_focused()
    return dialog


def variables(dialog: Locator) -> Locator:
    """The rows of environment variables."""
    return dialog.locator(".variable")


def add_variable(dialog: Locator, name: str, value: str, *, secret: bool = False):
    dialog.get_by_role("button", name="Add variable").click()
    row = variables(dialog).last
    expect(row.get_by_label("Name")).to_be_focused()
    row.get_by_label("Name").fill(name)
    row.get_by_label("Value").fill(value)
    if secret:
        row.get_by_label("secret").check()
