"""The form offers to build a Dockerfile, where that is allowed."""

from playwright.sync_api import expect

from dialogs import open_new_app
from test_suggestions import ADDRESS, DEPENDENCIES, FOUND

BUILT = {
    **FOUND, "start_commands": [], "ports": [{"port": 3000, "why": "server.js: port"}, {"port": 8080, "why": "Dockerfile: EXPOSE"}],
    "dependencies": {**DEPENDENCIES, "is_python": False, "dockerfile": True, "problems": []},
}


def test_a_repository_with_a_dockerfile_and_no_python_is_built(page):
    page.route("**/api/repositories/inspect", lambda route: route.fulfill(json=BUILT))
    page.goto("/")
    dialog = open_new_app(page)
    expect(dialog.get_by_label("Build")).to_be_hidden()
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_label("Build")).to_have_value("dockerfile")
    expect(dialog.get_by_text("Builds the repository's Dockerfile")).to_be_visible()
    expect(dialog.get_by_label("Port")).to_have_value("8080")
    expect(dialog.get_by_label("Start command")).to_have_value("")
    expect(dialog.locator("#plan")).to_contain_text("builds its Dockerfile, runs its image without a GPU, port 8080")
    dialog.get_by_label("Build").select_option("Python environment")
    expect(dialog.locator("#plan")).to_be_hidden()
    expect(dialog.get_by_text("To build that, choose Dockerfile below.")).to_be_visible()


def test_where_none_are_built_the_form_says_who_can_allow_it(page):
    page.route("**/api/images", lambda route: route.fulfill(json={"default": "base", "allowed": [], "dockerfile": False}))
    page.route("**/api/repositories/inspect", lambda route: route.fulfill(json=BUILT))
    page.goto("/")
    dialog = open_new_app(page)
    dialog.get_by_label("Repository").fill(ADDRESS)
    expect(dialog.get_by_text("the operator can allow it (builds.dockerfile)")).to_be_visible()
    expect(dialog.get_by_label("Build")).to_be_hidden()
