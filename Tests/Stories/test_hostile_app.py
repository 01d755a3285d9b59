"""A deployed app whose page tries to use the control page with its visitor's identity, in Chromium, and fails."""

import urllib.parse

import pytest
from playwright.sync_api import expect

import installation
from browser import chromium, signed_in_page
from client import basic


@pytest.fixture(scope="module")
def hostile_app(lasting_apps):
    return lasting_apps.add("hostile")


class Attack:
    """Opens the hostile page as a signed-in user, until it has tried everything."""

    def __init__(self, page, app, victim):
        self.answers: list[tuple[str, str, int]] = []
        self.page = page
        self.context = page.context
        page.goto("/")
        expect(page.locator("#connection")).to_have_text("Live")
        self.context.on("response", self._note)
        query = urllib.parse.urlencode({
            "control": installation.ORIGIN, "name": victim.name, "repository": f"{installation.GIT}/echoes.git"})
        page.goto(f"{link(app)}/?{query}")
        page.wait_for_function("window.over", timeout=60_000)
        self.outcomes = page.evaluate("window.outcomes")

    def _note(self, response):
        if response.url.startswith(installation.ORIGIN):
            self.answers.append((response.request.method, urllib.parse.urlsplit(response.url).path, response.status))

    def status(self, method: str, path: str) -> set[int]:
        return {status for asked, at, status in self.answers if (asked, at) == (method, path)}


def link(app) -> str:
    return f"https://{installation.link_host(app.name)}:{installation.PORT}"


@pytest.fixture(scope="module")
def attack(browser, hostile_app, links_everywhere):
    hostile_app.wait_for("running")
    links_everywhere.wait_for("running")
    # Worst case: a browser that adds the password to every request, even where current browsers omit it.
    context = browser.new_context(ignore_https_errors=True, base_url=installation.ORIGIN, extra_http_headers={
        "Authorization": basic(installation.USER)})
    yield Attack(context.new_page(), hostile_app, links_everywhere)
    context.close()


def test_it_adds_no_app(attack, api, links):
    names = {app["name"] for app in api.get("/api/apps").json["apps"]}
    assert names.isdisjoint({f"{links.name}-{attempt}" for attempt in ("form", "json", "text")})


def test_its_form_is_refused(attack):
    assert attack.outcomes["form"] == "unreadable"
    # The form and the simple fetch (no CORS preflight) both reached the backend signed in, and were rejected there.
    assert attack.status("POST", "/api/apps") == {403}


def test_its_fetch_needs_a_leave_that_it_does_not_get(attack):
    assert attack.outcomes["fetchJSON"] == "TypeError"
    assert attack.status("OPTIONS", "/api/apps") <= {401, 403, 405}


def test_its_fetch_without_leave_is_blind(attack):
    # Not even an opaque response, because of Cross-Origin-Resource-Policy.
    assert attack.outcomes["fetchText"] == "TypeError"


def test_it_removes_no_app(attack, links):
    assert attack.outcomes["fetchDelete"] == "TypeError"
    assert links.view()["state"] == "running"


def test_it_reads_nothing(attack):
    assert attack.outcomes["read"] == "TypeError"


def test_it_cannot_run_our_script_as_its_own(attack):
    assert attack.outcomes["script"] == "refused"


def test_it_cannot_put_the_control_page_in_a_frame(attack):
    assert attack.outcomes["frame"] == "unreadable"
    [frame] = [frame for frame in attack.page.frames if frame.parent_frame and frame.name != "sink"]
    assert frame.url == "chrome-error://chromewebdata/"


def test_it_cannot_hold_a_window_of_the_control_page(attack):
    assert attack.outcomes["popup"] == "cut off"


def test_no_cookie_of_its_reaches_the_control_page(attack):
    assert attack.context.cookies(installation.ORIGIN) == []


def test_its_answers_leave_no_cookie_at_a_neighbour(attack, links):
    names = {cookie["name"]: cookie["value"] for cookie in attack.context.cookies(link(links))}
    assert "answered" not in names
    assert names.get("_oauth2_proxy") != "answered"


def test_what_its_script_leaves_at_a_neighbour_is_no_session_there(attack, links):
    page = attack.context.new_page()
    page.goto(f"{link(links)}/echo")
    headers = page.evaluate("JSON.parse(document.body.textContent).headers")
    cookies = [header for header in headers if header.lower().startswith("cookie:")]
    # Browsers let a page set cookies for other apps; nginx drops those that look like a sign-in.
    assert cookies == ["Cookie: tossed=by-script"]
    page.close()


def test_the_control_page_goes_on_working(attack):
    page = attack.context.new_page()
    page.goto("/")
    expect(page.locator("#connection")).to_have_text("Live")
    page.close()


def test_too_many_cookies_from_a_neighbour_are_forgotten_with_a_word(playwright, hostile_app, links):
    hostile_app.wait_for("running")
    # Over HTTP/2, nginx 1.22 closes the connection without an answer.
    with chromium(playwright, http2=False) as browser, signed_in_page(browser) as page:
        page.goto(f"{link(hostile_app)}/bomb")
        page.wait_for_function("window.over")
        assert page.goto(f"{link(links)}/small").status == 431
        expect(page.get_by_role("heading")).to_have_text("Your browser sent too many cookies")
        page.get_by_role("link", name="Open the page again").click()
        expect(page.locator("body")).to_contain_text("GET / HTTP/1.1")
