"""What a redeploy and a rollback make of the app's own files and packages."""

import concurrent.futures
import time

import pytest

from package_apps import PackageApps, python
from waiting import until

VERSION = "import bottle; print(bottle.__version__)"


@pytest.fixture(scope="module")
def made(api):
    apps = PackageApps(api)
    yield apps
    apps.take_away()


def deployed(app) -> dict:
    """The newest deployment, once it has succeeded."""
    def ended():
        newest = app.newest_deployment()["deployment"]
        return newest if newest["outcome"] else None

    newest = until("an outcome", ended, 240)
    assert newest["outcome"] == "succeeded", newest["failure"]
    app.wait_for("running")
    return newest


def opened(app, until_it_ends) -> list[tuple[str, int]]:
    """What its link answers every 50 ms, with its state just before, until the deployment ends."""
    answers = []
    while not until_it_ends.done():
        answers.append((app.view()["state"], app.api.open(app.name).status))
        time.sleep(0.05)
    return answers


def test_the_link_leads_to_the_running_app_until_it_is_replaced(made):
    app = made.add("bottle==0.13.3\n", "import time; time.sleep(2)")
    app.wait_for("running")
    app.published.commit({"requirements.txt": "bottle==0.13.4\nsix\n"})
    with concurrent.futures.ThreadPoolExecutor(1) as waiter:
        app.act("redeploy")
        answers = opened(app, waiter.submit(deployed, app))
    before = [status for state, status in answers if state in ("queued", "cloning", "pulling", "installing")]
    assert len(before) > 5
    assert set(before) == {200}
    # While it starts, nothing answers until it does; then the link is back without a further request.
    assert app.api.open(app.name).status == 200


def test_a_redeploy_loses_nobodys_files(made):
    app = made.add(
        "", "import os, pathlib\nos.makedirs('outputs', exist_ok=True)\n"
        "for path, text in {'outputs/1': 'picture', 'settings.json': 'mine', 'own.db': 'rows'}.items():\n"
        "    pathlib.Path(path).write_text(text)", {"settings.json": "{}"})
    app.wait_for("running")
    # The newest commit has a link where the app has its outputs.
    app.published.link("outputs", "results")
    app.published.commit({"settings.json": '{"new": 1}', "results/.keep": ""})
    app.act("redeploy")
    kept = deployed(app)["kept_files"]
    folder = app.workspace / kept["folder"]
    assert kept["folder"].startswith(".dcc/kept/2")
    assert (kept["count"], kept["paths"]) == (2, ["outputs/1", "settings.json"])
    assert (folder / "outputs" / "1").read_text() == "picture"
    assert (folder / "settings.json").read_text() == "mine"
    files = f"{app.path}/deployments/{app.view()['deployment']['id']}/files"
    assert app.api.get(f"{files}?path=outputs/1").body == b"picture"
    assert app.api.get(f"{files}?path=../../../app.py").status == 422
    assert (app.workspace / "own.db").read_text() == "rows"
    assert "Moved 2 files aside that the app had changed or added: outputs/1, settings.json." in app.log("clone")
    app.act("restart")
    assert deployed(app)["kept_files"] is None


def test_a_redeploy_makes_an_environment_again_that_the_app_has_broken(made):
    app = made.add("bottle==0.13.4\n", "import bottle", installer="pip")
    app.wait_for("running")
    [module] = (app.workspace / ".dcc" / "venv").glob("lib/python3*/site-packages/bottle.py")
    app.act("redeploy")
    deployed(app)
    assert "Dependencies are up to date." in app.log("install")
    module.write_text("raise SystemExit('broken')\n")
    app.act("redeploy")
    deployed(app)
    assert python(app, VERSION) == "0.13.4"


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_going_back_brings_the_packages_that_ran(installer, made):
    """An index that has newer versions since is a constraint here that is no longer set."""
    limit = {"name": "PIP_CONSTRAINT", "value": "/app/older.txt", "secret": False}
    app = made.add(
        "bottle\n", "import bottle", {"older.txt": "bottle==0.13.3\n"}, installer=installer, environment=[limit])
    app.wait_for("running")
    first = app.newest_deployment()["deployment"]["id"]
    assert python(app, VERSION) == "0.13.3"
    assert app.api.patch(app.path, {"environment": []}).status == 200
    app.published.commit({"requirements.txt": "bottle>0\n"})
    app.act("redeploy")
    deployed(app)
    assert python(app, VERSION) != "0.13.3"
    assert app.api.post(f"{app.path}/rollback", {"deployment": first}).status == 202
    deployed(app)
    assert "Installing the versions that ran with this commit." in app.log("install")
    assert python(app, VERSION) == "0.13.3"
