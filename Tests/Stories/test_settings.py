"""App settings are changed on the page; secrets can be set but never read back."""

import pytest
from playwright.sync_api import expect

import installation
from browser import Troubles
from dialogs import add_variable, card_of, fill_in, open_new_app, open_settings, variables
from waiting import until

SECRET = "a secret of this story"
NEW_SECRET = "another secret of this story"


class Answers:
    """Records all responses of the server to this page."""

    def __init__(self, page):
        self._texts = []
        page.on("requestfinished", self._keep)

    def _keep(self, request):
        if "/api/" in request.url:
            self._texts.append(request.response().text())

    def all(self) -> str:
        return "\n".join(self._texts)


@pytest.fixture
def lasting(echoes, page):
    """The page with a running app that tests only read."""
    page.goto("/")
    expect(card_of(page, echoes.name).locator(".card-state")).to_have_text("Running")
    return echoes


def environment(app) -> dict[str, str]:
    """The environment of the app's process."""
    return app.api.open(app.name).json["environment"]


def prove_hidden(page, answers, api, app):
    """Asserts that no secret is in the page, in its responses, or in any API response."""
    written = page.content() + "\n".join(page.locator("input").evaluate_all("(inputs) => inputs.map((input) => input.value)"))
    responses = "".join(
        api.get(path).body.decode() for path in ("/api/apps", app.path, f"{app.path}/logs?timeout=0", "/api/status", "/api/audit"))
    for secret in (SECRET, NEW_SECRET):
        assert secret not in written, "it is in the page"
        assert secret not in answers.all(), "an answer to the page contains it"
        assert secret not in responses, "an API response contains it"


def test_a_secret_reaches_the_app_and_nobody_else(page, apps, api):
    troubles, answers = Troubles(page), Answers(page)
    app = apps.adopt(apps.form()["name"])
    page.goto("/")
    dialog = open_new_app(page)
    fill_in(dialog, app.name)
    dialog.get_by_text("Environment variables").click()
    add_variable(dialog, "MODE", "slow and $careful")
    add_variable(dialog, "TOKEN", SECRET, secret=True)
    expect(variables(dialog).last.get_by_label("Value")).to_have_attribute("type", "password")
    dialog.get_by_role("button", name="Deploy").click()
    expect(dialog).to_be_hidden()
    card = card_of(page, app.name)
    expect(card.locator(".card-state")).to_have_text("Running", timeout=60_000)
    assert {"MODE": "slow and $careful", "TOKEN": SECRET}.items() <= environment(app).items()
    assert app.view()["environment"] == [
        {"name": "MODE", "value": "slow and $careful", "secret": False}, {"name": "TOKEN", "value": None, "secret": True}]

    dialog = open_settings(page, app.name)
    kept = variables(dialog).last
    expect(kept.get_by_label("Name")).to_have_value("TOKEN")
    expect(kept).to_contain_text("saved")
    expect(kept.get_by_label("Value")).to_be_hidden()
    prove_hidden(page, answers, api, app)

    # Another value changes, and the secret is kept.
    variables(dialog).first.get_by_label("Value").fill("fast")
    expect(dialog.locator("#settings-effect")).to_have_text("Takes effect at the next restart or deployment.")
    dialog.get_by_role("button", name="Save and restart").click()
    expect(dialog).to_be_hidden()
    until("the app has MODE=fast", lambda: app.view()["state"] == "running" and environment(app)["MODE"] == "fast", 180)
    assert environment(app)["TOKEN"] == SECRET

    expect(card.locator(".card-state")).to_have_text("Running")
    dialog = open_settings(page, app.name)
    kept.get_by_role("button", name="Replace").click()
    expect(kept.get_by_label("Value")).to_be_focused()
    kept.get_by_label("Value").fill(NEW_SECRET)
    dialog.get_by_role("button", name="Save and restart").click()
    expect(dialog).to_be_hidden()
    until("the app has the new secret", lambda: app.view()["state"] == "running" and environment(app)["TOKEN"] == NEW_SECRET, 180)
    prove_hidden(page, answers, api, app)
    assert troubles.all() == []


def test_a_mistyped_repository_is_corrected(page, apps):
    app = apps.add(repository=f"{installation.GIT}/ecoes.git")
    app.wait_for("failed")
    page.goto("/")
    dialog = open_settings(page, app.name)
    dialog.get_by_label("Repository").fill(f"{installation.GIT}/echoes.git")
    expect(dialog.locator("#settings-effect")).to_have_text("Takes effect at the next deployment, which fetches the repository again.")
    dialog.get_by_role("button", name="Save and redeploy").click()
    expect(dialog).to_be_hidden()
    expect(card_of(page, app.name).locator(".card-state")).to_have_text("Running", timeout=60_000)
    assert app.view()["repository"] == f"{installation.GIT}/echoes.git"
    # What runs gives way to another repository, of whose files none is left.
    assert app.api.patch(app.path, {"repository": f"{installation.GIT}/links.git"}).status == 200
    app.act("redeploy")
    until("the other app answers", lambda: app.api.open(app.name, "/small").body == b"small\n", 120)


def test_a_bad_value_is_said_at_its_field_and_a_good_one_is_saved(page, apps):
    app = apps.add()
    page.goto("/")
    dialog = open_settings(page, app.name)
    expect(dialog.locator("#settings-effect")).to_have_text("No changes yet.")
    dialog.get_by_label("Port").fill("70000")
    dialog.get_by_text("Environment variables").click()
    add_variable(dialog, "NVIDIA_VISIBLE_DEVICES", "all")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.locator("[data-error=port]")).to_contain_text("from 1 to 65535")
    expect(variables(dialog).locator("[data-error=name]")).to_contain_text("sets NVIDIA_VISIBLE_DEVICES itself")
    expect(dialog.get_by_label("Port")).to_be_focused()

    dialog.get_by_label("Port").fill("7861")
    variables(dialog).get_by_label("Name").fill("VISIBLE_DEVICES")
    expect(dialog.locator("[data-error=port]")).to_be_empty()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    view = app.view()
    assert view["port"] == 7861
    assert view["environment"] == [{"name": "VISIBLE_DEVICES", "value": "all", "secret": False}]
    # Only a save was requested.
    assert view["deployment"]["reason"] == "onboard"


def test_what_only_the_server_refuses_is_said_in_the_row_that_has_it(lasting, page):
    def refuse(route):
        if route.request.method != "PATCH":
            return route.fallback()
        error = {"field": "environment[1].name", "code": "env_key_reserved", "message": "Not this one."}
        problem = {"status": 422, "detail": "Refused.", "errors": [error]}
        route.fulfill(status=422, content_type="application/problem+json", json=problem)

    page.route(f"**/api/apps/{lasting.name}", refuse)
    dialog = open_settings(page, lasting.name)
    dialog.get_by_text("Environment variables").click()
    add_variable(dialog, "FIRST", "1")
    # Empty rows are ignored.
    dialog.get_by_role("button", name="Add variable").click()
    add_variable(dialog, "SECOND", "2")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(variables(dialog)).to_have_count(2)
    expect(variables(dialog).nth(1).locator("[data-error=name]")).to_have_text("Not this one.")
    expect(variables(dialog).nth(1).get_by_label("Name")).to_be_focused()
    expect(variables(dialog).nth(0).locator("[data-error=name]")).to_be_empty()


def test_only_what_was_changed_is_sent(page, apps):
    app = apps.add()
    sent = []
    page.goto("/")
    page.on("request", lambda request: request.method == "PATCH" and sent.append(request.post_data_json))
    dialog = open_settings(page, app.name)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    dialog = open_settings(page, app.name)
    dialog.get_by_label("Memory limit (GiB)").fill("2")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    assert sent == [{"memory_gib": 2}]
    assert app.view()["memory_gib"] == 2


def test_an_access_token_is_kept_until_it_is_taken_away(page, apps):
    app = apps.add(repository_token=SECRET.replace(" ", "-"))
    page.goto("/")
    dialog = open_settings(page, app.name)
    expect(dialog.locator(".token")).to_contain_text("saved")
    expect(dialog.get_by_label("Access token", exact=True)).to_be_hidden()
    dialog.get_by_label("Delete the saved token").check()
    expect(dialog.locator("#settings-effect")).to_contain_text("fetches the repository again")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    assert app.view()["has_repository_token"] is False
    dialog = open_settings(page, app.name)
    expect(dialog.get_by_label("Delete the saved token")).to_be_hidden()


def test_rows_of_variables_are_worked_with_the_keyboard(lasting, page):
    dialog = open_settings(page, lasting.name)
    dialog.get_by_text("Environment variables").click()
    dialog.get_by_role("button", name="Add variable").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("ONE")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Add variable")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(variables(dialog)).to_have_count(0)
    expect(dialog.get_by_role("button", name="Add variable")).to_be_focused()


def test_lines_of_a_file_become_rows_where_a_name_is_pasted(lasting, page):
    dialog = open_settings(page, lasting.name)
    dialog.get_by_text("Environment variables").click()
    dialog.get_by_role("button", name="Add variable").click()
    variables(dialog).get_by_label("Name").evaluate(
        """(input) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", 'ONE=1\\nexport TWO="2 and more"');
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""")
    rows = variables(dialog).evaluate_all("(rows) => rows.map((row) => [...row.querySelectorAll('input.mono')].map((input) => input.value))")
    assert rows == [["ONE", "1"], ["TWO", "2 and more"]]
