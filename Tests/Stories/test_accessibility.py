"""axe-core reports no violations on any view, in both color schemes."""

import pytest
from playwright.sync_api import expect

from accessibility import findings
from browser import signed_in_page
from dialogs import add_variable, card_of, open_settings
from feeds import Feed
from gpu_news import GPUS, LOST, answer_usage, on_a_gpu
from system_news import BAD, OFF, ORPHANS, System


@pytest.fixture(params=["light", "dark"])
def page(request, browser, echoes):
    """The app list, in a context where axe can be injected, without color transitions."""
    options = {"bypass_csp": True, "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 1000}}
    with signed_in_page(browser, color_scheme=request.param, **options) as opened:
        opened.goto("/")
        expect(card_of(opened, echoes.name).locator(".card-state")).to_have_text("Running")
        yield opened


def test_the_cards_and_an_open_menu(page, echoes):
    assert findings(page) == []
    card_of(page, echoes.name).locator("summary").click()
    assert findings(page) == []


def test_the_table_with_a_selection_and_the_question_before_it_is_acted_on(page, echoes):
    page.get_by_role("button", name="Table").click()
    page.get_by_label(f"Select {echoes.name}").check()
    assert findings(page) == []
    page.get_by_role("group", name="Selected apps").get_by_role("button", name="Restart").click()
    expect(page.get_by_role("dialog", name="Restart 1 app?")).to_be_visible()
    assert findings(page) == []


def test_a_list_where_nothing_matches(page):
    page.get_by_label("Search apps").fill("no such app")
    expect(page.get_by_text("No matching apps.")).to_be_visible()
    assert findings(page) == []


def test_the_form_for_a_new_app_unfolded_and_full_of_errors(page):
    page.locator("#new-app").click()
    dialog = page.get_by_role("dialog", name="New app")
    expect(dialog).to_be_visible()
    # Sections may appear once the server has said what it offers.
    folded = dialog.locator("details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    add_variable(dialog, "1", "v", secret=True)
    dialog.get_by_role("button", name="Deploy").click()
    expect(dialog.locator('[aria-invalid="true"]').first).to_be_focused()
    assert findings(page) == []


def test_settings(page, echoes):
    open_settings(page, echoes.name)
    assert findings(page) == []


@pytest.mark.parametrize(("section", "sign"), [
    ("overview", "#app-facts"), ("logs", ".log-line"), ("deployments", "#app-deployments :is(li, tr)"), ("settings", "#app-settings"),
])
def test_each_section_of_an_apps_page(page, echoes, section, sign):
    page.goto(f"/#/apps/{echoes.name}/{section}")
    expect(page.locator(sign).first).to_be_visible()
    assert findings(page) == []


def test_the_question_before_a_removal(page, echoes):
    card = card_of(page, echoes.name)
    card.locator("summary").click()
    card.get_by_role("button", name="Remove…").click()
    assert findings(page) == []


def test_the_help(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert findings(page) == []


def test_the_audit_log(page):
    page.get_by_role("link", name="Audit", exact=True).click()
    expect(page.locator("#audit-rows tr").first).to_be_visible()
    page.locator("#audit-rows summary").first.click()
    assert findings(page) == []


@pytest.mark.parametrize(("orphans", "backups"), [(ORPHANS, BAD), ([], OFF)])
def test_what_is_left_behind_and_the_backups(page, orphans, backups):
    System(page, orphans, backups)
    page.get_by_role("link", name="System").click()
    expect(page.locator("#orphans-there")).to_be_visible()
    expect(page.locator("#backups-there")).to_be_visible()
    if orphans:
        page.get_by_label("Select workspace gone").check()
    assert findings(page) == []


@pytest.fixture
def gpu_page(page):
    """Made-up GPUs, an incident and a queued app, in both color schemes."""
    answer_usage(page)
    line = {"position": 2, "length": 3, "waits_for": "1 GPU with 18 GiB free"}
    Feed(page, [on_a_gpu("diffusion", 1), on_a_gpu("comfy", 3, "waiting_for_gpu", line=line)], {"gpus": GPUS, "incidents": [LOST]})
    page.goto("/")
    expect(card_of(page, "comfy")).to_be_visible()
    return page


def test_gpus_an_incident_and_an_app_in_line(gpu_page):
    gpu_page.get_by_role("link", name="diffusion: 40 GiB").focus()
    assert findings(gpu_page) == []


@pytest.mark.parametrize("address", ["/#/apps/diffusion/usage", "/#/capacity"])
def test_plots_and_their_values_as_a_table(gpu_page, address):
    gpu_page.goto(address)
    shown = gpu_page.locator(".usage:visible")
    expect(shown.locator(".plot-line").first).to_be_visible()
    shown.get_by_role("slider").first.focus()
    gpu_page.keyboard.press("Home")
    shown.locator("summary").click()
    assert findings(gpu_page) == []
