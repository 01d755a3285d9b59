"""The app list: search, sort, filter, bulk actions, and performance with 1,000 apps."""

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from dialogs import card_of
from feeds import Feed, an_app

OTHERS_TOUCHED = """
(name) => {
    window.touched = new Set();
    const look = (records) => {
        for (const { target, removedNodes, addedNodes } of records) {
            const own = (target.nodeType === 1 ? target : target.parentElement).closest("[data-app]");
            for (const element of own ? [own] : [...removedNodes, ...addedNodes]) window.touched.add(element.dataset?.app);
        }
        window.touched.delete(undefined);
    };
    new MutationObserver(look).observe(document.querySelector("#apps"), { subtree: true, childList: true, attributes: true, characterData: true });
}
"""

FOUR = [an_app("voices"), an_app("comfy", "failed", owner="bob"), an_app("books", "stopped"), an_app("chat", "unhealthy", owner="bob")]


def names(page) -> list[str]:
    return page.locator("[data-app]").evaluate_all("(items) => items.map((item) => item.dataset.app)")


@pytest.fixture
def four(page):
    feed = Feed(page, FOUR)
    page.goto("/")
    expect(page.locator("[data-app]")).to_have_count(4)
    return feed


def test_search_and_filters_narrow_the_list_and_stand_in_the_address(page, four):
    assert names(page) == ["comfy", "chat", "voices", "books"]
    expect(page.get_by_role("button", name="Needs attention")).to_contain_text("2")
    page.get_by_role("button", name="Needs attention").click()
    page.get_by_label("Search apps").fill("owner/ch")
    assert names(page) == ["chat"]
    page.get_by_label("Owner").select_option("bob")
    page.get_by_label("Sort by").select_option("name")
    assert page.url.endswith("#/?q=owner%2Fch&state=attention&owner=bob&sort=name")

    page.reload()
    expect(page.locator("[data-app]")).to_have_count(1)
    expect(page.get_by_label("Search apps")).to_have_value("owner/ch")
    expect(page.get_by_role("button", name="Needs attention")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Search apps").fill("nothing of that kind")
    page.get_by_role("button", name="Show all apps").click()
    assert names(page) == ["books", "chat", "comfy", "voices"]


def test_an_app_that_no_longer_matches_leaves_the_list_unless_it_holds_the_focus(page, four):
    page.get_by_role("button", name="Stopped").click()
    assert names(page) == ["books"]
    four.tell(an_app("voices", "stopped"))
    expect(page.locator("[data-app]")).to_have_count(2)
    summary = card_of(page, "books").locator("summary")
    summary.focus()
    four.tell(an_app("books", "running"))
    expect(card_of(page, "books").locator(".card-state")).to_have_text("Running")
    expect(summary).to_be_focused()
    summary.blur()
    four.tell(an_app("chat"))
    expect(page.locator("[data-app]")).to_have_count(1)


def test_the_table_is_remembered(page, four):
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("row")).to_have_count(5)
    page.reload()
    expect(page.get_by_role("row")).to_have_count(5)
    expect(card_of(page, "comfy").locator(".card-state")).to_have_text("Failed")


def test_several_apps_are_stopped_at_once_and_one_toast_tells_of_all(page, four):
    asked = []

    def answer(route):
        asked.append(route.request.url.split("/api/apps/")[1])
        route.fulfill(status=409 if "chat" in route.request.url else 202, json={"detail": "It is busy."})

    page.route("**/api/apps/*/stop", answer)
    page.get_by_role("button", name="Table").click()
    page.get_by_label("Select all").check()
    bar = page.get_by_role("group", name="Selected apps")
    expect(bar).to_contain_text("4 selected")
    bar.get_by_role("button", name="Stop").click()
    # Failed and stopped apps cannot be stopped.
    dialog = page.get_by_role("dialog", name="Stop 2 apps?")
    dialog.get_by_role("button", name="Cancel").click()
    assert asked == []
    bar.get_by_role("button", name="Stop").click()
    dialog.get_by_role("button", name="Stop").click()
    expect(page.locator(".toast")).to_have_text("Stopping 1 app. 1 refused (chat): It is busy.✕")
    assert sorted(asked) == ["chat/stop", "voices/stop"]
    expect(bar).to_be_hidden()


def test_everything_is_reached_with_the_keyboard(page, four):
    page.keyboard.press("j")
    expect(card_of(page, "comfy")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card_of(page, "chat")).to_be_focused()
    page.keyboard.press("k")
    expect(card_of(page, "comfy")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("nj?/")
    expect(page.get_by_label("Search apps")).to_have_value("nj?/")
    page.get_by_label("Search apps").fill("")
    page.get_by_label("Search apps").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New app")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New app")).to_be_visible()


@pytest.mark.alone
def test_a_thousand_apps_are_all_there_and_a_change_touches_one_row(page):
    troubles = Troubles(page)
    apps = [an_app(f"app-{index:04}") for index in range(1000)]
    feed = Feed(page, apps)
    page.goto("/")
    expect(page.locator("[data-app]")).to_have_count(1000, timeout=60_000)
    # Playwright takes some 20 s to find a role among a thousand cards.
    page.locator('[data-layout="table"]').click()
    expect(page.locator("#rows > [data-app]")).to_have_count(1000, timeout=60_000)
    page.evaluate(OTHERS_TOUCHED)
    feed.tell(an_app("app-0500", "failed"))
    row = card_of(page, "app-0500")
    expect(row.locator(".card-state")).to_have_text("Failed")
    assert names(page)[0] == "app-0500"
    assert page.evaluate("[...window.touched]") == ["app-0500"]
    assert troubles.all() == []


def test_the_strip_says_what_nobody_knows_and_what_is_scarce(page):
    Feed(page, FOUR, {"docker": "unreachable", "gpus": None, "cpu": None, "disk": {"total_bytes": 10**12, "free_bytes": 10**10}})
    page.goto("/")
    strip = page.get_by_role("region", name="This machine")
    expect(strip).to_contain_text("Docker is unreachable")
    expect(strip.locator('[data-key="cpu"]')).to_contain_text("unknown")
    expect(strip.locator('[data-key="disk"]')).to_contain_text("10 GB freelow")
    expect(strip).to_contain_text("GPUs unknown")


def test_what_another_did_is_told_and_what_one_did_here_is_not(page, apps, api):
    app = apps.add()
    app.wait_for("running")
    page.goto("/")
    card = card_of(page, app.name)
    expect(card.locator(".card-state")).to_have_text("Running")
    card.locator("summary").click()
    card.get_by_role("button", name="Stop").click()
    expect(card.locator(".card-state")).to_have_text("Stopped", timeout=30_000)
    expect(page.locator(".toast")).to_have_count(0)
    app.act("start")
    expect(page.locator(".toast")).to_contain_text(f"{app.name} was started by admin.", timeout=60_000)


NOTIFICATIONS = """
window.shown = [];
window.Notification = class extends EventTarget {
    static permission = "default";
    static requestPermission = async () => (Notification.permission = "granted");
    constructor(title, { body }) { super(); window.shown.push(`${title}: ${body}`); }
};
Object.defineProperty(document, "hidden", { get: () => window.isAway === true });
"""


def test_who_wants_it_is_notified_of_failures_of_their_own_apps_while_away(browser):
    with signed_in_page(browser) as page:
        page.add_init_script(NOTIFICATIONS)
        feed = Feed(page, FOUR)
        page.goto("/")
        failure = {"code": "exited", "message": "It ended.", "hint": "", "step": None}
        switch = page.get_by_label("Notify me")
        expect(switch).not_to_be_checked()
        switch.check()
        feed.tell(an_app("voices", "failed", failure=failure))
        expect(card_of(page, "voices").locator(".card-state")).to_have_text("Failed")
        page.evaluate("window.isAway = true")
        feed.tell(an_app("books", "failed", failure=failure), an_app("chat", "failed", owner="bob", failure=failure))
        expect(card_of(page, "chat").locator(".card-state")).to_have_text("Failed")
        assert page.evaluate("window.shown") == ["books failed: It ended."]


def test_the_arrows_stay_in_an_open_menu(page, four):
    card = card_of(page, "voices")
    card.locator("summary").click()
    page.keyboard.press("ArrowDown")
    expect(card.get_by_role("button", name="Restart")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(card.get_by_role("button", name="Remove…")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card.get_by_role("button", name="Restart")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card.locator("summary")).to_be_focused()


def test_back_from_an_app_one_is_at_its_card_again(page):
    Feed(page, [an_app(f"app-{index:02}") for index in range(60)])
    page.goto("/")
    expect(page.locator("[data-app]")).to_have_count(60)
    card = card_of(page, "app-50")
    card.get_by_role("link", name="app-50").click()
    expect(page.locator("#app-name")).to_have_text("app-50")
    page.go_back()
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport(ratio=1)
    page.keyboard.press("j")
    expect(card_of(page, "app-51")).to_be_focused()


def test_on_an_apps_page_the_keys_for_help_and_a_new_app_work(page, four):
    page.goto("/#/apps/voices")
    expect(page.locator("#app-name")).to_have_text("voices")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New app")).to_be_visible()


def test_who_owns_no_apps_is_offered_no_notifications(browser):
    with signed_in_page(browser, "vera") as page:
        Feed(page, FOUR)
        page.goto("/")
        expect(page.locator("[data-app]")).to_have_count(4)
        expect(page.locator("#account")).to_contain_text("viewer")
        expect(page.get_by_label("Notify me")).to_be_hidden()


AWAY = {"code": "index_unreachable", "message": "pip could not reach the package index.", "hint": "Try again in a few minutes.", "step": "install"}


def test_sixty_apps_that_failed_alike_are_one_card(page):
    asked = []

    def answer(route):
        asked.append((route.request.method, route.request.url.split("/api/apps/")[1]))
        route.fulfill(status=202, json={})

    feed = Feed(page, [an_app("voices"), *(an_app(f"app-{index:02}", "failed", failure=AWAY) for index in range(60))])
    page.route("**/api/apps/*", answer)
    page.route("**/api/apps/*/redeploy", answer)
    page.goto("/")
    group = page.get_by_role("list", name="Failures of many apps").get_by_role("listitem")
    expect(group).to_contain_text("60 apps failed for the same reason")
    expect(group).to_contain_text("pip could not reach the package index.")
    assert names(page) == ["voices"]
    group.get_by_role("button", name="Show apps").click()
    expect(page.locator("[data-app]")).to_have_count(61)
    group.get_by_role("button", name="Hide apps").click()
    expect(page.locator("[data-app]")).to_have_count(1)

    group.get_by_role("button", name="Try again: 60 apps").click()
    expect(page.locator(".toast")).to_contain_text("Redeploying 60 apps.")
    assert len(set(asked)) == 60 and set(method for method, _ in asked) == {"POST"}
    asked.clear()
    group.get_by_role("button", name="Remove 60 apps…").click()
    dialog = page.get_by_role("dialog", name="Remove 60 apps?")
    expect(dialog.get_by_role("button", name="Remove 60 apps")).to_be_disabled()
    dialog.get_by_role("textbox").fill("60")
    dialog.get_by_role("button", name="Remove 60 apps").click()
    expect(page.locator(".toast").last).to_contain_text("Removing 60 apps.")
    assert len(set(asked)) == 60 and set(method for method, _ in asked) == {"DELETE"}
    # One that is mended leaves the group.
    feed.tell(an_app("app-00"))
    expect(group).to_contain_text("59 apps failed")


def test_a_toast_of_many_refusals_stays_on_the_screen(page):
    def refuse(route):
        name = route.request.url.split("/api/apps/")[1]
        route.fulfill(status=409, json={"detail": f"{name} is busy with something else. Wait until that has finished, then try again."})

    Feed(page, [an_app(f"app-{index:02}", "failed", failure=AWAY) for index in range(60)])
    page.route("**/api/apps/*/redeploy", refuse)
    page.goto("/")
    page.get_by_role("button", name="Try again: 60 apps").click()
    expect(page.locator(".toast")).to_contain_text("Redeploying 0 apps. 1 refused (app-0")
    assert page.locator("#toasts").bounding_box()["y"] >= 0
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".toast")).to_have_count(0)


def test_while_docker_is_away_nothing_that_needs_it_can_be_pressed(page):
    Feed(page, [an_app("voices"), an_app("comfy", "failed", failure=AWAY)], {"docker": "unreachable"})
    why = "Docker is not reachable (nothing answers at /run/docker.sock)."
    searching = {
        "revision": 1, "activity": "searching", "progress": None, "orphans": None, "looked_at": None, "receipt": None, "trouble": None,
    }
    failed = {**searching, "revision": 2, "activity": "idle", "trouble": {"code": "docker_unreachable", "message": why}}
    page.route("**/api/system/orphans/search", lambda route: route.fulfill(status=202, json=searching))
    # The next question is answered at the next change, which does not come.
    page.route("**/api/system/orphans?*", lambda route: route.request.url.endswith("after=1") and route.fulfill(json=failed))
    page.goto("/")
    expect(card_of(page, "comfy").get_by_role("button", name="Try again")).to_be_disabled()
    card_of(page, "voices").locator("summary").click()
    for name in ("Restart", "Redeploy latest commit", "Stop"):
        expect(card_of(page, "voices").get_by_role("button", name=name)).to_be_disabled()
    expect(card_of(page, "voices").get_by_role("button", name="Settings…")).to_be_enabled()
    page.keyboard.press("Escape")
    page.locator("#new-app").click()
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog.get_by_role("button", name="Deploy")).to_be_disabled()
    expect(dialog).to_contain_text("Docker is unreachable.")
    page.keyboard.press("Escape")
    page.goto("/#/apps/voices")
    restart = page.get_by_role("button", name="Restart")
    expect(restart).to_be_disabled()
    expect(restart).to_have_accessible_description("Docker is unreachable. This works again when it is back.")
    expect(page.locator("#app-docker")).to_be_visible()
    page.goto("/#/system")
    expect(page.locator("#cleanup-trouble")).to_have_text(why)
    expect(page.locator("#orphans-note")).to_be_hidden()
    expect(page.get_by_role("button", name="Search again")).to_be_enabled()
