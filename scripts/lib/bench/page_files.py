"""A page of many small files, loaded over HTTP/2 by Chromium through an app's link; beside it the same page straight from the app,
by the same nginx.

Usage: page_files.py FILES PORT_BESIDE ROUNDS. Environment variables select the installation, as for the stories.
"""

import sys

from playwright.sync_api import sync_playwright

import installation
from browser import chromium
from client import basic
from figures import compare_rounds

LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
PROTOCOLS = "[...new Set(performance.getEntriesByType('resource').map((entry) => entry.nextHopProtocol))].join()"


def load(browser, origin: str, files: int) -> float:
    """Milliseconds from the navigation to the end of its load event; in a new context, so that nothing is cached."""
    context = browser.new_context(ignore_https_errors=True, extra_http_headers={"Authorization": basic(installation.USER)})
    try:
        page = context.new_page()
        page.goto(f"{origin}/page?files={files}", timeout=60_000)
        page.wait_for_function(f"() => {LOADED} > 0")
        loaded, protocols = page.evaluate("loaded"), page.evaluate(PROTOCOLS)
        assert (loaded, protocols) == (files, "h2"), f"{loaded} of {files} files over {protocols}"
        return page.evaluate(LOADED)
    finally:
        context.close()


def main():
    files, beside, rounds = (int(word) for word in sys.argv[1:])
    link, bare = f"https://{installation.link_host('bench')}:{installation.PORT}", f"https://localhost:{beside}"
    with sync_playwright() as playwright, chromium(playwright, apart=False) as browser:
        for origin in (link, bare):
            load(browser, origin, files)
        found = [(load(browser, link, files), load(browser, bare, files)) for _ in range(rounds)]
    ours, theirs = ([pair[side] for pair in found] for side in (0, 1))
    compare_rounds(f"a page of {files} files through the link", ours, "bare proxy_pass", theirs, "ratio <= 1.25")


main()
