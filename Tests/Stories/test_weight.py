"""Transfer size of the page room by room, and the hosts that the browser contacts, with real nginx."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest

import installation
from browser import signed_in_page

WEB = installation.ROOT / "web"
FIRST_LOAD = 40 * 1024
ROOMS = {"onboarding": 20 * 1024, "app": 16 * 1024, "operators": 16 * 1024, "charts": 6 * 1024, "forges": 4 * 1024}


def files_of(addresses) -> set[str]:
    """Paths of all scripts, styles and markup."""
    paths = {urlsplit(address).path for address in addresses if address.startswith("https://")}
    return {path for path in paths if not path.startswith("/api/")}


@pytest.fixture(scope="module")
def visit(browser) -> tuple[list[str], list[str]]:
    """URLs that a browser requests while it loads the page, and those that it requests while each room is opened."""
    addresses = []
    with signed_in_page(browser) as page:
        page.on("request", lambda request: addresses.append(request.url))
        page.goto("/")
        page.locator("#connection", has_text="Live").wait_for()
        # Headless browsers request no icon.
        addresses.append(page.evaluate("document.querySelector('link[rel=icon]').href"))
        first = addresses.copy()
        addresses.clear()
        page.locator("#new-app").click()
        page.get_by_role("dialog", name="New app").wait_for()
        page.goto("/#/apps/nobody-knows-it")
        page.get_by_role("heading", name="No app named").wait_for()
        page.goto("/#/capacity")
        page.locator("#host-usage .usage").wait_for()
    return first, addresses


@pytest.fixture
def asked(visit) -> list[str]:
    return visit[0]


@pytest.fixture
def weight_of(api):
    """Bytes of files as a browser gets them."""
    def weigh(files: set[str]) -> int:
        replies = [api.get(path, headers={"Accept-Encoding": "br"}) for path in sorted(files)]
        assert {(reply.status, reply.headers["Content-Encoding"]) for reply in replies} == {(200, "br")}
        return sum(len(reply.body) for reply in replies)
    return weigh


def test_nothing_is_asked_of_another_host(visit):
    assert {address for address in visit[0] + visit[1] if not address.startswith(f"{installation.ORIGIN}/")} == set()


def test_the_first_load_weighs_40_kib_at_most_and_holds_no_room(asked, weight_of):
    files = files_of(asked)
    assert {"/", "/shell/app.js", "/kit/tokens.css", "/icon.svg"} <= files
    assert {path for path in files if path.split("/")[1] in ROOMS} == set()
    assert (weight := weight_of(files)) <= FIRST_LOAD, f"{weight} bytes in {len(files)} files"


@pytest.mark.parametrize(("room", "limit"), ROOMS.items())
def test_each_room_is_loaded_when_it_is_opened_and_weighs_little(visit, weight_of, room, limit):
    files = {path for path in files_of(visit[1]) if path.startswith(f"/{room}/")}
    there = {f"/{path.relative_to(WEB)}" for path in (WEB / room).iterdir()}
    assert files == there
    assert (weight := weight_of(files)) <= limit, f"{weight} bytes in {len(files)} files"


def test_the_page_names_its_modules_so_that_each_is_asked_for_at_once_and_once(api, asked):
    named = re.findall(r"<([^>]+)>;rel=modulepreload", api.get("/").headers["Link"])
    modules = [urlsplit(address).path for address in asked if address.endswith(".js")]
    assert sorted(modules) == sorted(f"/{name}" for name in named)
    assert api.get("/shell/app.js").headers["Link"] is None


@pytest.mark.parametrize("command, encoding", [("brotli", "br"), ("gzip", "gzip"), ("cat", None)])
def test_a_browser_gets_the_page_as_it_can_read_it_and_again_only_when_it_changed(api, command, encoding):
    reply = api.get("/shell/app.js", headers={"Accept-Encoding": encoding or "identity"})
    assert (reply.headers["Content-Encoding"], reply.headers["Content-Type"]) == (encoding, "text/javascript")
    decompress = [command] if command == "cat" else [command, "-d", "-c"]
    text = subprocess.run(decompress, input=reply.body, capture_output=True, check=True).stdout
    assert text == (installation.ROOT / "web" / "shell" / "app.js").read_bytes()

    known = {"Accept-Encoding": encoding or "identity", "If-None-Match": reply.headers["ETag"]}
    again = api.get("/shell/app.js", headers=known)
    assert (again.status, again.body) == (304, b"")
    assert api.get("/shell/app.js", headers={**known, "If-None-Match": '"another"'}).status == 200
