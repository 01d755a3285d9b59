"""Full disks: reads work, changes are rejected with a clear error, only the affected app fails, and it recovers automatically."""

import time

import installation
from disks import full
from waiting import until

DATA = installation.STATE / "data"


def test_while_the_databases_disk_is_full_reads_work_and_changes_are_refused_with_507(apps, api, bystander):
    with full(DATA):
        def refused():
            reply = apps.submit(apps.form())
            return reply if reply.status != 202 else None

        # Writes that fit into free pages of the database files succeed.
        reply = until("a refusal", refused, 60)
        assert (reply.status, reply.json["type"]) == (507, "urn:dcc:problem:disk_full"), reply.json
        assert "disk" in reply.json["detail"]
        assert bystander.view()["state"] == "running"
        assert api.get("/api/apps").status == 200
        assert api.open(bystander.name).status == 200
    assert apps.submit(apps.form()).status == 202


def test_an_app_whose_workspace_finds_the_disk_full_fails_alone_and_can_be_had_again(apps, bystander):
    with full(installation.WORKSPACES):
        app = apps.add()
        assert app.wait_for("failed")["failure"]["code"] == "disk_full"
        assert bystander.view()["state"] == "running"
    app.act("redeploy")
    app.wait_for("running")


def test_a_disk_that_fills_up_during_an_installation_fails_that_app_alone(apps, bystander):
    with full(installation.WORKSPACES, leaving=4 << 20):
        # uv's environment has room enough, pip's does not.
        app = apps.add(installer="pip")
        failure = app.wait_for("failed")["failure"]
        assert (failure["step"], failure["code"]) == ("install", "disk_full")
        assert bystander.view()["state"] == "running"
    app.act("redeploy")
    app.wait_for("running")


def test_an_app_is_removed_while_both_disks_are_full(apps):
    app = apps.add()
    app.wait_for("running")
    with full(installation.WORKSPACES), full(DATA, leaving=256 << 10):
        app.ask_removal()
        until("gone", app.is_gone, 120)
    app.prove_gone()


def test_a_deployment_under_way_when_the_state_disk_fills_up_goes_on_or_fails_by_name(apps):
    app = apps.add()
    until("under way", lambda: app.workspace.exists(), 60, pause=0.01)
    with full(DATA):
        time.sleep(8)
    view = until("at rest", lambda: (view := app.view())["state"] in ("running", "failed") and view, 180)
    if view["state"] == "failed":
        assert view["failure"]["code"] == "disk_full"
        app.act("redeploy")
        app.wait_for("running")
