"""Chromium as a user's browser: signed in, with all errors recorded."""

import contextlib
import os
import pathlib
import subprocess
import tempfile

from playwright.sync_api import Browser, Page, Playwright, expect

import fronts
import installation

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""

# In milliseconds.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)

# The control page, and the ports at which tests put another nginx in front of the same backend.
PORTS = [installation.PORT, *fronts.PORTS.values()]


@contextlib.contextmanager
def chromium(playwright: Playwright, *, apart: bool = True, http2: bool = True):
    """Debian's Chromium. With `apart`, in its own network namespace, see chromium-apart."""
    # Trusts the installation's certificate for downloads too, which a context's `ignore_https_errors` does not cover.
    flags = ["--no-sandbox", "--ignore-certificate-errors"] + ([] if http2 else ["--disable-http2"])
    if not apart:
        with contextlib.closing(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)) as browser:
            yield browser
        return
    with tempfile.TemporaryDirectory(prefix="dcc-relays-") as folder, _relays(folder):
        browser = playwright.chromium.launch(
            executable_path=pathlib.Path(__file__).with_name("chromium-apart"), args=flags,
            env={**os.environ, "RELAYS": folder, "PORTS": " ".join(map(str, PORTS))})
        with contextlib.closing(browser):
            yield browser


@contextlib.contextmanager
def _relays(folder: str):
    """Sockets in the folder that lead to the ports."""
    relays = [
        subprocess.Popen(["socat", f"UNIX-LISTEN:{folder}/{port},fork", f"TCP:127.0.0.1:{port}"]) for port in PORTS]
    try:
        yield
    finally:
        for relay in relays:
            relay.terminate()
            relay.wait()


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
HARMLESS = "net::ERR_ABORTED"


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
