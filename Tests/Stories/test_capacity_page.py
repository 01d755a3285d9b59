"""Usage of apps and host: plots, readable by pointer, keyboard or as a table, and usage per owner."""

import re

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from feeds import Feed
from gpu_news import answer_usage, on_a_gpu


@pytest.fixture
def usage(page):
    """One hour of usage data of an app, with a gap."""
    answer_usage(page)
    Feed(page, [on_a_gpu("diffusion", 1)])
    page.goto("/#/apps/diffusion/usage")
    expect(page.locator("#app-usage .plot:visible")).to_have_count(4)
    return page.locator("#app-usage")


def plot(usage, title: str):
    return usage.locator(".plot", has=usage.page.get_by_role("slider", name=title, exact=True))


def test_a_plot_is_a_line_with_its_gap_axes_with_units_and_its_limit(page, usage):
    line = plot(usage, "Memory").locator(".plot-line-0").first
    assert line.get_attribute("d").count("M") == 2, "a gap parts the line in two"
    texts = plot(usage, "Memory").locator("text").all_text_contents()
    assert {"0 GiB", "10 GiB", "20 GiB"} <= set(texts)
    assert sum(bool(re.fullmatch(r"\d\d:\d\d", text)) for text in texts) >= 2
    dashes = plot(usage, "Memory").locator(".plot-limit").evaluate("(path) => getComputedStyle(path).strokeDasharray")
    assert dashes != "none"
    expect(plot(usage, "Memory").locator("output")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d: 6.0 GiB of 16 GiB$"))


def test_processors_are_counted_in_cores_as_in_the_strip(usage):
    expect(plot(usage, "CPU").locator("output")).to_have_text(re.compile(r" 1\.2\d? cores$"))


def test_a_plot_is_read_with_the_keyboard_across_its_gap(page, usage):
    slider, output = page.get_by_role("slider", name="Memory", exact=True), plot(usage, "Memory").locator("output")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    first = output.inner_text()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "1")
    assert output.inner_text() != first
    for _ in range(10):
        page.keyboard.press("PageUp")
    expect(output).to_have_text(re.compile("no data"))
    expect(slider).to_have_attribute("aria-valuetext", re.compile("no data"))
    page.keyboard.press("End")
    expect(output).to_have_text(re.compile(r"6.0 GiB of 16 GiB$"))


def test_a_plot_is_read_with_a_pointer(page, usage):
    box = plot(usage, "Network").locator("svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 50)
    expect(plot(usage, "Network").locator("output")).to_have_text(re.compile("in no data, out no data"))
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 50)
    expect(plot(usage, "Network").locator("output")).to_have_text(re.compile(r"in 2.0 kB/s, out 90 kB/s"))


def test_the_same_is_there_as_a_table_and_as_csv(page, usage):
    usage.get_by_text("Show as table").click()
    expect(usage.locator("thead th")).to_have_text(["Time", "CPU", "Memory", "Network in", "Network out", "Disk"])
    expect(usage.locator("tbody tr")).to_have_count(360)
    expect(usage.locator("tbody tr").nth(200)).to_contain_text("no data")
    download = usage.get_by_role("link", name="Download CSV")
    expect(download).to_have_attribute("href", "/api/apps/diffusion/usage?range=hour&format=csv")
    usage.get_by_role("button", name="1 year").click()
    expect(download).to_have_attribute("href", "/api/apps/diffusion/usage?range=year&format=csv")
    expect(usage.get_by_role("button", name="1 year")).to_have_attribute("aria-pressed", "true")
    expect(plot(usage, "CPU").locator("text", has_text=re.compile("^[A-Z][a-z]{2}$")).first).to_be_visible()


def test_an_hour_is_read_anew_while_it_is_looked_at_and_no_longer(page, usage):
    with page.expect_request("**/usage?range=hour", timeout=30_000):
        pass
    page.get_by_role("link", name="Overview").click()
    asked = []
    page.on("request", lambda request: "/usage?" in request.url and asked.append(request.url))
    page.wait_for_timeout(11_000)
    assert asked == []


def test_nothing_recorded_is_said(page):
    page.route("**/usage?*", lambda route: route.fulfill(json={
        "from": "2026-03-04T11:00:00Z", "to": "2026-03-04T12:00:00Z", "step_seconds": 10, "limits": {"memory_bytes": None, "gpu_memory_bytes": None},
        "series": dict.fromkeys(["cpu_percent", "memory_bytes", "disk_bytes", "receive_bytes_per_second", "send_bytes_per_second",
                                 "gpu_percent", "gpu_memory_bytes"], [None] * 360)}))
    Feed(page, [on_a_gpu("diffusion", 1)])
    page.goto("/#/apps/diffusion/usage")
    expect(page.get_by_text("No data for this period.")).to_be_visible()


def test_operators_see_who_uses_the_machine_and_what_could_be_given_back(page):
    troubles = Troubles(page)
    answer_usage(page)
    Feed(page, [on_a_gpu("diffusion", 1)])
    page.goto("/")
    page.get_by_role("link", name="Capacity").click()
    expect(page.locator("#capacity .plot:visible")).to_have_count(4)
    expect(page.locator("#capacity-spare li")).to_have_text("diffusion (admin): Its GPUs were idle for 80 of 112 hours.")
    expect(page.locator("#capacity-apps tbody tr").first.locator("td")).to_have_text([
        "diffusion", "admin", "112.4", "80.2", "8.0 of 16 GiB", "39 GiB", "34 MB", "6.1 GB"])
    expect(page.locator("#capacity-apps tbody tr").nth(1).locator("td").first).to_have_text("chat (removed)")
    expect(page.locator("#capacity-owners tbody tr")).to_have_text(["admin112.4", "alice60.0"])
    bars = page.get_by_role("list", name="Share in use by hour").get_by_role("listitem")
    expect(bars).to_have_count(24)
    expect(bars.nth(14)).to_have_text("14:00 UTC: 95 %")
    expect(page.get_by_text("Busiest from 14:00 UTC, with 95 % in use.")).to_be_visible()
    with page.expect_request("**/api/capacity?days=30"):
        page.get_by_label("Usage in the last").select_option("30 days")
    assert troubles.all() == []


def test_who_is_no_operator_is_led_nowhere_and_told_so(browser):
    with signed_in_page(browser, "bob") as page:
        page.goto("/#/capacity")
        expect(page.locator("#connection")).to_have_text("Live")
        expect(page.get_by_role("link", name="Capacity")).to_be_hidden()
        expect(page.locator("#capacity-note")).not_to_have_text(re.compile("^$|Loading"))
        expect(page.locator("#capacity-there")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 800, 1440])
def test_it_fits(browser, width):
    with signed_in_page(browser, viewport={"width": width, "height": 900}) as page:
        answer_usage(page)
        Feed(page, [on_a_gpu("diffusion", 1)])
        for address, sign in (("/#/apps/diffusion/usage", "#app-usage .plot-line"), ("/#/capacity", "#capacity .plot-line")):
            page.goto(address)
            expect(page.locator(sign).first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            page.locator(".usage:visible summary").click()
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
