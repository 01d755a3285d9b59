"""The form validates while it is filled in, and submits exactly once."""

import pytest
from playwright.sync_api import expect

import installation
from apps import App
from browser import signed_in_page
from dialogs import fill_in, open_new_app


@pytest.fixture
def form(page):
    """The open dialog."""
    page.goto("/")
    return open_new_app(page)


def test_one_click_is_enough_though_an_error_appears_under_it(form):
    form.get_by_label("Port").fill("70000")
    form.get_by_role("button", name="Deploy").click()
    expect(form.locator("[data-error=port]")).not_to_be_empty()
    expect(form.locator("[data-error=start_command]")).to_contain_text("Enter the command")


def test_the_name_follows_the_repository_until_one_gives_it(form):
    repository, name = form.get_by_label("Repository"), form.get_by_label("Name")
    repository.fill("https://github.com/owner/Stable_Diffusion.git")
    expect(name).to_have_value("stable-diffusion")
    name.fill("mine")
    repository.fill("https://github.com/owner/other")
    expect(name).to_have_value("mine")


def test_an_error_goes_away_as_one_corrects_it(form, page):
    port = form.get_by_label("Port")
    port.fill("0")
    page.keyboard.press("Tab")
    expect(port).to_have_attribute("aria-invalid", "true")
    port.fill("80")
    expect(port).not_to_have_attribute("aria-invalid", "true")
    expect(form.locator("[data-error=port]")).to_be_empty()


def test_what_one_typed_is_still_there_after_a_look_elsewhere(form, page):
    form.get_by_label("Start command").fill("python app.py --listen")
    page.keyboard.press("Escape")
    page.locator("#new-app").click()
    expect(form.get_by_label("Start command")).to_have_value("python app.py --listen")


def test_an_error_in_a_folded_part_unfolds_it(form):
    fill_in(form, "anything")
    form.get_by_text("Branch and requirements").click()
    form.get_by_label("Requirements file").fill("../outside.txt")
    form.get_by_text("Branch and requirements").click()
    expect(form.get_by_label("Requirements file")).to_be_hidden()
    form.get_by_role("button", name="Deploy").click()
    expect(form.locator("[data-error=requirements_file]")).to_be_visible()
    expect(form.get_by_label("Requirements file")).to_be_focused()


def test_a_name_that_is_taken_is_said_at_its_field(form, echoes):
    fill_in(form, echoes.name)
    form.get_by_role("button", name="Deploy").click()
    expect(form.locator("[data-error=name]")).to_have_text("An app with this name already exists. Choose another name.")
    expect(form.get_by_label("Start command")).to_have_value("python app.py")


def test_what_the_form_asks_for_is_what_is_deployed(form, page, apps):
    app: App = apps.adopt(apps.form()["name"])
    fill_in(form, app.name)
    form.get_by_text("Branch and requirements").click()
    form.get_by_label("Branch").fill("main")
    form.get_by_label("Ignore its requirements").check()
    expect(form.get_by_label("Requirements file")).to_be_disabled()
    form.get_by_text("GPUs and auto-stop").click()
    form.get_by_label("GPUs").fill("1")
    expect(form.locator("#plan")).to_have_text(
        f"Clones main of localhost:{installation.GIT_PORT}/echoes.git, installs nothing, runs “python app.py” with 1 GPU, "
        f"port 7860, link https://{app.name}.apps.localhost:{installation.PORT}/")
    form.get_by_role("button", name="Deploy").dblclick()
    expect(form).to_be_hidden()
    expect(page.locator(f'[data-app="{app.name}"]')).to_be_visible()
    view = app.view()
    assert (view["branch"], view["requirements_file"], view["gpus"]) == ("main", "", 1)


def test_what_is_folded_unfolds_at_one_click_though_an_error_waits_above_it(form):
    form.get_by_label("Port").fill("70000")
    form.get_by_text("Environment variables").click()
    expect(form.get_by_role("button", name="Add variable")).to_be_visible()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_a_refused_deploy_is_told_beside_its_button(browser, size):
    refusal = "You use 10 of 10 apps. Remove an app before you add another."

    def refuse(route):
        if route.request.method == "POST":
            route.fulfill(status=409, json={"detail": refusal})
        else:
            route.continue_()

    with signed_in_page(browser, viewport={"width": size[0], "height": size[1]}) as page:
        page.route("**/api/apps", refuse)
        page.goto("/")
        dialog = open_new_app(page)
        fill_in(dialog, "anything")
        for part in ("Branch and requirements", "Packages", "Environment variables", "GPUs and auto-stop", "Memory and sharing"):
            dialog.get_by_text(part, exact=True).click()
        deploy = dialog.get_by_role("button", name="Deploy")
        dialog.evaluate("(dialog) => dialog.scrollTo(0, 0)")
        for part in (dialog.locator("#plan"), deploy):
            expect(part).to_be_in_viewport(ratio=1)
        deploy.click()
        alert = dialog.get_by_role("alert")
        expect(alert).to_have_text(refusal)
        for part in (alert, dialog.locator("#plan"), deploy):
            expect(part).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_the_first_wrong_field_is_in_sight_above_the_button(browser, size):
    with signed_in_page(browser, viewport={"width": size[0], "height": size[1]}) as page:
        page.goto("/")
        dialog = open_new_app(page)
        fill_in(dialog, "anything")
        dialog.get_by_text("Memory and sharing").click()
        dialog.get_by_label("Memory limit (GiB)").fill("0")
        dialog.evaluate("(dialog) => dialog.scrollTo(0, 0)")
        dialog.get_by_role("button", name="Deploy").click()
        expect(dialog.get_by_label("Memory limit (GiB)")).to_be_focused()
        error, foot = dialog.locator("[data-error=memory_gib]").bounding_box(), dialog.locator(".dialog-foot").bounding_box()
        assert error["y"] + error["height"] <= foot["y"], "the foot covers it"


def test_what_is_pasted_becomes_a_repository_and_a_branch_and_the_form_says_so(form):
    form.get_by_label("Repository").fill("https://github.com/owner/project/tree/dev/sub?tab=readme")
    expect(form.get_by_label("Repository")).to_have_value("https://github.com/owner/project")
    expect(form.get_by_label("Branch, tag or commit")).to_have_value("dev")
    expect(form.get_by_label("Name", exact=True)).to_have_value("project")
    expect(form.get_by_text("Using https://github.com/owner/project, branch dev; folder sub is not used.")).to_be_visible()
    form.get_by_label("Repository").fill("git@github.com:owner/other.git")
    expect(form.get_by_label("Repository")).to_have_value("https://github.com/owner/other.git")
    expect(form.get_by_label("Branch, tag or commit")).to_have_value("")


def test_what_is_typed_is_taken_when_it_is_whole(form, page):
    repository = form.get_by_label("Repository")
    repository.press_sequentially("github.com/owner/project")
    expect(repository).to_have_value("github.com/owner/project")
    page.keyboard.press("Tab")
    expect(repository).to_have_value("https://github.com/owner/project")
