"""Changes to our containers from outside are detected, and reverted if the app should run."""

import engine
import installation
from waiting import until


def test_a_container_that_somebody_removes_is_brought_back(apps):
    app = apps.add()
    app.wait_for("running")
    before = engine.container(app.name)["Id"]
    assert engine.docker("rm", "--force", before).returncode == 0
    until("the app brought back", lambda: app.view()["deployment"]["requested_by"] == "system", 10)
    until("the app running", lambda: app.view()["state"] == "running", 180)
    assert engine.container(app.name)["Id"] != before
    assert "Restarting in 1 s." in app.log()
    assert app.newest_deployment()["deployment"]["reason"] == "start"


def test_a_container_of_an_app_that_was_stopped_stays_away(apps):
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    assert engine.docker("rm", "--force", f"dcc-{app.name}-app-1").returncode == 0
    app.act("start")
    app.wait_for("running")
    asked = app.api.get(f"{app.path}/deployments").json["deployments"]
    assert [deployment["requested_by"] for deployment in asked] == [installation.USER, installation.USER]
