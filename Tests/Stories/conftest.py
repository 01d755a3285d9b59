"""What the stories share: the API, a signed-in page, apps that are removed again, and one app that is only read."""

import pytest
from playwright.sync_api import sync_playwright

import engine
from apps import App, Apps
from browser import chromium, signed_in_page
from client import Client


@pytest.fixture(scope="session")
def api() -> Client:
    return Client()


@pytest.fixture
def apps(api):
    """Apps of one story."""
    made = Apps(api)
    yield made
    made.take_away()


@pytest.fixture
def alices_apps():
    """Apps of one story that belong to a member."""
    made = Apps(Client("alice"))
    yield made
    made.take_away()


@pytest.fixture(scope="session")
def lasting_apps(api):
    """Apps that live as long as the whole run."""
    made = Apps(api)
    yield made
    made.take_away()


@pytest.fixture(scope="session")
def echoes_everywhere(lasting_apps) -> App:
    return lasting_apps.add("echoes")


@pytest.fixture
def echoes(echoes_everywhere) -> App:
    """A running app that reports what it sees. Stories share it, so they only read."""
    echoes_everywhere.wait_for("running")
    return echoes_everywhere


@pytest.fixture(scope="session")
def links_everywhere(lasting_apps) -> App:
    return lasting_apps.add("links")


@pytest.fixture
def links(links_everywhere) -> App:
    """A running app that uses connections as apps do. Stories share it, so they only read."""
    links_everywhere.wait_for("running")
    return links_everywhere


@pytest.fixture(scope="module")
def witness():
    """Sees every container when it is made."""
    watching = engine.Witness()
    yield watching
    watching.close()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    with chromium(playwright) as running:
        yield running


@pytest.fixture
def page(browser):
    """A signed-in browser's page, with nothing opened yet."""
    with signed_in_page(browser) as opened:
        yield opened
