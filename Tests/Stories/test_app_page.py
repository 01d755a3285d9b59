"""An app's page: has its own URL, updates live, shows failures, and offers rollback, cancel and remove."""

import re

import pytest
from playwright.sync_api import expect

import engine
from browser import Troubles, signed_in_page
from dialogs import card_of
from repositories import Repository, files_of
from waiting import until

SLEEPER = "import time\nprint('I never listen', flush=True)\ntime.sleep(3600)\n"


def head(page):
    return page.locator("#app-head")


def section(page, name):
    return page.get_by_role("navigation", name="Sections").get_by_role("link", name=name)


def test_it_has_an_address_and_the_back_button_works(page, echoes):
    troubles = Troubles(page)
    page.goto("/")
    card_of(page, echoes.name).get_by_role("link", name=echoes.name).click()
    expect(page).to_have_url(re.compile(f"#/apps/{echoes.name}$"))
    expect(page.get_by_role("heading", name=echoes.name)).to_be_visible()
    expect(page).to_have_title(f"{echoes.name} · Docker Control Center")
    expect(page.locator("main")).to_be_focused()
    section(page, "Deployments").click()
    expect(page.locator("#deployments li").first).to_contain_text("First deployment")
    section(page, "Settings").click()
    expect(page.locator("#app-settings [data-fact=start_command]")).to_have_text("python app.py")
    page.go_back()
    expect(page.locator("#deployments")).to_be_visible()
    page.go_back()
    expect(page.locator("#app-facts [data-fact=owner]")).to_have_text("admin")
    page.go_back()
    expect(card_of(page, echoes.name)).to_be_visible()
    page.go_forward()
    expect(page.locator("#app-link")).to_have_attribute("href", echoes.view()["link"])
    assert troubles.all() == []


def test_an_address_leads_straight_to_a_section(page, echoes):
    page.goto(f"/#/apps/{echoes.name}/deployments")
    first = page.locator("#deployments li").first
    expect(first.locator(".card-state")).to_have_text("Succeeded")
    expect(first.locator("[data-part=steps]")).to_have_text(re.compile(r"clone \d.*install .*health \d+"))
    expect(first.locator("[data-part=image]")).to_have_attribute("title", re.compile("^sha256:[0-9a-f]{64}$"))
    expect(section(page, "Deployments")).to_have_attribute("aria-current", "page")
    first.get_by_text("Last log lines").click()
    expect(first.get_by_role("group", name="Last log lines")).to_contain_text("Checked out commit")


def test_an_app_that_is_not_there_is_told_so(page):
    page.goto("/#/apps/nobody-knows-it/logs")
    expect(page.get_by_role("heading", name="No app named “nobody-knows-it”")).to_be_visible()
    page.get_by_role("link", name="All apps").click()
    expect(page.locator("#apps")).to_be_visible()


def test_an_app_of_somebody_else_is_told_to_be_missing(browser, echoes):
    with signed_in_page(browser, "bob") as page:
        page.goto(f"/#/apps/{echoes.name}")
        expect(page.get_by_role("heading", name=f"No app named “{echoes.name}”")).to_be_visible()


def test_a_crash_is_seen_and_its_reason_read(apps, page):
    app = apps.add()
    app.wait_for("running")
    page.goto(f"/#/apps/{app.name}")
    expect(head(page).locator(".card-state")).to_have_text("Running")
    engine.docker("kill", f"dcc-{app.name}-app-1")
    expect(head(page).locator(".card-state")).to_have_text("Failed")
    expect(head(page).locator(".card-now")).to_have_text("The app exited with code 137 (signal 9).")
    expect(page.locator("#app-end")).to_have_text("Killed by signal 9 (kill).")
    page.get_by_role("link", name="View logs").click()
    expect(page.get_by_role("log")).to_contain_text("started with")
    section(page, "Deployments").click()
    first = page.locator("#deployments li").first
    expect(first.locator("[data-part=end]")).to_have_text("Killed by signal 9 (kill).")
    first.get_by_text("Last log lines").click()
    expect(first.get_by_role("group", name="Last log lines")).to_contain_text("started with")
    head(page).get_by_role("button", name="Start").click()
    expect(head(page).locator(".card-state")).to_have_text("Running", timeout=30_000)
    expect(page.locator("#deployments li")).to_have_count(2)


def test_an_app_that_ran_out_of_memory_says_so(apps, api, page):
    app = apps.add("hungry", memory_gib=1)
    app.wait_for("running")
    page.goto(f"/#/apps/{app.name}")
    expect(head(page).locator(".card-state")).to_have_text("Running")
    api.open(app.name, "/eat")
    expect(head(page).locator(".card-state")).to_have_text("Failed")
    expect(head(page).locator(".card-now")).to_contain_text("memory")
    expect(page.locator("#app-end")).to_contain_text("memory")
    assert app.view()["failure"]["code"] == "app_out_of_memory"
    until("its end", lambda: app.view()["deployment"]["run"])
    kept = app.newest_deployment()
    assert kept["deployment"]["run"]["outcome"] == "out_of_memory"
    assert any("loading the model" in line["text"] for line in kept["run_lines"])


def test_one_goes_back_to_an_earlier_deployment(apps, page):
    repository = Repository(files_of("Tests/Fixtures/echoes"))
    app = apps.add(repository=repository.url)
    first = app.wait_for("running")["commit"]
    repository.commit({"notes.txt": "something new"})
    app.act("redeploy")
    until("the new commit", lambda: app.view()["commit"] != first and app.view()["state"] == "running", 180)

    page.goto(f"/#/apps/{app.name}/deployments")
    rows = page.locator("#deployments li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_role("button")).to_be_hidden()
    rows.nth(1).get_by_role("button", name=f"Roll back to this: {first[:9]}").click()
    dialog = page.get_by_role("dialog", name=f"Roll back {app.name} to {first[:9]}?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    rows.nth(1).get_by_role("button", name="Roll back to this").click()
    dialog.get_by_role("button", name="Roll back").click()
    expect(head(page).locator(".card-now")).to_have_text(re.compile(r"^\d+ s, usually \d+(\.\d)? s"), timeout=30_000)
    expect(rows).to_have_count(3)
    expect(rows.nth(0).get_by_role("heading")).to_have_text("Rollback")
    expect(rows.nth(0).locator(".card-state")).to_have_text("Succeeded", timeout=60_000)
    expect(rows.nth(0).locator("[data-part=commit]")).to_have_text(first[:9])
    assert app.view()["commit"] == first
    repository.delete()


def test_a_deployment_is_cancelled_while_it_works(apps, page):
    repository = Repository({"app.py": SLEEPER})
    app = apps.add(repository=repository.url)
    page.goto(f"/#/apps/{app.name}")
    expect(head(page).locator("[aria-current=step]")).to_have_text("Check", timeout=60_000)
    expect(head(page).locator(".card-now")).to_contain_text(re.compile(r"^\d+ s"))
    expect(head(page).locator(".steps li").first).to_have_attribute("data-took", re.compile(r"^\d+(\.\d)? s$"))
    head(page).get_by_role("button", name="Cancel").click()
    expect(head(page).locator(".card-state")).to_have_text("Stopped", timeout=30_000)
    section(page, "Deployments").click()
    expect(page.locator("#deployments li").first.locator(".card-state")).to_have_text("Cancelled")
    repository.delete()


def test_a_card_cancels_too(apps, page):
    repository = Repository({"app.py": SLEEPER})
    app = apps.add(repository=repository.url)
    page.goto("/")
    card_of(page, app.name).get_by_role("button", name="Cancel").click()
    expect(card_of(page, app.name).locator(".card-state")).to_have_text("Stopped", timeout=30_000)
    repository.delete()


def test_removal_asks_for_the_name_and_the_page_says_that_it_is_gone(apps, page):
    app = apps.add()
    app.wait_for("running")
    page.goto(f"/#/apps/{app.name}/settings")
    page.get_by_role("button", name="Remove app…").click()
    dialog = page.get_by_role("dialog", name=f"Remove {app.name}?")
    remove = dialog.get_by_role("button", name="Remove", exact=True)
    field = dialog.get_by_label(f"Type {app.name} to confirm")
    expect(remove).to_be_disabled()
    field.fill(app.name[:-1])
    field.press("Enter")
    expect(dialog).to_be_visible()
    field.fill(app.name)
    field.press("Enter")
    expect(page.get_by_role("heading", name=f"No app named “{app.name}”")).to_be_visible(timeout=40_000)
    app.prove_gone()


def test_settings_are_changed_from_the_page(apps, page):
    app = apps.add()
    app.wait_for("running")
    page.goto(f"/#/apps/{app.name}/settings")
    page.get_by_role("button", name="Change settings…").click()
    dialog = page.get_by_role("dialog", name=f"Settings of {app.name}")
    dialog.get_by_label("Start command").fill("python app.py --again")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#app-settings [data-fact=start_command]")).to_have_text("python app.py --again")


def test_every_section_is_reached_with_the_keyboard(page, echoes):
    page.goto(f"/#/apps/{echoes.name}")
    expect(head(page).locator(".card-state")).to_have_text("Running")
    link = section(page, "Overview")
    link.focus()
    for name in ("Usage", "Logs", "Deployments", "Settings"):
        page.keyboard.press("Tab")
        expect(section(page, name)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f"#app-{name.lower()}")).to_be_visible()
        expect(section(page, name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Change settings…")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1440])
def test_it_fits(browser, echoes, width, scheme):
    with signed_in_page(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        troubles = Troubles(page)
        page.goto(f"/#/apps/{echoes.name}")
        for name in ("Overview", "Usage", "Logs", "Deployments", "Settings"):
            section(page, name).click()
            expect(page.locator(f"#app-{name.lower()}")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
            for button in page.locator("#app button:visible, #app a.button:visible").all():
                box = button.bounding_box()
                assert box["width"] >= 24 and box["height"] >= 24, button.inner_text()
        assert troubles.all() == []


def test_who_may_only_look_is_offered_nothing_else(browser, apps, page):
    app = apps.add(shared_with=["bob"])
    app.wait_for("running")
    with signed_in_page(browser, "bob") as bobs_page:
        bobs_page.goto(f"/#/apps/{app.name}")
        expect(head(bobs_page).locator(".card-state")).to_have_text("Running")
        expect(head(bobs_page).get_by_role("button")).to_have_count(0)
        expect(head(bobs_page).get_by_role("link", name="Open")).to_be_visible()
        section(bobs_page, "Settings").click()
        expect(bobs_page.get_by_text("Danger zone")).to_be_hidden()
        expect(bobs_page.get_by_role("button", name="Change settings…")).to_be_hidden()
