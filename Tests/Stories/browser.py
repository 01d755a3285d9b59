"""Chromium as a user's browser: signed in, with all errors recorded."""

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

# Chromium's error for connections that it drops when the machine gets a new network interface. Docker creates one per app;
# unlike a user's browser, this one runs on the same machine.
NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED"


@contextlib.contextmanager
def chromium(playwright: Playwright, *, http2: bool = False):
    """Debian's Chromium. HTTP/2 is off by default, because Chromium drops its connections even during responses."""
    # Trusts the installation's certificate for downloads too, which a context's `ignore_https_errors` does not cover.
    flags = ["--no-sandbox", "--ignore-certificate-errors"] + ([] if http2 else ["--disable-http2"])
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
    try:
        yield browser
    finally:
        browser.close()


@contextlib.contextmanager
def signed_in_page(browser: Browser, user: str = installation.USER, **options):
    """A blank page in a browser that trusts the installation and is signed in, by default as its admin."""
    credentials = {"username": user, "password": installation.password(user)}
    context = browser.new_context(
        base_url=installation.ORIGIN, ignore_https_errors=True, http_credentials=credentials, **options)
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


# The page itself aborts a long-poll whose response is no longer needed.
HARMLESS = ("net::ERR_ABORTED", NETWORK_CHANGED)


def visit(page: Page, address: str = "/"):
    """Opens the control page. Retries if a network change drops a request, which affects only those still connecting."""
    lost = []
    page.on("requestfailed", lambda request: request.failure == NETWORK_CHANGED and lost.append(request.url))
    for _ in range(5):
        if lost:
            # Navigating to a URL that differs only by its fragment does not reload the page.
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
    """Problems that a user does not see: errors, CSP violations, failed requests."""

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
