"""A page with a thousand apps: first paint, first useful paint, frames while it is scrolled, and the script of one changed card.
Beside it the same page with one app, that of a member with whom one of the thousand is shared; for frames, a bare page as high.

Usage: page_speed.py COUNT MEMBER. Environment variables select the installation, as for the stories.
"""

import contextlib
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

import installation
from browser import chromium, signed_in_page
from client import Client
from figures import at, compare, report

LOADS, CHANGES = 10, 10

# Pixels per second: ten screens.
SCROLLING = 7_200

# Records the first frame that shows cards, and how many it shows.
FIRST_CARD = """
new MutationObserver((_, observer) => {
    const cards = document.querySelectorAll("[data-app]");
    if (cards.length === 0) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.useful = performance.now(); window.firstCards = cards.length; }));
}).observe(document, { subtree: true, childList: true });
"""

MARK = """
() => {
    window.replaced = 0;
    for (const card of document.querySelectorAll("[data-app]")) card.ours = true;
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) if (node.dataset?.app && !node.ours) window.replaced += 1;
    }).observe(document, { subtree: true, childList: true });
}
"""

# Records how many milliseconds each frame took after the one before.
COUNT_FRAMES = """
() => {
    window.frames = [];
    let last = null;
    const count = (now) => {
        if (last !== null) frames.push(now - last);
        last = now;
        requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
}
"""

FIRST_PAINT = 'performance.getEntriesByName("first-paint")[0].startTime'


def load(browser: Browser, user: str) -> tuple[float, float, int]:
    """Milliseconds until anything is painted and until cards are, and how many; in a new context, so that nothing is cached."""
    with signed_in_page(browser, user) as page:
        page.add_init_script(FIRST_CARD)
        page.goto("/")
        page.wait_for_function("() => window.useful")
        return page.evaluate(FIRST_PAINT), page.evaluate("window.useful"), page.evaluate("window.firstCards")


def compare_paints(browser: Browser, users: tuple[str, str], count: int):
    # In turn, so that what else the machine does falls on both alike.
    many, one = zip(*[[load(browser, user) for user in users] for _ in range(LOADS)], strict=True)
    for number, (what, target) in enumerate({"first paint": "", "first useful paint": "ratio p50 <= 1.5"}.items()):
        compare(f"{what}, {count} apps", [found[number] for found in many], "one app", [found[number] for found in one], target)
    report("", f"nothing cached; cards in the useful paint: {many[-1][2]}, {one[-1][2]}")


def frames_scrolling(page: Page) -> list[float]:
    """Milliseconds between frames while the page is scrolled from top to bottom."""
    session = page.context.new_cdp_session(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate(COUNT_FRAMES)
    session.send("Input.synthesizeScrollGesture", {"x": 600, "y": 400, "yDistance": -height, "speed": SCROLLING})
    return page.evaluate("window.frames")


def tell_frames(what: str, frames: list[float], target: str = ""):
    missed = sum(max(0, round(frame * 60 / 1000) - 1) for frame in frames)
    report(what, f"p50 {at(frames, 0.5):.1f} ms, p99 {at(frames, 0.99):.1f} ms between {len(frames)} frames; "
           f"{sum(frame > 50 for frame in frames)} above 50 ms; {100 * missed / (len(frames) + missed):.1f} % of 60 a second missed", target)


def compare_scrolling(browser: Browser, count: int):
    with signed_in_page(browser) as page:
        page.goto("/")
        page.wait_for_function(f"() => document.querySelectorAll('[data-app]').length >= {count}")
        page.wait_for_timeout(1000)
        height = page.evaluate("document.documentElement.scrollHeight")
        scrolled = frames_scrolling(page)
    with signed_in_page(browser) as page:
        page.set_content(f"<div style='height: {height}px; background: linear-gradient(red, blue)'></div>")
        tell_frames("scrolling, a bare page as high", frames_scrolling(page))
    tell_frames(f"scrolling, {count} apps", scrolled, "60 frames a second, none above 50 ms")


class Watched:
    """An open page whose script is timed while a card changes."""

    def __init__(self, page: Page):
        page.goto("/")
        page.wait_for_selector("[data-app]")
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")
        self.idle: list[float] = []
        self.changed: list[float] = []

    def mark(self):
        self._page.evaluate(MARK)

    def script(self) -> float:
        """Milliseconds so far."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration")

    def replaced(self) -> int:
        return self._page.evaluate("window.replaced")


def compare_changes(api: Client, browser: Browser, users: tuple[str, str], name: str):
    with contextlib.ExitStack() as stack:
        pages = [Watched(stack.enter_context(signed_in_page(browser, user))) for user in users]
        time.sleep(2)
        for page in pages:
            page.mark()
        for number in range(CHANGES):
            for change in (False, True):
                time.sleep(0.2)
                before = [page.script() for page in pages]
                if change:
                    assert api.patch(f"/api/apps/{name}", {"start_command": f"echo {number}"}).status == 200
                time.sleep(1)
                for page, spent in zip(pages, before, strict=True):
                    (page.changed if change else page.idle).append(page.script() - spent)
        many, one = pages
        compare("script in a second with a change", many.changed, "one app", one.changed, "<= 8 ms for one changed card")
        report("", f"p50 {at(many.changed, 0.5) - at(many.idle, 0.5):.2f} ms more than in a second without a change")
        report("cards rebuilt by them", f"{many.replaced()}; one app: {one.replaced()}", "0, no list rebuilt")


def main():
    count, member = int(sys.argv[1]), sys.argv[2]
    users = (installation.USER, member)
    api = Client()
    with sync_playwright() as playwright, chromium(playwright, apart=False) as browser:
        with signed_in_page(browser) as page:
            page.goto("/")
            name = page.locator("[data-app]").first.get_attribute("data-app")
        assert api.patch(f"/api/apps/{name}", {"shared_with": [member]}).status == 200
        compare_paints(browser, users, count)
        compare_scrolling(browser, count)
        compare_changes(api, browser, users, name)


main()
