"""Latency of what users see: from the return of `docker kill` until the card shows it, and from a line written in a container
until it is on screen. Times are taken in the page, in the frame that shows the change. Measured beside them: one GET of the
same app, and the same lines from `docker logs --follow`.

Usage: seeing.py SECONDS. Environment variables select the installation, as for the stories.
"""

import contextlib
import subprocess
import sys
import threading
import time

from playwright.sync_api import sync_playwright

import installation
from browser import chromium, signed_in_page
from client import Client
from figures import compare, report
from waiting import until

NAMES = [f"kill-{number}" for number in range(5)]
KILLS = 50
# Serves HTTP, and writes a line with its timestamp about five times a second.
TALKING = (
    "python -u -c \"import threading,time,http.server as h;threading.Thread(target=h.ThreadingHTTPServer(('0.0.0.0',7860),"
    "h.SimpleHTTPRequestHandler).serve_forever).start();"
    "[(time.sleep(.15+time.time()%.1),print('bench-line',time.time_ns()//1000000)) for _ in iter(int,1)]\"")

CARDS = """
() => {
    window.left = {};
    const look = () => {
        for (const card of document.querySelectorAll("[data-app]")) {
            const { app, state } = card.dataset;
            if (state === "running") delete window.left[app];
            else if (!(app in window.left)) {
                window.left[app] = null;
                requestAnimationFrame(() => { if (app in window.left) window.left[app] = Date.now(); });
            }
        }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    look();
}
"""

LINES = """
() => {
    window.delays = [];
    const begun = Date.now();
    new MutationObserver((changes) => {
        const written = [];
        for (const { addedNodes } of changes)
            for (const node of addedNodes)
                for (const [, time] of node.textContent.matchAll(/bench-line (\\d+)/g)) if (Number(time) > begun) written.push(Number(time));
        if (written.length)
            requestAnimationFrame(() => { for (const time of written) window.delays.push(Date.now() - time); });
    }).observe(document, { subtree: true, childList: true });
}
"""


def add(api: Client, name: str, command: str):
    form = {"name": name, "repository": f"{installation.GIT}/echoes.git", "start_command": command, "port": 7860}
    reply = api.post("/api/apps", form)
    assert reply.status == 202, reply.body


def state(api: Client, name: str) -> str:
    return api.get(f"/api/apps/{name}").json["state"]


def all_running(api: Client) -> bool:
    return all(state(api, name) == "running" for name in NAMES)


def kills(api: Client, page, seconds: float) -> tuple[list[float], list[float]]:
    deadline = time.monotonic() + seconds
    page.evaluate(CARDS)
    delays, asked = [], []
    while len(delays) < KILLS and time.monotonic() < deadline:
        until("every app running", lambda: all_running(api), 90)
        until("the page knows", lambda: page.evaluate("(names) => !names.some((name) => name in window.left)", NAMES), 10)
        time.sleep(1)
        for name in NAMES:
            subprocess.run(["docker", "kill", f"dcc-{name}-app-1"], check=True, stdout=subprocess.DEVNULL)
            returned = time.time() * 1000
            seen = page.wait_for_function("(name) => window.left[name]", arg=name, timeout=10_000).json_value()
            delays.append(seen - returned)
            time.sleep(0.3)
            began = time.monotonic()
            state(api, name)
            asked.append(1000 * (time.monotonic() - began))
        for name in NAMES:
            api.post(f"/api/apps/{name}/start")
    return delays, asked


@contextlib.contextmanager
def docker_logs(delays: list[float]):
    """Meanwhile, `docker logs --follow` reads the same lines: milliseconds from written to read."""
    command = ["docker", "logs", "--follow", "--tail", "0", "dcc-talks-app-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as reader:
        thread = threading.Thread(
            target=lambda: delays.extend(1000 * time.time() - int(line.split()[1]) for line in reader.stdout))
        thread.start()
        try:
            yield
        finally:
            reader.terminate()
            thread.join()


def lines(page, seconds: float) -> list[float]:
    page.locator('[data-app="talks"] [data-logs]').click()
    time.sleep(1)
    page.evaluate(LINES)
    time.sleep(seconds)
    return page.evaluate("window.delays")


def main():
    seconds = float(sys.argv[1])
    api = Client()
    for name in NAMES:
        add(api, name, "python app.py")
    add(api, "talks", TALKING)
    until("the app that talks", lambda: state(api, "talks") == "running", 120)
    with sync_playwright() as playwright, chromium(playwright) as browser, signed_in_page(browser) as page:
        page.goto("/")
        page.wait_for_selector('[data-app="talks"][data-state="running"]')
        plain: list[float] = []
        with docker_logs(plain):
            shown = lines(page, 20)
        compare("a line written -> on screen", shown, "docker logs --follow", plain, "p95 <= 250 ms")
        page.goto("/")
        page.wait_for_selector('[data-app="talks"]')
        seen, asked = kills(api, page, seconds)
        compare("docker kill returns -> card", seen, "one GET of the app", asked, "p50 <= 60 ms, p95 <= 150 ms, over 50")
        report("", "includes up to one frame (17 ms) until the browser paints")


main()
