"""The page with 1,000 apps: time to the first useful paint, and script time of one changed card.

Usage: page_speed.py COUNT. Environment variables select the installation, as for the stories.
"""

import sys
import time

from playwright.sync_api import sync_playwright

from browser import chromium, signed_in_page
from client import Client
from figures import at, tell, tell_times

LOADS, CHANGES = 10, 10

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


def script_milliseconds(session) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration")


def main():
    count = int(sys.argv[1])
    api = Client()
    with sync_playwright() as playwright, chromium(playwright, apart=False) as browser:
        useful = []
        for _ in range(LOADS):
            with signed_in_page(browser) as page:
                page.add_init_script(FIRST_CARD)
                page.goto("/")
                page.wait_for_function("() => window.useful")
                useful.append(page.evaluate("window.useful"))
                shown = page.evaluate("window.firstCards")
        tell_times(f"first useful paint, {count} apps", useful, "<= 500 ms")
        tell("", f"new browser context each time, nothing cached; cards in that paint: {shown}")

        with signed_in_page(browser) as page:
            page.goto("/")
            page.wait_for_function(f"() => document.querySelectorAll('[data-app]').length >= {min(count, shown)}")
            name = page.locator("[data-app]").first.get_attribute("data-app")
            time.sleep(2)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            page.evaluate(MARK)
            idle, changed = [], []
            for number in range(CHANGES):
                for found, change in ((idle, False), (changed, True)):
                    time.sleep(0.2)
                    before = script_milliseconds(session)
                    if change:
                        assert api.patch(f"/api/apps/{name}", {"start_command": f"echo {number}"}).status == 200
                    time.sleep(1)
                    found.append(script_milliseconds(session) - before)
            tell("script for one changed card", f"{CHANGES} changes: p50 {at(changed, 0.5) - at(idle, 0.5):.1f} ms more than "
                 f"the {at(idle, 0.5):.1f} ms of a second without one (p95 of both together {at(changed, 0.95):.1f} ms)", "<= 8 ms")
            tell("cards recreated by them", str(page.evaluate("window.replaced")), "0, no list rebuilt")


main()
