"""Chromium as a person's browser: signed in, and with everything that goes wrong in it written down."""

import contextlib

from playwright.sync_api import Browser, Page, sync_playwright

import installation

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@contextlib.contextmanager
def chromium():
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def signed_in_page(browser: Browser, **options):
    """A page of a browser that trusts the installation and signs in as its admin; nothing is opened yet."""
    credentials = {"username": installation.USER, "password": installation.PASSWORD}
    context = browser.new_context(
        base_url=installation.ORIGIN, ignore_https_errors=True, http_credentials=credentials, **options)
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()


# The page gives up a long-poll itself when nobody needs its answer any more; and Chromium ends every request when the
# machine it runs on gets another network, as Docker makes one for each app. The page asks again after both.
HARMLESS = ("net::ERR_ABORTED", "net::ERR_NETWORK_CHANGED")


class Troubles:
    """What a person does not see but should not happen: errors, refusals of the policy, requests that fail."""

    def __init__(self, page: Page):
        self._page = page
        self.list: list[str] = []
        page.add_init_script(VIOLATIONS)
        page.on("console", lambda message: message.type == "error" and self._write(f"console: {message.text}"))
        page.on("pageerror", lambda error: self._write(f"error: {error}"))
        page.on("requestfailed", lambda request: self._write(f"failed: {request.url} {request.failure}"))
        page.on("response", lambda response: response.status >= 400 and self._write(f"{response.status}: {response.url}"))

    def _write(self, trouble: str):
        if not trouble.endswith(HARMLESS):
            self.list.append(trouble)

    def all(self) -> list[str]:
        return self.list + self._page.evaluate("window.violations")
