"""Apps with Debian packages run an image that is built once and shared."""

import contextlib
import sqlite3

import pytest

import engine
import installation
from repositories import Repository, files_of

ECHOES = files_of("Tests/Fixtures/echoes")


@pytest.fixture(scope="module", autouse=True)
def no_images_left():
    yield
    with contextlib.closing(sqlite3.connect(f"file:{installation.STATE}/data/dcc.db?mode=ro", uri=True)) as database:
        [(instance,)] = database.execute("SELECT id FROM installation").fetchall()
    for image in engine.get("/images/json", label=[f"dcc.instance={instance}"]):
        assert engine.docker("image", "rm", image["Id"]).returncode == 0


@pytest.fixture
def repository():
    """An app whose repository asks for ffmpeg, as Hugging Face Spaces do."""
    made = Repository({**ECHOES, "packages.txt": "# for video\nffmpeg\n"})
    yield made
    made.delete()


def image_of(app) -> str:
    return engine.container(app.name)["Image"]


def test_packages_that_the_repository_lists_are_installed_once_and_shared(apps, repository):
    first = apps.add(repository=repository.url, start_command="ffmpeg -version && python3 app.py")
    first.wait_for("running", 600)
    assert "ffmpeg version" in first.log("app")
    built = first.log("image").splitlines()
    assert any(line.startswith("Setting up ffmpeg") for line in built) or built == ["Using the existing image with ffmpeg."]
    steps = [timing["step"] for timing in first.newest_deployment()["deployment"]["steps"]]
    assert steps.index("pull") < steps.index("image") < steps.index("install")

    second = apps.add("echoes", system_packages=["ffmpeg"], start_command="ffmpeg -version && python3 app.py")
    second.wait_for("running")
    assert second.log("image").splitlines() == ["Using the existing image with ffmpeg."]
    assert image_of(second) == image_of(first) == second.newest_deployment()["deployment"]["image"]


@pytest.mark.parametrize("name", ["ffmpegg", "dash-", "lib.+"])
def test_a_package_that_debian_does_not_have_is_named(apps, name):
    app = apps.add(system_packages=["hello", name])
    failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("image", "system_package_unknown")
    assert name in failure["message"] and "hello" not in failure["message"]
    assert failure["lines"] == [f"E: Unable to locate package {name}"]
    assert failure["lines"][0] in app.log("image").splitlines()


def test_the_packages_bring_no_rights_with_them(apps):
    """sudo's setuid bit is in the image, and does nothing."""
    app = apps.add(system_packages=["sudo"], start_command="ls -l /usr/bin/sudo; sudo id; python3 app.py")
    app.wait_for("running", 600)
    log = app.log("app")
    assert "-rwsr-xr-x" in log
    assert "uid=0" not in log


def test_a_rollback_runs_the_image_that_ran_then(apps, api, repository):
    app = apps.add(repository=repository.url, system_packages=["hello"])
    app.wait_for("running", 600)
    before, first = image_of(app), app.newest_deployment()["deployment"]["id"]
    repository.commit({"packages.txt": ""})
    assert api.patch(app.path, {"system_packages": []}).status == 200
    app.act("redeploy")
    app.wait_for("running")
    assert image_of(app) != before
    assert api.post(f"{app.path}/rollback", {"deployment": first}).status == 202
    app.wait_for("running")
    assert image_of(app) == before == app.newest_deployment()["deployment"]["image"]
