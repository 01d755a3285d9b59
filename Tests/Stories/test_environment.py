"""Environment variables from the corpus: rejected at their field, or passed to the container byte for byte."""

import os

import pytest

import backend
import engine
import installation
from bad_inputs import ids, lines

REFUSED = lines("env", expect="reject")
LITERAL = lines("env", expect="accept_literal")


def each(entries):
    return pytest.mark.parametrize("entry", entries, ids=[entry.id for entry in entries])


def variable(entry) -> dict:
    if entry.field == "env_key":
        return {"name": entry.value, "value": "x"}
    return {"name": f"V{entry.id.replace('-', '_')}".upper(), "value": entry.value}


def test_every_line_of_the_corpus_has_a_story():
    covered = sorted(entry.id for entry in REFUSED + LITERAL)
    assert covered == ids("env")
    assert len(covered) == 14


@each(REFUSED)
def test_a_bad_variable_is_refused_at_its_place_and_leaves_nothing(entry, api, apps):
    before, pid = sorted(os.listdir(installation.WORKSPACES)), backend.pid()
    form = apps.form(environment=[{"name": "GOOD", "value": "x"}, variable(entry)])
    reply = apps.submit(form)
    part = "name" if entry.field == "env_key" else "value"
    assert (reply.status, reply.errors) == (422, {entry.code: f"environment[1].{part}"})
    assert api.get(f"/api/apps/{form['name']}").status == 404
    assert (sorted(os.listdir(installation.WORKSPACES)), backend.pid()) == (before, pid)


def test_a_good_value_is_in_the_container_byte_for_byte(api, apps):
    plain = [variable(entry) for entry in LITERAL]
    hidden = [{"name": "HIDDEN", "value": "${HOME} $$ 'a' \"b\" \\ # c: d", "secret": True}]
    app = apps.add(environment=plain + hidden)
    app.wait_for("running")
    environment = api.open(app.name).json["environment"]
    for given in plain + hidden:
        assert environment[given["name"]] == given["value"]
    # Variables set by the control center are unchanged.
    assert environment["HOME"] == "/app/.dcc/home"
    stack = (installation.STACKS / app.name / "compose.json").read_text()
    assert hidden[0]["value"] not in stack and "${DCC_SECRET_" in stack


def test_a_secret_that_the_app_prints_is_taken_out_of_its_log(apps):
    """log_output-014: known secrets are redacted before anything is stored or shown."""
    secret = "hunter2-hunter2"
    app = apps.add(
        start_command="echo password=$PASSWORD; echo url=https://x/?p=$PASSWORD; exec python app.py",
        environment=[{"name": "PASSWORD", "value": secret, "secret": True}])
    app.wait_for("running")
    assert "password=•••" in app.log("app")
    assert secret not in app.log() + str(app.newest_deployment())
    # The app did print it.
    assert f"password={secret}" in engine.docker("logs", f"dcc-{app.name}-app-1").stdout
