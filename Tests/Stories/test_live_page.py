"""The page shows the actual state while components fail, and requests are completed eventually."""

import subprocess

import pytest
from playwright.sync_api import expect

import backend
import engine
from browser import Troubles


@pytest.fixture
def dead_backend():
    """Restarts the backend after a test killed it, even if the test failed."""
    yield
    if not backend.is_alive():
        backend.start()


def test_a_page_that_lost_its_line_says_so_and_finds_back(page, echoes, apps, dead_backend, api):
    page.goto("/")
    connection = page.locator("#connection")
    card = page.locator(f'[data-app="{echoes.name}"]')
    expect(connection).to_have_text("Live")
    expect(card.locator(".card-state")).to_have_text("Running")

    backend.kill()
    expect(connection).to_have_text("Reconnecting…")
    # The last known state stays on the page.
    expect(card.locator(".card-state")).to_have_text("Running")

    backend.start()
    expect(connection).to_have_text("Live")
    expect(card.locator(".card-state")).to_have_text("Running")
    # Updates from the new process arrive.
    added = apps.add()
    expect(page.locator(f'[data-app="{added.name}"]')).to_be_visible()
    shown = page.locator("#cards [data-app]").evaluate_all("(cards) => cards.map((card) => card.dataset.app)")
    assert sorted(shown) == [app["name"] for app in api.get("/api/apps").json["apps"]]


def test_while_the_backend_is_down_its_api_says_that_it_is(page, api, apps, dead_backend):
    page.goto("/")
    backend.kill()
    for reply in (api.get("/api/status"), api.post("/api/apps", apps.form())):
        assert reply.status == 503, reply.body
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json["status"] == 503


def test_a_link_is_closed_while_the_backend_is_down(echoes, api, dead_backend):
    backend.kill()
    assert api.open(echoes.name).status >= 500
    backend.start()
    assert api.open(echoes.name).status == 200


def test_a_deployment_goes_on_after_the_backend_died_in_its_midst(apps, page, dead_backend):
    app = apps.add("sample-app")
    page.goto("/")
    card = page.locator(f'[data-app="{app.name}"]')
    expect(card.locator(".card-state")).to_have_text("Installing")
    backend.kill()
    backend.start()
    expect(card.locator(".card-state")).to_have_text("Running", timeout=60_000)
    view = app.view()
    assert (view["state"], view["deployment"]["reason"], view["deployment"]["outcome"]) == ("running", "onboard", "succeeded")
    assert len([name for name in engine.leftovers(app.name) if name.endswith("-app-1")]) == 1


def test_a_container_that_is_killed_shows_as_failed_with_the_reason(apps, page):
    app = apps.add()
    app.wait_for("running")
    page.goto("/")
    card = page.locator(f'[data-app="{app.name}"]')
    expect(card.locator(".card-state")).to_have_text("Running")
    engine.docker("kill", f"dcc-{app.name}-app-1")
    expect(card.locator(".card-state")).to_have_text("Failed")
    expect(card.locator(".card-now")).to_have_text("The app exited with code 137 (signal 9).")
    card.get_by_role("button", name="Start", exact=True).first.click()
    expect(card.locator(".card-state")).to_have_text("Running", timeout=30_000)


def test_a_second_backend_leaves_the_first_ones_data_alone(api):
    second = subprocess.run(backend.command(), env=backend.environment(), capture_output=True, text=True, timeout=20)
    assert second.returncode != 0
    assert "another dcc process uses" in second.stderr
    assert backend.is_alive()
    assert api.get("/healthz").status == 200


def test_one_change_patches_one_card_in_place(echoes, apps, page):
    troubles = Troubles(page)
    page.goto("/")
    card = page.locator(f'[data-app="{echoes.name}"]')
    expect(card.locator(".card-state")).to_have_text("Running")
    summary = card.locator("summary")
    summary.focus()
    page.evaluate("(name) => { window.before = document.querySelector(`[data-app=\"${name}\"]`) }", echoes.name)
    changes = page.evaluate_handle(
        """(name) => {
            const changes = [];
            new MutationObserver((records) => changes.push(...records.map((record) => record.type)))
                .observe(document.querySelector(`[data-app="${name}"] .facts`), { subtree: true, childList: true, attributes: true, characterData: true });
            return changes;
        }""", echoes.name)
    app = apps.add()
    other = page.locator(f'[data-app="{app.name}"]')
    expect(other.locator(".card-state")).to_have_text("Installing")
    expect(other.locator(".card-state")).to_have_text("Running", timeout=60_000)
    assert page.evaluate("(name) => window.before === document.querySelector(`[data-app=\"${name}\"]`)", echoes.name)
    assert changes.json_value() == [], "a card that did not change was written to"
    expect(summary).to_be_focused()
    assert troubles.all() == []
