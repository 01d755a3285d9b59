"""The main workflow from the form to the removal receipt, in one browser without a reload."""

import re
import secrets

from playwright.sync_api import expect

import installation
from browser import Troubles
from watching import CardWatch

ORDER = ["queued", "cloning", "pulling", "installing", "starting", "running"]


def test_from_the_form_to_the_receipt(page, apps):
    troubles = Troubles(page)
    name = f"story-{secrets.token_hex(4)}"
    page.goto("/")
    expect(page.locator("#connection")).to_have_text("Live")
    expect(page.locator("#loading")).to_be_hidden()
    watch = CardWatch(page, name)

    app = apps.adopt(name)
    fill_in_wrongly(page)
    # The browser logs the server's rejection of a name to its console.
    assert troubles.list and all("422" in trouble for trouble in troubles.list)
    troubles.list.clear()
    correct_and_deploy(page, name)

    card = page.locator(f'[data-app="{name}"]')
    watch_it_come_up(page, card, watch)
    open_its_link(page, card)
    read_its_log(page, card, name)
    restart(card, watch)
    stop_and_start(page, card, watch, app)
    remove(page, card, name)
    app.prove_gone()
    assert watch.unreadable() == []
    assert troubles.all() == []


def fill_in_wrongly(page):
    page.get_by_role("button", name=re.compile("New app|Add the first app")).first.click()
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog.get_by_label("Repository")).to_be_focused()
    dialog.get_by_label("Repository").fill("ftp://example.com/owner/project")
    dialog.get_by_label("Name").fill("My App")
    dialog.get_by_label("Port").fill("70000")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Deploy").click()

    expect(dialog.locator("[data-error=repository]")).to_have_text("Use a URL that starts with https://.")
    expect(dialog.locator("[data-error=name]")).to_contain_text("lowercase letters")
    expect(dialog.locator("[data-error=start_command]")).to_contain_text("Enter the command")
    expect(dialog.locator("[data-error=port]")).to_contain_text("from 1 to 65535")
    for field in ("repository", "name", "start_command", "port"):
        expect(dialog.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Repository")).to_be_focused()
    expect(dialog.locator("#plan")).to_be_hidden()

    # Server-side errors are shown at their field too.
    dialog.get_by_label("Repository").fill(f"{installation.GIT}/sample-app.git")
    dialog.get_by_label("Name").fill("admin")
    dialog.get_by_label("Start command").fill("python app.py")
    dialog.get_by_label("Port").fill("7860")
    expect(dialog.locator("[data-error=repository]")).to_be_empty()
    dialog.get_by_role("button", name="Deploy").click()
    expect(dialog.locator("[data-error=name]")).to_have_text("“admin” is reserved. Choose another name.")
    expect(dialog.get_by_label("Name")).to_be_focused()


def correct_and_deploy(page, name):
    dialog = page.get_by_role("dialog", name="New app")
    dialog.get_by_label("Name").fill(name)
    expect(dialog.locator("[data-error=name]")).to_be_empty()
    expect(dialog.locator("#plan")).to_contain_text("Clones the default branch of localhost")
    expect(dialog.locator("#plan")).to_contain_text("runs “python app.py” without a GPU, port 7860")
    dialog.get_by_role("button", name="Deploy").click()
    expect(dialog).to_be_hidden()


def watch_it_come_up(page, card, watch):
    expect(card.locator(".card-state")).to_have_text("Installing", timeout=30_000)
    expect(card.locator(".steps")).to_be_visible()
    expect(card.locator("[aria-current=step]")).to_have_text("Install")
    expect(card.get_by_role("link", name="Open")).to_be_hidden()
    expect(page.locator("#counts")).to_contain_text("in progress")
    expect(card.locator(".card-state")).to_have_text("Running", timeout=60_000)
    expect(card.locator(".steps")).to_be_hidden()
    expect(card.get_by_role("link", name="Open")).to_be_visible()
    expect(card.locator('[data-fact="commit"]')).to_have_text(re.compile("^[0-9a-f]{9}$"))
    expect(card.locator('[data-fact="owner"]')).to_have_text("admin")
    expect(card.locator(".card-now")).to_have_text("Started just now, deployed by admin")

    seen = watch.until("running")
    states = list(dict.fromkeys(entry["state"] for entry in seen))
    assert [state for state in ORDER if state in states] == states, "each state once, in this order"
    assert {"queued", "cloning"} & set(states)
    assert {"installing", "starting"} <= set(states)
    words = {entry["state"]: entry["word"] for entry in seen}
    assert (words["installing"], words["starting"], words["running"]) == ("Installing", "Starting", "Running")
    bars = {entry["state"]: entry["steps"] for entry in seen}
    assert bars["installing"] == ["Clone: done", "Image: done", "Install: now", "Start: next", "Check: next"]
    assert bars["starting"] == ["Clone: done", "Image: done", "Install: done", "Start: done", "Check: now"]
    assert bars["running"] == []


def open_its_link(page, card):
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Open").click()
    expect(opened.value.get_by_role("heading")).to_have_text("It runs.")
    opened.value.close()


def read_its_log(page, card, name):
    card.get_by_role("link", name="Logs").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    log = page.get_by_role("log")
    expect(log.locator('[data-source="clone"]', has_text="Checked out commit")).to_be_visible()
    expect(log.locator('[data-source="install"]', has_text="bottle")).to_be_visible()
    expect(log.locator('[data-source="app"]', has_text="Sample app listens on 0.0.0.0:7860")).to_be_visible()

    page.get_by_role("combobox", name="Source").select_option("app")
    expect(log.locator('[data-source="clone"]')).to_have_count(0)
    expect(log.locator('[data-source="install"]')).to_have_count(0)
    expect(log.get_by_text("Sample app listens on 0.0.0.0:7860")).to_be_visible()
    expect(page.locator("#log-note")).to_have_text("Following.")
    page.go_back()
    expect(card).to_be_visible()


def choose(card, action):
    card.locator("summary").click()
    card.get_by_role("button", name=action, exact=True).click()
    expect(card.locator(".menu")).not_to_have_attribute("open", "")


def restart(card, watch):
    choose(card, "Restart")
    seen = watch.until("running", after="starting")
    # The commit is unchanged, since nothing is cloned.
    assert "cloning" not in [entry["state"] for entry in seen]
    expect(card.locator(".card-state")).to_have_text("Running")


def stop_and_start(page, card, watch, app):
    choose(card, "Stop")
    watch.until("stopped", after="stopping")
    expect(card.locator(".card-state")).to_have_text("Stopped")
    expect(card.get_by_role("link", name="Open")).to_be_hidden()
    closed = page.context.new_page()
    reply = closed.goto(app.view()["link"])
    assert reply.status == 503
    expect(closed.get_by_role("heading")).to_have_text(f"{app.name} is not running")
    closed.close()

    card.get_by_role("button", name="Start", exact=True).first.click()
    watch.until("running", after="starting")
    expect(card.locator(".card-state")).to_have_text("Running")


def remove(page, card, name):
    choose(card, "Remove…")
    dialog = page.get_by_role("dialog", name=f"Remove {name}?")
    expect(dialog).to_contain_text("workspace with all files")
    dialog.get_by_role("button", name="Cancel").click()
    expect(card.locator(".card-state")).to_have_text("Running")

    choose(card, "Remove…")
    expect(dialog.get_by_role("button", name="Remove")).to_be_disabled()
    dialog.get_by_label(f"Type {name} to confirm").fill(name)
    dialog.get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)
    toast = page.locator("#toasts", has_text=f"{name} was removed")
    expect(toast).to_contain_text(re.compile(r"1 container, 1 network, [\d.]+ MB of workspace, port 2\d{4}\."))
