"""A page where nothing happens: what it asks while it is seen, and while it is not."""

from playwright.sync_api import expect

from feeds import HOST, Feed, an_app

AWAY = "Object.defineProperty(document, 'hidden', { get: () => window.isAway === true })"


def test_a_quiet_page_has_one_poll_parked_and_asks_for_the_load_while_it_is_seen(page):
    asked, loads = [], iter(range(41, 100))
    Feed(page, [an_app("demo")])
    page.route("**/api/host", lambda route: route.fulfill(json={**HOST, "cpu": {"cores": 16, "used_percent": next(loads)}}))
    page.on("request", lambda request: asked.append(request.url.split("/api/")[-1].split("?")[0]))
    page.add_init_script(AWAY)
    page.clock.install()
    page.goto("/")
    cpu = page.locator('[data-key="cpu"]')
    expect(cpu).to_contain_text("5.9 of 16 cores")
    while asked.count("status") < 2:
        page.wait_for_timeout(20)
    asked.clear()

    # 41 and 42 % of the machine.
    for cores in ("6.6", "6.7"):
        page.clock.run_for(12_000)
        expect(cpu).to_contain_text(f"{cores} of 16 cores")
    assert asked == ["host"] * 2

    page.evaluate("window.isAway = true")
    # The feed answers no poll in time, so the page asks again after 35 s.
    page.clock.run_for(120_000)
    assert asked.count("host") == 2
    page.evaluate("window.isAway = false")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cpu).to_contain_text("6.9 of 16 cores")
    assert asked.count("host") == 3
