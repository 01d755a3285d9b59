"""Transfer size of the page, and the hosts that the browser contacts, with real nginx."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest

import installation
from browser import signed_in_page

LIMIT = 62 * 1024


@pytest.fixture(scope="module")
def asked(browser) -> list[str]:
    """URLs that a browser requests while it loads the page."""
    addresses = []
    with signed_in_page(browser) as page:
        page.on("request", lambda request: addresses.append(request.url))
        page.goto("/")
        page.locator("#connection", has_text="Live").wait_for()
        # Headless browsers request no icon.
        addresses.append(page.evaluate("document.querySelector('link[rel=icon]').href"))
    return addresses


@pytest.fixture
def files(asked) -> set[str]:
    """Paths of all scripts, styles and markup."""
    paths = {urlsplit(address).path for address in asked if address.startswith("https://")}
    return {path for path in paths if not path.startswith("/api/")}


def test_nothing_is_asked_of_another_host(asked):
    assert {address for address in asked if not address.startswith(f"{installation.ORIGIN}/")} == set()


def test_all_script_style_and_markup_weigh_62_kib_at_most(api, files):
    assert {"/", "/shell/app.js", "/kit/tokens.css", "/icon.svg"} <= files
    replies = {path: api.get(path, headers={"Accept-Encoding": "br"}) for path in files}
    assert {(reply.status, reply.headers["Content-Encoding"]) for reply in replies.values()} == {(200, "br")}
    weight = sum(len(reply.body) for reply in replies.values())
    assert weight <= LIMIT, f"{weight} bytes in {len(files)} files"


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
