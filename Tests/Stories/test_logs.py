"""The log on an app's page: follow, pause, search, filter and download."""

import re
import statistics
import time

import pytest
from playwright.sync_api import expect

from browser import Troubles
from repositories import Repository
from waiting import until

COUNTER = """
import http.server, pathlib, sys, threading, time

def write():
    for number in range(1400):
        print(f"counted {number:04}", flush=False)
    print("\\x1b[1;31mneedle\\x1b[0m in red, \\x1b[2Jand a needle that is not", flush=True)
    number = 1400
    while True:
        time.sleep(1)
        print(f"counted {number:04}", flush=True)
        number += 1

threading.Thread(target=write, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 7860), http.server.SimpleHTTPRequestHandler).serve_forever()
"""

FLOOD = """
import http.server, os, threading

def write():
    number = 0
    while True:
        os.write(1, b"".join(b"flood %d\\n" % (number + step) for step in range(2000)))
        number += 2000

threading.Thread(target=write, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 7860), http.server.SimpleHTTPRequestHandler).serve_forever()
"""

DISTANCE_TO_END = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight"


def app_of(apps, program):
    repository = Repository({"app.py": program})
    app = apps.add(repository=repository.url)
    app.wait_for("running")
    repository.delete()
    return app


@pytest.fixture(scope="module")
def counter(lasting_apps):
    """An app that wrote 1,400 lines at once, then one with colors, and keeps writing slowly."""
    app = app_of(lasting_apps, COUNTER)
    until("its lines", lambda: "needle" in app.log("app"))
    return app


@pytest.fixture
def log(page, counter):
    page.goto(f"/#/apps/{counter.name}/logs")
    view = page.get_by_role("log")
    expect(view).to_contain_text(re.compile(r"counted [1-9]\d{3}"))
    return view


def scroll_to(view, place):
    view.evaluate("(log, place) => { log.scrollTop = place }", place)


def scroll_until_shown(view, place, text):
    """How many pages of older lines this takes depends on how long the app has been writing."""
    def shown():
        scroll_to(view, place)
        return view.get_by_text(text, exact=True).count() == 1

    until(text, shown, 60, 0.5)


def test_it_opens_at_the_end_and_follows(page, log):
    expect(page.locator("#log-note")).to_have_text("Following.")
    newest = log.locator(".log-text").last.text_content()
    expect(log.locator(".log-text").last).not_to_have_text(newest)
    assert log.evaluate(DISTANCE_TO_END) < 24
    assert 490 <= log.locator(".log-line").count() <= 700, "it opens with the newest 500 lines"


def test_it_waits_while_one_reads_further_up_and_tells_how_much_is_new(page, log):
    log.hover()
    page.mouse.wheel(0, -300)
    expect(page.locator("#log-note")).to_have_text("Paused while you are not at the end.")
    place = log.evaluate("(log) => log.scrollTop")
    last = log.locator(".log-text").last.text_content()
    button = page.get_by_role("button", name=re.compile(r"^\d+ new lines? ↓$"))
    expect(button).to_have_text(re.compile(r"^([3-9]|\d{2,}) new lines ↓$"))
    new = int(button.text_content().split()[0])
    assert log.evaluate("(log) => log.scrollTop") == place
    expect(log.locator(".log-text").last).to_have_text(last)
    button.click()
    expect(page.locator("#log-note")).to_have_text("Following.")
    expect(button).to_be_hidden()
    assert log.evaluate(DISTANCE_TO_END) < 24
    numbers = [int(text.split()[1]) for text in log.locator(".log-text").all_text_contents()[-6:]]
    assert numbers == list(range(numbers[0], numbers[0] + 6)), "none is missing"
    assert numbers[-1] >= int(last.split()[1]) + new


def test_older_lines_come_when_one_scrolls_up(page, log):
    expect(log.get_by_text("counted 0100", exact=True)).to_have_count(0)
    scroll_until_shown(log, 40, "counted 0700")
    scroll_until_shown(log, 40, "counted 0300")
    scroll_until_shown(log, 0, "counted 0000")
    expect(log.locator('[data-source="clone"]', has_text="Checked out commit")).to_have_count(1)
    counted = [text for text in log.locator(".log-text").all_text_contents() if re.fullmatch(r"counted \d{4}", text)]
    assert counted == [f"counted {number:04}" for number in range(len(counted))], "each once, in order"


def test_a_search_marks_every_place_and_goes_from_one_to_the_next(page, log):
    field = page.get_by_role("searchbox", name="Search logs")
    field.fill("NEEDLE")
    expect(page.locator("#log-found")).to_have_text("2 of 2")
    expect(log.locator(".log-current")).to_contain_text("needle in red, and a needle that is not")
    assert page.evaluate("CSS.highlights.get('log-found').size") == 2
    assert page.evaluate("[...CSS.highlights.get('log-current')].map(String)") == ["needle"]
    field.press("Enter")
    expect(page.locator("#log-found")).to_have_text("1 of 2")
    page.get_by_role("button", name="Next match").click()
    expect(page.locator("#log-found")).to_have_text("2 of 2")
    page.get_by_role("button", name="Previous match").click()
    expect(page.locator("#log-found")).to_have_text("1 of 2")
    field.fill("counted 0123")
    expect(page.locator("#log-found")).to_have_text("no matches")
    field.press("Escape")
    expect(field).to_have_value("")
    expect(page.locator("#log-found")).to_be_empty()
    assert page.evaluate("CSS.highlights.get('log-found').size") == 0


def test_colours_show_and_everything_else_is_dropped(log):
    line = log.locator(".log-text", has_text="needle")
    expect(line).to_have_text("needle in red, and a needle that is not")
    expect(line.locator("span")).to_have_class("sgr-bold sgr-fg-1")
    expect(line.locator("span")).to_have_text("needle")


def test_one_source_alone_can_be_read(page, log):
    page.get_by_role("combobox", name="Source").select_option("clone")
    expect(log.get_by_text("Checked out commit")).to_be_visible()
    expect(log.locator(".log-line:not([data-source=clone])")).to_have_count(0)


def test_lines_are_wrapped_or_not(page, log):
    sideways = "(log) => log.scrollWidth - log.clientWidth"
    page.set_viewport_size({"width": 390, "height": 800})
    assert log.evaluate(sideways) <= 0
    page.get_by_label("Wrap").uncheck()
    expect(log).to_have_class(re.compile("log-unwrapped"))
    assert log.locator(".log-text", has_text="needle").evaluate("(text) => getComputedStyle(text).whiteSpace") == "pre"


def test_the_log_is_copied_and_downloaded_without_colours(page, log, counter):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#toasts")).to_contain_text(re.compile(r"\d+ lines copied\."))
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert "needle in red, and a needle that is not" in copied

    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == f"{counter.name}.log"
    with open(download.value.path(), encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert any(line.endswith("app counted 0000") for line in lines), "all that is kept, not what is shown alone"
    assert any(line.endswith("needle in red, and a needle that is not") for line in lines)


def test_the_log_is_read_with_the_keyboard_alone(page, log):
    log.focus()
    page.keyboard.press("PageUp")
    expect(page.locator("#log-note")).to_have_text("Paused while you are not at the end.")
    page.keyboard.press("End")
    expect(page.locator("#log-note")).to_have_text("Following.")
    page.keyboard.press("Tab")
    expect(log).not_to_be_focused()


@pytest.mark.alone
def test_a_flood_leaves_the_page_quick(apps, page):
    app = app_of(apps, FLOOD)
    troubles = Troubles(page)
    page.goto(f"/#/apps/{app.name}/logs")
    log = page.get_by_role("log")
    expect(log.locator(".log-dropped").last).to_have_text(re.compile(r"^\d+ lines dropped, too many at once$"))
    time.sleep(2)
    assert log.locator(".log-line").count() <= 3000
    # The delay of a 10 ms timer shows how long the main thread is blocked.
    delays = page.evaluate("""async () => {
        const delays = [];
        for (let last = performance.now(); delays.length < 150; last = performance.now()) {
            await new Promise((resolve) => setTimeout(resolve, 10));
            delays.push(performance.now() - last);
        }
        return delays;
    }""")
    assert statistics.quantiles(delays, n=10)[-1] < 150, "the page often does not answer for so many milliseconds"
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Overview").click()
    expect(page.locator("#app-facts")).to_be_visible()
    assert troubles.all() == []
