"""A private repository is cloned with its access token, which is exposed nowhere else."""

import pathlib
import subprocess

import pytest

import engine
import installation
from client import Client
from repositories import Repository, files_of

TOKEN = "story-token-0123456789"
USERS = installation.STATE / "etc" / "git-users"


@pytest.fixture(scope="module")
def private():
    """A repository that requires the token."""
    USERS.write_text(f"oauth2:{{PLAIN}}{TOKEN}\n")
    repository = Repository(files_of("Tests/Fixtures/echoes"), folder="private")
    yield repository
    repository.delete()
    USERS.unlink()


def failure_of(apps, repository, **fields):
    app = apps.add(repository=repository.url, **fields)
    return app.wait_for("failed")["failure"]


def test_without_a_token_it_is_private(apps, private):
    assert failure_of(apps, private)["code"] == "repository_private"


def test_a_token_that_is_refused_is_named_and_not_shown(apps, private):
    failure = failure_of(apps, private, repository_token="a-token-of-another-repository")
    assert failure["code"] == "repository_token_refused"
    assert "a-token-of" not in str(failure)


def test_with_its_token_it_runs_and_the_token_is_nowhere(apps, api, private):
    app = apps.add(repository=private.url, repository_token=TOKEN)
    app.wait_for("running")
    view = app.view()
    assert view["has_repository_token"] and TOKEN not in str(view)
    assert TOKEN not in app.log()
    assert TOKEN not in str(app.newest_deployment())
    assert TOKEN not in api.get("/api/audit?limit=1000").body.decode()
    assert TOKEN not in str(engine.container(app.name)) + str(api.open(app.name).json)
    stored = [installation.STATE / "data", installation.STACKS, app.workspace, installation.STATE / "dcc.log"]
    found = subprocess.run(["grep", "-rlaF", TOKEN, *map(str, stored)], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (1, "")

    # A redeploy uses the token again; without it the redeploy fails, and the running app keeps running.
    private.commit({"note.txt": "newer"})
    app.act("redeploy")
    app.wait_for("running")
    assert app.view()["deployment"]["outcome"] == "succeeded"
    assert Client().patch(app.path, {"repository_token": ""}).json["has_repository_token"] is False
    app.act("redeploy")
    app.wait_for("running")
    assert app.view()["deployment"]["failure"]["code"] == "repository_private"


def test_a_token_needs_a_form_of_its_own(apps):
    for token in ("short", "with space 12345", "x" * 1025, "new\nline-12345"):
        assert apps.submit(apps.form(repository_token=token)).errors == {"token_invalid": "repository_token"}


def test_the_token_is_in_no_command_line(apps, private):
    """The clone child reads it from stdin, since other users of the host can read command lines."""
    app = apps.add(repository=private.url, repository_token=TOKEN)
    seen = set()
    while app.view()["state"] in ("queued", "cloning"):
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes()
                if b"fetch" in line:
                    seen.add(line)
                assert TOKEN.encode() not in line + (process / "environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                pass
    assert any(line.endswith(b"dcc\0fetch\0") for line in seen), "no clone child was seen"
