"""The new app form suggests values without getting in the way."""

from playwright.sync_api import expect

from browser import Troubles
from dialogs import open_new_app

FOUND = {
    "commit": "3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345", "branch": "main", "branches": ["main", "dev"], "requirements_files": ["requirements.txt"],
    "start_commands": [{"command": "python app.py", "why": "found app.py, imports gradio"}], "ports": [{"port": 7860, "why": "Gradio's own"}],
    "frameworks": ["gradio"], "python": None, "files": 3,
}
ADDRESS = "https://github.com/owner/project"


def test_what_the_repository_says_is_filled_in_where_nothing_was(page):
    asked = []
    page.route("**/api/repositories/inspect", lambda route: (asked.append(route.request.post_data_json), route.fulfill(json=FOUND)))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Port").fill("8000")
    dialog.get_by_label("Repository").fill("not an address")
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_label("Start command")).to_have_value("python app.py")
    expect(dialog.get_by_text("found app.py, imports gradio")).to_be_visible()
    expect(dialog.get_by_label("Port")).to_have_value("8000")
    options = dialog.get_by_label("Branch").evaluate("(input) => [...input.list.options].map(({ value }) => value)")
    assert options == ["main", "dev"]
    assert asked == [{"repository": ADDRESS}]


def test_a_repository_that_cannot_be_looked_at_is_said_quietly(page):
    problem = {"detail": "No.", "errors": [{"field": "repository", "code": "repository_not_found", "message": "There is no such repository."}]}
    page.route("**/api/repositories/inspect", lambda route: route.fulfill(status=422, json=problem))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_text("There is no such repository.")).to_be_visible()
    expect(dialog.get_by_label("Repository")).not_to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Start command").fill("python app.py")
    dialog.get_by_label("Port").fill("7860")
    expect(page.locator("#plan")).to_be_visible()


def test_a_well_known_app_is_filled_in_with_one_click(page):
    troubles = Troubles(page)
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_text("Start from a template").click()
    dialog.get_by_role("button", name="ComfyUI").click()
    expect(dialog.get_by_label("Repository")).to_have_value("https://github.com/Comfy-Org/ComfyUI")
    expect(dialog.get_by_label("Start command")).to_have_value("python main.py --listen 0.0.0.0 --port 8188")
    expect(page.locator("#plan")).to_contain_text("with 1 GPU, port 8188")
    expect(dialog.get_by_role("button", name="Deploy")).to_be_focused()
    assert troubles.all() == []
