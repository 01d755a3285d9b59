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
DEPENDENCIES = {
    "source": "requirements", "files": ["requirements.txt"], "requirements": {"count": 12, "lines": ["gradio"]}, "python": ">=3.10", "system_packages": ["ffmpeg"],
    "notes": [], "is_python": True, "dockerfile": False,
    "problems": [{
        "code": "windows_only", "file": "requirements.txt", "line": 7, "text": "pywin32==306", "message": "pywin32 is for Windows only.",
        "fix": {"skip": ["pywin32==306"], "extra": []},
    }],
}
TEMPLATE = {
    "id": "comfyui", "title": "ComfyUI", "description": "Node-based image generation", "name": "comfyui",
    "settings": {
        "system_packages": ["git"],
        "repository": "https://github.com/Comfy-Org/ComfyUI", "start_command": "python main.py --listen 0.0.0.0 --port 8188",
        "port": 8188, "gpus": 1,
    },
    "environment": [
        {"name": "BATCH", "label": "Batch size", "help": None, "type": "number", "default": "4", "min": 1, "max": 64, "required": True}],
}


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


def test_what_the_user_emptied_stays_empty_until_another_repository_is_entered(page):
    asked = []
    page.route("**/api/repositories/inspect", lambda route: (asked.append(route.request.post_data_json), route.fulfill(json=FOUND)))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_label("Port")).to_have_value("7860")
    dialog.get_by_label("Port").fill("")
    with page.expect_response("**/api/repositories/inspect"):
        dialog.get_by_label("Branch").fill("dev")
    expect(dialog.get_by_text("Repository inspected.")).to_be_visible()
    assert asked[-1] == {"repository": ADDRESS, "branch": "dev"}
    expect(dialog.get_by_label("Port")).to_have_value("")
    dialog.get_by_label("Repository").fill(f"{ADDRESS}-two")
    expect(dialog.get_by_label("Port")).to_have_value("7860")


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


def test_what_would_be_installed_is_said_and_its_problems_are_solved_by_a_tick(page):
    answer = {**FOUND, "dependencies": DEPENDENCIES}
    page.route("**/api/repositories/inspect", lambda route: route.fulfill(json=answer))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_text("Installs 12 requirements from requirements.txt with uv · system packages ffmpeg · Python ≥3.10")).to_be_visible()
    expect(dialog.locator(".problem")).to_contain_text("requirements.txt:7 · pywin32==306")
    fix, left_out = dialog.get_by_label("Leave it out: pywin32==306"), dialog.get_by_label("Requirement lines to leave out")
    fix.check()
    expect(left_out).to_have_value("pywin32==306")
    fix.uncheck()
    expect(left_out).to_have_value("")
    dialog.get_by_label("Install with").select_option("pip")
    expect(dialog.get_by_text("from requirements.txt with pip")).to_be_visible()


def test_a_repository_without_python_is_told_so(page):
    answer = {**FOUND, "start_commands": [], "dependencies": {**DEPENDENCIES, "is_python": False, "problems": []}}
    page.route("**/api/repositories/inspect", lambda route: route.fulfill(json=answer))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_text("No Python app was found in this repository.")).to_be_visible()


def test_a_template_is_filled_in_with_one_click(page):
    page.route("**/api/templates", lambda route: route.fulfill(json={"templates": [TEMPLATE]}))
    troubles = Troubles(page)
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_text("Start from a template").click()
    dialog.get_by_role("button", name="ComfyUI").click()
    expect(dialog.get_by_label("Repository")).to_have_value("https://github.com/Comfy-Org/ComfyUI")
    expect(dialog.get_by_label("Start command")).to_have_value("python main.py --listen 0.0.0.0 --port 8188")
    expect(dialog.get_by_label("System packages")).to_have_value("git")
    expect(dialog.get_by_label("Value")).to_have_value("4")
    expect(page.locator("#plan")).to_contain_text("with 1 GPU, port 8188")
    expect(dialog.get_by_role("button", name="Deploy")).to_be_focused()
    assert troubles.all() == []
