"""Failures show the step, the reason and what to do, and leave nothing half done."""

import socket

import pytest
from playwright.sync_api import expect

import backend
import engine
import hostile_servers
import installation
from repositories import Repository, files_of
from waiting import until


@pytest.fixture(scope="module", autouse=True)
def loopback_only(lasting_apps):
    """Added before the first story of this file, because its failure takes ten seconds."""
    return lasting_apps.add("loopback-only")


@pytest.fixture
def repository():
    """An empty repository for one story."""
    made = Repository()
    yield made
    made.delete()


def test_dependencies_that_cannot_be_installed_fail_with_the_reason_kept(apps):
    app = apps.add("broken-requirements")
    failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("install", "package_missing")
    assert "this-package-does-not-exist-anywhere" in failure["message"]
    assert any("this-package-does-not-exist-anywhere" in line for line in failure["lines"])
    kept = app.newest_deployment()
    assert kept["deployment"]["outcome"] == "failed"
    assert kept["deployment"]["failure"] == failure
    pip = [line["text"] for line in kept["lines"] if line["source"] == "install"]
    assert any("this-package-does-not-exist-anywhere" in text for text in pip), pip


def test_an_app_that_crashes_says_so_on_its_card(apps, page):
    app = apps.add("crashes")
    failure = app.wait_for("failed")["failure"]
    assert failure["code"] == "app_exited"
    assert "exited with code 1" in failure["message"]
    # Docker keeps the order within each of the two outputs only.
    assert "no model at /models/none.safetensors" in failure["lines"]
    assert "no model at /models/none.safetensors" in app.log("app").splitlines()

    page.goto("/")
    card = page.locator(f'[data-app="{app.name}"]')
    expect(card.locator(".card-state")).to_have_text("Failed")
    expect(card.locator(".card-now")).to_have_text("The app exited with code 1.")
    expect(card.locator(".card-hint")).to_contain_text("Check its last log lines.")
    card.get_by_role("button", name="Try again").click()
    until("another deployment", lambda: app.view()["deployment"]["reason"] == "redeploy")


# Unavailable repositories


def test_a_branch_that_is_not_there_is_named(apps):
    failure = apps.add(branch="no-such-branch").wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "ref_missing")
    assert "no-such-branch" in failure["message"]


def test_a_repository_without_a_commit_is_empty(apps, repository):
    failure = apps.add(repository=repository.url).wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "repo_empty")


def test_a_repository_that_is_not_there_is_not_found(apps):
    app = apps.add(repository=f"{installation.GIT}/no-such-repository.git")
    failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "repository_not_found")
    assert not app.workspace.exists()


def test_a_repository_that_asks_for_a_sign_in_is_private(apps):
    with hostile_servers.serving(hostile_servers.PRIVATE_PORT, hostile_servers.asking_for_sign_in):
        app = apps.add(repository=hostile_servers.address(hostile_servers.PRIVATE_PORT))
        failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "repository_private")


@pytest.fixture(params=[hostile_servers.silent, hostile_servers.falling_silent])
def waiting_for_silence(request, apps):
    """An app whose Git server never responds."""
    with request.param(hostile_servers.SILENT_PORT):
        app = apps.add(repository=hostile_servers.address(hostile_servers.SILENT_PORT))
        until("the clone child", backend.fetches)
        yield app


def test_a_clone_from_a_silent_server_can_be_stopped(waiting_for_silence):
    waiting_for_silence.act("stop")
    until("stopped", lambda: waiting_for_silence.view()["state"] == "stopped", 5)
    assert backend.fetches() == []


def test_an_app_that_waits_for_a_silent_server_can_be_removed(waiting_for_silence):
    waiting_for_silence.ask_removal()
    until("gone", waiting_for_silence.is_gone, 5)
    assert backend.fetches() == []
    waiting_for_silence.prove_gone()


def test_an_installation_can_be_stopped_in_its_midst(apps):
    app = apps.add("sample-app")
    app.wait_for("installing")
    app.act("stop")
    app.wait_for("stopped", 10)
    assert app.view()["deployment"]["outcome"] == "cancelled"
    app.act("start")
    app.wait_for("running")


# Redeploying


BROKEN = {
    "a commit that crashes": ({"app.py": "raise SystemExit('this commit is broken')\n"}, "app_exited"),
    "a commit that cannot be installed": ({"requirements.txt": "this-package-does-not-exist-anywhere==1.0\n"}, "package_missing"),
}


@pytest.mark.parametrize("files, code", BROKEN.values(), ids=BROKEN.keys())
def test_a_redeploy_that_fails_returns_to_the_commit_that_ran(files, code, api, apps, repository):
    good = repository.commit(files_of("Tests/Fixtures/echoes"))
    app = apps.add(repository=repository.url)
    assert app.wait_for("running")["commit"] == good
    broken = repository.commit(files)
    app.act("redeploy")
    until("an outcome", lambda: app.view()["deployment"]["outcome"], 180)
    view = app.view()
    assert (view["state"], view["commit"], view["failure"]) == ("running", good, None)
    deployment = view["deployment"]
    assert (deployment["outcome"], deployment["commit"], deployment["failure"]["code"]) == ("failed", broken, code)
    assert api.open(app.name).status == 200


def test_an_app_comes_back_on_another_port_when_somebody_took_its_own(apps, api):
    app = apps.add()
    app.wait_for("running")
    own_port = host_port(app)
    app.act("stop")
    app.wait_for("stopped")
    with socket.create_server(("127.0.0.1", own_port)):
        app.act("start")
        app.wait_for("running")
        assert host_port(app) != own_port
        assert api.open(app.name).status == 200


def host_port(app) -> int:
    [[binding]] = engine.container(app.name)["NetworkSettings"]["Ports"].values()
    return int(binding["HostPort"])


# Last, since its app was added first


def test_an_app_that_nobody_can_reach_is_told_how_to_listen(loopback_only):
    view = loopback_only.wait_for("failed")
    assert (view["failure"]["step"], view["failure"]["code"]) == ("health", "listens_on_loopback")
    assert "0.0.0.0" in view["failure"]["hint"]
    assert view["failure"]["message"].startswith("The app listens only on 127.0.0.1 inside its container")
    # Its code says so: no setting would mend it.
    assert view["failure"]["action"] is None
