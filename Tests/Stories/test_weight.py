"""What the page weighs on its way to a browser, and whom the browser asks for it, with real nginx."""

import subprocess

import pytest

import installation
from browser import signed_in_page, visit


@pytest.fixture(scope="module")
def asked(browser) -> list[str]:
    """Addresses that a browser asks for while it opens the page."""
    addresses = []
    with signed_in_page(browser) as page:
        page.on("request", lambda request: addresses.append(request.url))
        visit(page)
        page.locator("#connection", has_text="Live").wait_for()
        # Browsers without a window ask for no icon.
        addresses.append(page.evaluate("document.querySelector('link[rel=icon]').href"))
    return addresses


def test_nothing_is_asked_of_another_host(asked):
    assert {address for address in asked if not address.startswith(f"{installation.ORIGIN}/")} == set()


@pytest.mark.parametrize("command, encoding", [("brotli", "br"), ("gzip", "gzip"), ("cat", None)])
def test_a_browser_gets_the_page_as_it_can_read_it_and_again_only_when_it_changed(api, command, encoding):
    reply = api.get("/app.js", headers={"Accept-Encoding": encoding or "identity"})
    assert (reply.headers["Content-Encoding"], reply.headers["Content-Type"]) == (encoding, "text/javascript")
    decompress = [command] if command == "cat" else [command, "-d", "-c"]
    text = subprocess.run(decompress, input=reply.body, capture_output=True, check=True).stdout
    assert text == (installation.ROOT / "web" / "app.js").read_bytes()

    known = {"Accept-Encoding": encoding or "identity", "If-None-Match": reply.headers["ETag"]}
    again = api.get("/app.js", headers=known)
    assert (again.status, again.body) == (304, b"")
    assert api.get("/app.js", headers={**known, "If-None-Match": '"another"'}).status == 200
