"""Apps that exhaust resources, and app files that are damaged from outside."""

import json
import shutil
import time

import pytest

import installation
import stand_in_gpus
from stand_in_gpus import CARDS
from waiting import until, within

SERVER = "import http.server\nhttp.server.ThreadingHTTPServer(('0.0.0.0', 7860), http.server.SimpleHTTPRequestHandler).serve_forever()\n"
FORK_BOMB = "import os, threading\n" + """
def breed():
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            pass

threading.Timer(2, breed).start()
"""
FLOOD = """import os, threading

def write():
    while True:
        os.write(1, b"flood\\n" * 10000)

threading.Thread(target=write, daemon=True).start()
"""
ONE_LINE = """import os, threading

def write():
    for _ in range(1600):
        os.write(1, b"x" * 65536)
    os.write(1, b"\\nafterwards\\n")

threading.Thread(target=write, daemon=True).start()
"""


def program(apps, repository, source: str, **fields):
    repository.commit({"app.py": source})
    app = apps.add(repository=repository.url, **fields)
    app.wait_for("running")
    return app


def quick(api, seconds: float = 10):
    """Asserts that the page's requests are answered quickly throughout."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with within(1):
            assert api.get("/api/status?timeout=0").status == 200
        time.sleep(0.2)


def test_an_app_out_of_memory_says_so(apps, api):
    app = apps.add("hungry", memory_gib=1)
    app.wait_for("running")
    api.open(app.name, "/eat")
    until("its end seen", lambda: app.view()["state"] == "failed", 90)
    assert "memory" in app.view()["failure"]["message"]


@pytest.mark.alone
def test_a_fork_bomb_stays_in_its_app(apps, api, repository):
    app = program(apps, repository, FORK_BOMB + SERVER)
    time.sleep(2)
    quick(api, 5)
    app.act("stop")
    app.wait_for("stopped", 90)


def test_a_flood_of_log_does_not_slow_the_page(apps, api, repository):
    app = program(apps, repository, FLOOD + SERVER)
    quick(api, 8)
    app.act("stop")
    app.wait_for("stopped", 90)


def test_a_hundred_megabytes_in_one_line_do_not_slow_the_page(apps, api, repository):
    app = program(apps, repository, ONE_LINE + SERVER)
    quick(api, 8)
    until("what came afterwards", lambda: "afterwards" in app.log("app"), 180)


def test_an_app_that_ends_whenever_it_is_started_is_failed_with_the_reason(apps):
    failure = apps.add("crashes").wait_for("failed")["failure"]
    assert failure["code"] == "app_exited"
    assert "exited with code 1" in failure["message"]


@pytest.mark.parametrize("damage", ["corrupted", "removed"])
def test_a_damaged_compose_file_is_written_anew_from_the_database(damage, apps):
    app = apps.add()
    app.wait_for("running")
    file = installation.STACKS / app.name / "compose.json"
    if damage == "corrupted":
        file.write_text('{"services": {"app": {"privileged": true')
    else:
        shutil.rmtree(file.parent)
    app.act("restart")
    until("an outcome", lambda: app.view()["deployment"]["outcome"], 180)
    app.wait_for("running")
    assert "privileged" not in file.read_text()
    assert set(json.loads(file.read_text())["services"]) == {"app", "install", "packages", "build"}


def test_a_damaged_compose_file_does_not_keep_an_app_from_being_removed(apps):
    app = apps.add()
    app.wait_for("running")
    (installation.STACKS / app.name / "compose.json").write_text("nonsense")
    app.ask_removal()
    app.prove_gone()


@pytest.mark.parametrize("lost", [".git", "app.py", ".dcc"])
def test_a_workspace_that_lost_a_part_is_whole_after_a_redeploy(lost, apps):
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    part = app.workspace / lost
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    app.act("redeploy")
    app.wait_for("running")


def test_a_workspace_that_was_removed_is_there_again_after_a_redeploy(apps):
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    shutil.rmtree(app.workspace)
    app.act("redeploy")
    app.wait_for("running")


def test_a_workspace_replaced_by_a_link_leads_to_no_deletion_elsewhere(apps, tmp_path):
    elsewhere = tmp_path / "precious"
    elsewhere.mkdir()
    (elsewhere / "photo").write_text("precious")
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    shutil.rmtree(app.workspace)
    app.workspace.symlink_to(elsewhere)
    try:
        app.act("redeploy")
        failure = app.wait_for("failed")["failure"]
        assert failure["code"] == "workspace_conflict", failure
        app.ask_removal()
        until("gone", app.is_gone, 120)
        assert (elsewhere / "photo").read_text() == "precious"
    finally:
        app.workspace.unlink(missing_ok=True)


# GPUs


@pytest.fixture
def healthy_cards(follower):
    """GPUs are polled every few seconds, because a client is watching."""
    stand_in_gpus.show(CARDS)
    yield
    stand_in_gpus.reset()


@pytest.mark.parametrize("trouble", ["hang", "Failed to initialize NVML: Unknown Error"], ids=["hangs", "fails"])
def test_when_the_cards_tool_is_in_trouble_it_is_named_and_cpu_apps_are_untouched(trouble, apps, api, healthy_cards):
    stand_in_gpus.make_trouble(trouble)
    try:
        until("the trouble", lambda: api.get("/api/gpus").json["gpu_trouble"], 120)
        apps.add().wait_for("running")
    finally:
        stand_in_gpus.end_trouble()
    until("the cards again", lambda: api.get("/api/gpus").json["gpus"], 120)


def test_a_card_lost_under_a_running_app_is_named_and_the_app_can_be_had_on_another(apps, api, healthy_cards):
    until("the cards", lambda: len(api.get("/api/gpus").json["gpus"] or []) == len(CARDS), 120)
    app = apps.add(gpus=1)
    app.wait_for("running")
    [uuid] = app.newest_deployment()["deployment"]["gpus"]
    stand_in_gpus.show([card for card in CARDS if card.uuid != uuid])
    until("the incident", lambda: any(uuid in incident["gpus"] for incident in api.get("/api/gpus").json["incidents"]), 120)
    deployment = app.view()["deployment"]["id"]
    app.act("restart")
    until("another deployment", lambda: app.view()["deployment"]["id"] != deployment)
    app.wait_for("running")
    assert app.newest_deployment()["deployment"]["gpus"] != [uuid]
