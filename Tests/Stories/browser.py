"""Chromium as a person's browser: signed in, and with everything that goes wrong in it written down."""

import contextlib

from playwright.sync_api import Browser, Error, Page, Playwright, expect

import installation

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""

# In milliseconds.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

# Chromium's word for connections that it ends when its machine gets another network. Docker makes one for each app:
# people's browsers are on other machines, ours is not.
NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED"


@contextlib.contextmanager
def chromium(playwright: Playwright, *, http2: bool = False):
    """Debian's Chromium; by default without HTTP/2, whose connections it ends even while answers are on the way."""
    # It takes the installation's certificate for downloads too, where a context's `ignore_https_errors` does not reach.
    flags = ["--no-sandbox", "--ignore-certificate-errors"] + ([] if http2 else ["--disable-http2"])
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
    try:
        yield browser
    finally:
        browser.close()


@contextlib.contextmanager
def signed_in_page(browser: Browser, user: str = installation.USER, **options):
    """A page of a browser that trusts the installation and signs in, by default as its admin; nothing is opened yet."""
    credentials = {"username": user, "password": installation.password(user)}
    context = browser.new_context(
        base_url=installation.ORIGIN, ignore_https_errors=True, http_credentials=credentials, **options)
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


# The page gives up a long-poll itself when nobody needs its answer any more.
HARMLESS = ("net::ERR_ABORTED", NETWORK_CHANGED)


def visit(page: Page, address: str = "/"):
    """Opens the control page, anew when a part of it was lost to another network (only those still connecting are)."""
    lost = []
    page.on("requestfailed", lambda request: request.failure == NETWORK_CHANGED and lost.append(request.url))
    for _ in range(5):
        if lost:
            # To an address that differs by its fragment alone a browser goes without loading anything.
            with contextlib.suppress(Error):
                page.goto("about:blank")
            lost.clear()
        try:
            page.goto(address)
        except Error as error:
            if NETWORK_CHANGED not in error.message:
                raise
            lost.append(address)
        if not lost:
            return
    raise AssertionError(f"the page could not be loaded whole: {lost}")


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
