"""GPUs on the page: memory per process, errors, queued apps, and apps that must release a GPU."""

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from dialogs import card_of, open_new_app, open_settings
from feeds import Feed, an_app
from gpu_news import GPUS, LOST, a_gpu, a_promise, on_a_gpu

APPS = [on_a_gpu("diffusion", 1), on_a_gpu("chat", 2, owner="bob")]
WAITING = on_a_gpu("comfy", 3, "waiting_for_gpu", line={
    "position": 2, "length": 3, "waits_for": "1 GPU with 18 GiB free; GPU 0 has 11 GiB free"})


def strip(page):
    return page.get_by_role("region", name="This machine")


def test_each_gpu_is_a_bar_of_those_who_hold_its_memory(page):
    troubles = Troubles(page)
    Feed(page, APPS, {"gpus": GPUS})
    page.goto("/")
    bars = strip(page).get_by_role("list", name="GPUs").get_by_role("listitem")
    expect(bars).to_have_count(2)
    first, second = bars.all()
    expect(first).to_contain_text("GPU 0")
    expect(first).to_contain_text("60 of 80 GiB")
    expect(first).to_contain_text("37 % busy, 54 °C, 211 W")
    ours = first.get_by_role("link", name="diffusion: 40 GiB")
    expect(ours).to_have_attribute("href", "#/apps/diffusion")
    for words in ("app of carol: 12 GiB", "Xorg: 4.0 GiB", "unknown: 4.0 GiB"):
        expect(first.get_by_role("img", name=words)).to_be_visible()
    expect(second.get_by_role("img")).to_have_count(0)

    bar, part = first.locator(".gpu-bar").bounding_box(), ours.bounding_box()
    assert abs(part["width"] / bar["width"] - 0.5) < 0.02, "half of the card is half of the bar"
    for point in (ours.hover, ours.focus):
        point()
        assert ours.evaluate("(part) => getComputedStyle(part, '::after').content") == '"diffusion: 40 GiB"'
        page.mouse.move(0, 0)
    page.keyboard.press("Enter")
    expect(page.locator("#app-name")).to_have_text("diffusion")
    assert troubles.all() == []


PROMISED = [a_gpu(0, used_memory_mib=0, promised=[a_promise(1, "admin")]), a_gpu(1, promised=[a_promise(9, "carol", 20, "shared")])]


def test_what_is_promised_is_shown_beside_what_is_used_and_for_whom(page):
    Feed(page, APPS, {"gpus": PROMISED})
    page.goto("/")
    first, second = strip(page).get_by_role("list", name="GPUs").get_by_role("listitem").all()
    expect(first).to_contain_text("0 MiB of 80 GiB")
    expect(first).to_contain_text("Promised to diffusion (all)")
    expect(second).to_contain_text("Promised to app of carol (20 GiB)")
    whole, part = (card.locator(".gpu-promises > *").bounding_box()["width"] for card in (first, second))
    assert abs(part / whole - 0.25) < 0.02


def test_on_a_phone_eight_gpus_leave_room_for_the_apps(browser):
    with signed_in_page(browser, viewport={"width": 390, "height": 844}) as page:
        Feed(page, APPS, {"gpus": [a_gpu(index) for index in range(8)]})
        page.goto("/")
        expect(page.locator("[data-app]").first).to_be_visible()
        assert page.locator("[data-app]").first.bounding_box()["y"] < 500
        page.get_by_text("8 GPUs: 0 promised").click()
        expect(strip(page).get_by_role("list", name="GPUs").get_by_role("listitem")).to_have_count(8)


def test_a_tool_in_trouble_is_a_quiet_sentence_with_what_helps(page):
    trouble = {"code": "gpu_tool_hangs", "message": "nvidia-smi did not respond within 10 s.", "hint": "Ask the operator to check the NVIDIA driver."}
    Feed(page, APPS, {"gpus": GPUS, "gpu_trouble": trouble})
    page.goto("/")
    expect(strip(page)).to_contain_text("nvidia-smi did not respond within 10 s. Ask the operator to check the NVIDIA driver.")


@pytest.mark.parametrize(("user", "recreated"), [("admin", ["chat", "diffusion"]), ("bob", ["chat"])])
def test_an_incident_names_its_apps_and_recreates_those_that_one_may_change(browser, user, recreated):
    asked, held = [], []
    with signed_in_page(browser, user) as page:
        Feed(page, APPS, {"gpus": GPUS, "incidents": [LOST]})
        page.route("**/api/apps/*/restart", lambda route: (asked.append(route.request.url.split("/")[-2]), held.append(route)))
        page.goto("/")
        card = page.get_by_role("list", name="Incidents").get_by_role("listitem")
        expect(card.get_by_role("heading")).to_have_text(LOST["message"])
        expect(card).to_contain_text(LOST["mend"])
        expect(card).to_contain_text("and 1 app of other owners")
        expect(card.get_by_role("link")).to_have_text(["diffusion", "chat"])
        button = card.get_by_role("button", name="Recreate apps")
        button.click()
        expect(button).to_be_disabled()
        while len(held) < len(recreated):
            page.wait_for_timeout(20)
        assert sorted(asked) == recreated
        for route in held:
            route.fulfill(status=202, json={})
        expect(button).to_be_enabled()


def test_an_app_in_line_says_its_place_and_an_operator_moves_it_to_the_front(page):
    Feed(page, [WAITING])
    moves = []
    page.route("**/api/apps/comfy/line", lambda route: (moves.append(route.request.post_data_json), route.fulfill(json={"line": ["comfy"]})))
    page.goto("/")
    card = card_of(page, "comfy")
    expect(card.locator(".card-state")).to_have_text("Waiting for a GPU")
    expect(card.locator(".card-now")).to_contain_text("Position 2 of 3 in the GPU queue")
    expect(card.locator(".card-hint")).to_have_text("Waiting for 1 GPU with 18 GiB free; GPU 0 has 11 GiB free")
    card.get_by_role("button", name="Move to front").click()
    page.goto("/#/apps/comfy")
    page.locator("#app-head").get_by_role("button", name="Move to front").click()
    expect(page.locator("#app-head .card-now")).to_contain_text("Position 2 of 3 in the GPU queue")
    assert moves == [{"position": 1}] * 2


def test_who_is_no_operator_waits_for_their_turn(browser):
    with signed_in_page(browser, "bob") as page:
        Feed(page, [{**WAITING, "owner": "bob"}])
        page.goto("/")
        expect(card_of(page, "comfy").locator(".card-now")).to_contain_text("Position 2 of 3 in the GPU queue")
        expect(card_of(page, "comfy").get_by_role("button", name="Move to front")).to_be_hidden()


def test_the_end_of_a_lease_is_shown_to_everyone_and_renewed_with_one_click(page):
    end = page.evaluate("new Date(Math.min(Date.now() + 3600e3, new Date().setHours(23, 59, 0, 0))).toISOString()")
    leased = on_a_gpu("diffusion", 1, lease_hours=24, lease_ends_at=end)
    Feed(page, [leased])
    renewals = []
    page.route("**/api/apps/diffusion/lease", lambda route: (renewals.append(route.request.method), route.fulfill(json=leased)))
    page.goto("/")
    card = card_of(page, "diffusion")
    clock = page.evaluate("(end) => new Date(end).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })", end)
    expect(card.locator("[data-fact=gpus]")).to_have_text(f"1 GPU until {clock}")
    card.get_by_role("button", name="Renew").click()
    page.get_by_role("button", name="Table").click()
    expect(card.locator(".row-now")).to_contain_text(f"GPU until {clock}")
    page.goto("/#/apps/diffusion")
    expect(page.locator("#app-facts [data-fact=gpus]")).to_have_text(f"1 GPU · GPU 0: 40 GiB free, no other apps · GPU until {clock}")
    assert renewals == ["POST"]


@pytest.mark.parametrize(("reason", "words"), [
    ("idle", "Stopped because it was idle. Opening its link starts it again."), ("lease_ended", "Stopped because its GPU lease ended."),
])
def test_an_app_that_was_stopped_by_itself_says_why(page, reason, words):
    Feed(page, [on_a_gpu("voices", 4, "stopped", release={"reason": reason, "at": "2026-03-04T12:00:00Z"})])
    page.goto("/")
    expect(card_of(page, "voices").locator(".card-now")).to_have_text(words)


def test_the_form_says_while_one_types_whether_it_fits(page):
    asked = []

    def answer(route):
        asked.append(route.request.url.split("?")[1])
        fits = "memory_gib" not in asked[-1]
        route.fulfill(json={"fits": True, "why": "GPU 1: 23 GiB free, no other apps", "position": None} if fits else {
            "fits": False, "why": "needs 1 GPU (exclusive) with 18 GiB free; GPU 1 has 11 GiB free (other processes)", "position": 2})

    page.route("**/api/gpus/fit?*", answer)
    Feed(page, [an_app("chat")], {"gpus": GPUS})
    page.goto("/")
    dialog = open_new_app(page)
    expect(dialog.get_by_label("GPUs")).to_be_hidden()
    dialog.get_by_text("GPUs and auto-stop").click()
    expect(dialog).to_contain_text("This machine has 2 GPUs.")
    dialog.get_by_label("GPUs").fill("1")
    hint = dialog.locator("[data-fit]")
    expect(hint).to_have_text("Fits on GPU 1: 23 GiB free, no other apps")
    dialog.get_by_label("GPU memory (GiB each)").press_sequentially("18")
    expect(hint).to_have_text(
        "Needs 1 GPU (exclusive) with 18 GiB free; GPU 1 has 11 GiB free (other processes). It would be queued at position 2.")
    assert asked == ["gpus=1&sharing=exclusive", "gpus=1&memory_gib=18&sharing=exclusive"]
    dialog.get_by_label("GPU memory (GiB each)").fill("")
    dialog.get_by_label("GPU access").select_option("shared")
    dialog.get_by_role("button", name="Deploy").click()
    expect(dialog.locator("[data-error=gpu_memory_gib]")).to_have_text("To share a GPU, set the GPU memory.")
    expect(hint).to_have_text("")
    dialog.get_by_label("GPUs").fill("0")
    expect(dialog.locator("[data-error=gpu_memory_gib]")).to_have_text("")


def test_what_an_app_has_already_is_no_question(page):
    asked = []
    page.route("**/api/gpus/fit?*", lambda route: (asked.append(route.request.url), route.fulfill(json={"fits": True, "why": "GPU 0", "position": None})))
    page.route("**/api/apps/diffusion", lambda route: route.fulfill(json=APPS[0]))
    Feed(page, APPS, {"gpus": GPUS})
    page.goto("/")
    dialog = open_settings(page, "diffusion")
    page.wait_for_timeout(600)
    assert asked == []
    dialog.get_by_label("GPUs").fill("2")
    expect(dialog.locator("[data-fit]")).to_have_text("Fits on GPU 0")


def test_on_a_machine_without_gpus_the_form_says_what_to_install(page):
    Feed(page, [an_app("chat")], {"gpus": []})
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_text("GPUs and auto-stop").click()
    expect(dialog).to_contain_text("install NVIDIA's driver and the NVIDIA Container Toolkit")


def test_what_is_asked_of_gpus_is_what_the_server_keeps(apps, page):
    app = apps.add()
    app.wait_for("running")
    page.goto(f"/#/apps/{app.name}/settings")
    page.get_by_role("button", name="Change settings…").click()
    dialog = page.get_by_role("dialog", name=f"Settings of {app.name}")
    dialog.get_by_text("GPUs and auto-stop").click()
    dialog.get_by_label("Lease (hours)").fill("24")
    dialog.get_by_label("Stop when idle for (minutes)").fill("30")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    view = app.view()
    assert (view["lease_hours"], view["idle_minutes"], view["gpu_sharing"]) == (24, 30, "exclusive")
    expect(page.locator("[data-fact=needs]")).to_have_text("no GPU, 24 h lease, stops after 30 min idle")
