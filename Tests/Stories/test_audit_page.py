"""Operators read, search and download the audit log."""

import csv
import io
import json
import pathlib
import re

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from client import Client
from waiting import until


@pytest.fixture
def history(apps, api):
    """An app that was added and changed, and that a user without permission tried to remove."""
    app = apps.add(environment=[{"name": "TOKEN", "value": "secret of the audit", "secret": True}])
    assert api.patch(app.path, {"port": 7861, "shared_with": ["bob"]}).status == 200
    assert Client("bob").delete(app.path).status == 403
    return app


def rows(page):
    return page.locator("#audit-rows > tr")


def test_the_audit_log_is_read_and_looked_through(page, history):
    troubles = Troubles(page)
    page.goto("/")
    page.get_by_role("link", name="Audit").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    expect(page.get_by_role("button", name="New app")).to_be_visible()
    newest = rows(page).filter(has_text=history.name).first
    expect(newest.locator('[data-cell="actor"]')).to_have_text("bob")
    expect(newest.locator('[data-cell="address"]')).to_have_text("127.0.0.1")
    expect(newest.locator(".outcome")).to_have_text("refused")
    expect(newest.locator("time")).to_have_text("just now")
    newest.locator("summary").click()
    expect(newest.locator(".changes")).to_contain_text("not_yours")
    expect(newest.locator(".changes")).to_contain_text(re.compile("request id\\s*[0-9a-f]{32}"))

    page.get_by_label("App", exact=True).fill(history.name)
    page.get_by_label("User").fill("admin")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(f"/#/audit?actor=admin&app={history.name}")
    expect(rows(page)).to_have_count(2)
    change = rows(page).first
    expect(change.locator(".outcome")).to_have_text("done")
    change.locator("summary").click()
    # Shows old and new values of changed settings only.
    lines = change.locator(".changes").inner_text().split("\n")
    assert "port" in lines and "7860 → 7861" in lines
    assert "shared with" in lines and "not set → bob" in lines
    assert "start command" not in lines
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_label("User")).to_have_value("")
    expect(rows(page).filter(has_text="bob").first).to_be_visible()
    assert "secret of the audit" not in page.content()
    assert troubles.all() == []


def test_an_address_with_filters_is_a_view_of_its_own(page, history):
    page.goto(f"/#/audit?app={history.name}")
    expect(page.get_by_label("App", exact=True)).to_have_value(history.name)
    expect(rows(page)).to_have_count(3)
    expect(page.locator("#cards")).to_be_hidden()
    page.get_by_role("link", name="Apps").click()
    expect(page.locator(f'[data-app="{history.name}"]')).to_be_visible()
    page.go_back()
    expect(rows(page)).to_have_count(3)


def download(page, link) -> str:
    """Downloads the file behind a link. Retries, because Chromium aborts downloads when the network changes."""

    def attempt():
        with page.expect_download() as started:
            page.get_by_role("link", name=link).click()
        return started.value.failure() is None and pathlib.Path(started.value.path()).read_text()

    return until(f"{link} done", attempt, 90, pause=1)


def test_what_one_looks_at_is_taken_along_as_a_file(page, history):
    page.goto(f"/#/audit?app={history.name}")
    expect(rows(page)).to_have_count(3)
    shown = rows(page).locator('[data-cell="actor"]').all_inner_texts()
    lines = list(csv.DictReader(io.StringIO(download(page, "Download CSV"))))
    assert [line["actor"] for line in lines] == shown
    assert {line["app"] for line in lines} == {history.name}
    text = download(page, "Download JSON")
    assert [entry["actor"] for entry in json.loads(text)["entries"]] == shown
    assert "secret of the audit" not in text


def test_older_entries_come_when_asked_for(page, apps, api):
    bob = Client("bob")
    app = apps.add(shared_with=["bob"])
    for _ in range(105):
        assert bob.delete(app.path).status == 403
    page.goto(f"/#/audit?app={app.name}&actor=bob")
    expect(rows(page)).to_have_count(100)
    page.get_by_role("button", name="Load older").click()
    expect(rows(page)).to_have_count(105)
    expect(page.get_by_role("button", name="Load older")).to_be_hidden()
    sequences = rows(page).locator("time").evaluate_all("(times) => times.map((time) => Number(/entry (\\d+)/.exec(time.title)[1]))")
    assert sequences == sorted(set(sequences), reverse=True)


def test_a_filter_that_nothing_matches_says_so(page):
    page.goto("/#/audit?app=no-such-app-ever")
    expect(page.locator("#audit-note")).to_have_text("No matching entries.")
    expect(page.locator("#audit-table")).to_be_hidden()


def test_others_are_told_that_it_is_not_for_them(browser):
    with signed_in_page(browser, "bob") as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/#/audit")
        expect(page.locator("#audit-note")).to_have_text("Only operators can read the audit log.")
        expect(page.locator("#audit-filters")).to_be_hidden()
        assert not [url for url in asked if "/api/audit" in url]
    assert Client("bob").get("/api/audit").status == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1440])
def test_the_log_fits(browser, history, width, scheme):
    with signed_in_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        page.goto(f"/#/audit?app={history.name}")
        expect(rows(page)).to_have_count(3)
        for summary in rows(page).locator("summary").all():
            assert summary.bounding_box()["height"] >= 24
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
