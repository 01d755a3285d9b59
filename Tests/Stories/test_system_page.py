"""The operators' system page: orphans and backup status."""

import re

import pytest
from playwright.sync_api import expect

from browser import Troubles, signed_in_page
from feeds import Feed, an_app
from system_news import BAD, GOOD, OFF, ORPHANS, System, ago


@pytest.fixture
def opened(page):
    """Opens the page with made-up data."""

    def open_with(orphans=ORPHANS, backups=GOOD, **answers) -> System:
        Feed(page, [an_app("demo")])
        system = System(page, orphans, backups, **answers)
        page.goto("/#/system")
        expect(page.locator("#backups-there")).to_be_visible()
        expect(page.locator("#orphans-there")).to_be_visible()
        return system

    return open_with


def rows(page):
    return page.locator("#orphans tbody tr")


def fact(page, name: str):
    return page.locator(f'#backups [data-fact="{name}"]')


def test_what_is_left_behind_is_named_with_its_size_and_the_reason(page, opened):
    troubles = Troubles(page)
    opened()
    expect(page.get_by_role("link", name="System")).to_have_attribute("aria-current", "page")
    expect(page).to_have_title("System · Docker Control Center")
    expect(rows(page)).to_have_count(4)
    expect(rows(page).first.locator("td")).to_have_text(
        ["", "network", "dcc-gone", "unknown", "5 h ago", "It is labeled for the app gone, which does not exist."])
    expect(rows(page).nth(2).locator("td").nth(3)).to_have_text("2.5 MB")
    expect(page.locator("#orphans-total")).to_have_text("4 resources, 3.5 MB, 1 of unknown size")
    expect(page.get_by_role("button", name="Remove selected…")).to_be_disabled()
    assert troubles.all() == []


def test_what_somebody_may_miss_stays_for_a_while(page, opened):
    opened()
    young = page.get_by_role("checkbox", name="Select workspace young")
    expect(young).to_be_disabled()
    expect(rows(page).last).to_contain_text(re.compile(r"It is kept until \d"))
    page.get_by_label("All removable").check()
    expect(young).not_to_be_checked()
    expect(page.locator("#orphans-total")).to_contain_text("selected: 3 resources, 2.5 MB, 1 of unknown size")


def test_what_is_selected_is_asked_about_taken_away_and_told(page, opened):
    system = opened(kept={"network:dcc-gone": "It is in use."})
    for name in ("network dcc-gone", "workspace gone"):
        page.get_by_label(f"Select {name}").check()
    button = page.get_by_role("button", name="Remove selected…")
    button.click()
    question = page.get_by_role("dialog", name="Remove 2 resources, 2.5 MB, 1 of unknown size?")
    expect(question).to_contain_text("network dcc-gone, workspace gone")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    assert system.asked == []

    button.click()
    question.get_by_role("button", name="Remove").click()
    expect(page.locator("#cleanup-receipt li")).to_have_text(
        ["Removed: 1 resource, 2.5 MB: workspace gone.", "Kept network dcc-gone: It is in use."])
    expect(rows(page)).to_have_count(3)
    expect(button).to_be_disabled()
    assert system.asked == [["network:dcc-gone", "workspace:gone"]]


def test_a_cleanup_that_takes_long_is_followed_to_its_receipt(page, opened):
    system = opened(holds=True)
    page.get_by_label("Select workspace gone").check()
    button = page.get_by_role("button", name="Remove selected…")
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator("#cleanup-activity")).to_have_text("Removing 1 of 1: workspace gone")
    expect(button).to_be_disabled()
    # It goes on while nobody looks.
    page.goto("/#/")
    page.goto("/#/system")
    expect(page.locator("#cleanup-activity")).to_have_text("Removing 1 of 1: workspace gone")
    system.finish()
    expect(page.locator("#cleanup-receipt li")).to_have_text(["Removed: 1 resource, 2.5 MB: workspace gone."])
    expect(page.locator("#cleanup-last")).to_contain_text("Last cleanup: admin, ")
    expect(page.locator("#cleanup-activity")).to_be_hidden()


def test_why_a_cleanup_failed_is_told(page, opened):
    system = opened()
    system.change(trouble={"code": "docker_unreachable", "message": "Docker is not reachable."})
    expect(page.locator("#cleanup-trouble")).to_have_text("Docker is not reachable.")
    expect(rows(page)).to_have_count(4)


def test_orphans_are_searched_again_when_asked_and_after_a_restart_of_the_service(page, opened):
    system = opened()
    with page.expect_request("**/api/system/orphans/search"):
        page.get_by_role("button", name="Search again").click()
    with page.expect_request("**/api/system/orphans/search"):
        system.change(orphans=None, looked_at=None)
    expect(page.locator("#orphans-note")).to_have_text("Searching…")
    # To the second: the page takes another time for another list.
    system.change(orphans=ORPHANS[:1], looked_at=ago(-1 / 3600))
    expect(rows(page)).to_have_count(1)


def test_a_refused_cleanup_is_told_and_leaves_the_list(page, opened):
    opened()
    refusal = {"status": 503, "detail": "Docker is not reachable.", "errors": []}
    page.route("**/api/system/cleanup", lambda route: route.fulfill(status=503, json=refusal))
    page.get_by_label("Select stack gone").check()
    page.get_by_role("button", name="Remove selected…").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator("#toasts")).to_contain_text("Docker is not reachable.")
    expect(rows(page)).to_have_count(4)
    expect(page.locator("#cleanup-receipt")).to_be_hidden()


def test_nothing_left_behind_is_said(page, opened):
    opened(orphans=[])
    expect(page.get_by_text("No orphaned resources.")).to_be_visible()
    expect(page.locator("#orphans-some")).to_be_hidden()


def test_good_backups_are_told_with_their_age_and_what_proves_them(page, opened):
    opened()
    expect(page.locator("#backups-place")).to_have_text("/srv/backups")
    expect(fact(page, "last")).to_have_text("3 h ago · snapshot 4f2a9c1b · 14 apps · 1.2 GB added")
    expect(fact(page, "last_check")).to_have_text("1 d ago: no errors")
    expect(fact(page, "last_drill")).to_have_text("1 d ago: 1204 files restored and verified")
    expect(page.locator("#backups [data-kind]")).to_have_count(0)
    expect(page.locator("#backups-trouble")).to_be_hidden()
    expect(page.locator("#backups-off")).to_be_hidden()


def test_an_old_backup_and_a_failed_check_and_drill_are_marked_with_what_to_do(page, opened):
    opened(backups=BAD)
    expect(fact(page, "last")).to_contain_text("2 d ago, older than 48 h")
    for name in ("last_check", "last_drill"):
        expect(fact(page, name)).to_have_text("failed 2 h ago")
    expect(page.locator('#backups [data-kind="attention"] .shape:visible')).to_have_count(3)
    expect(page.locator("#backups-trouble")).to_have_text("The repository is not there. Mount the disk that it lies on.")


def test_without_a_repository_the_page_says_how_to_set_one_up(page, opened):
    opened(backups=OFF)
    for words in ("Backups are off.", "backup.repository", "backup.passwordFile", "dcc backup"):
        expect(page.locator("#backups-off")).to_contain_text(words)
    expect(page.locator("#backups")).to_be_hidden()


def test_who_is_no_operator_is_led_nowhere_and_told_so(browser):
    with signed_in_page(browser, "bob") as page:
        page.goto("/#/system")
        expect(page.locator("#connection")).to_have_text("Live")
        expect(page.get_by_role("link", name="System")).to_be_hidden()
        for part in ("orphans", "backups"):
            expect(page.locator(f"#{part}-note")).not_to_have_text(re.compile("^$|Loading"))
            expect(page.locator(f"#{part}-there")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 800, 1440])
def test_it_fits(browser, width):
    with signed_in_page(browser, viewport={"width": width, "height": 900}) as page:
        Feed(page, [an_app("demo")])
        System(page, ORPHANS, BAD)
        page.goto("/#/system")
        expect(rows(page).last).to_be_visible()
        expect(page.locator("#backups")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
