"""Every line of the bad input corpus, through nginx to the place where it would do harm."""

import os
import pathlib
import urllib.parse

import pytest

import canary
import hostile_servers
import installation
from apps import ENDS
from bad_inputs import ids, line, lines
from client import CHANGE
from repositories import Repository
from waiting import until

GROUPS = ("name", "repository", "requirements_file", "start_command", "port", "json_body", "query")
CONTAINER_PORTS = lines("port", expect="accept_literal")
START_COMMANDS = lines("start_command", expect="accept_literal")
QUERIES = lines("query", expect="reject")
JSON_BODIES = lines("json_body", expect="reject")
HOSTILE_SERVERS = [line("repository-065"), line("repository-068"), line("repository-070")]
# Lines with their own test below.
LONGEST_NAME, KEYWORD_NAME = line("name-041"), line("name-043")
REAL_REPOSITORY, REAL_REQUIREMENTS = line("repository-085"), line("requirements_file-027")
SYMLINK, FIFO, HOSTILE_REQUIREMENT = line("requirements_file-022"), line("requirements_file-024"), line("requirements_file-029")
FUTURE_CURSOR = line("query-018")
AT_THE_DOOR = lines(
    "name", "repository", "requirements_file", "start_command", "port", expect="reject",
    apart_from=tuple(entry.id for entry in [*HOSTILE_SERVERS, SYMLINK, FIFO]))


def each(entries):
    return pytest.mark.parametrize("entry", entries, ids=[entry.id for entry in entries])


def traces(api) -> tuple:
    """Everything that a rejected request must not leave behind."""
    names = [app["name"] for app in api.get("/api/apps").json["apps"]]
    return names, sorted(os.listdir(installation.WORKSPACES)), sorted(os.listdir(installation.STACKS))


@pytest.fixture(autouse=True)
def unharmed():
    with canary.unharmed():
        yield


def test_every_line_of_the_corpus_has_a_story():
    covered = [
        *AT_THE_DOOR, *CONTAINER_PORTS, *START_COMMANDS, *QUERIES, *JSON_BODIES, *HOSTILE_SERVERS, LONGEST_NAME, KEYWORD_NAME,
        REAL_REPOSITORY, REAL_REQUIREMENTS, SYMLINK, FIFO, HOSTILE_REQUIREMENT, FUTURE_CURSOR,
    ]
    assert sorted(entry.id for entry in covered) == ids(*GROUPS)


# Rejected immediately


@each(AT_THE_DOOR)
def test_a_bad_value_is_refused_at_its_field_and_leaves_nothing(entry, api, apps):
    before = traces(api)
    reply = apps.submit(apps.form(**{entry.field: entry.value}))
    assert 400 <= reply.status < 500, reply.body
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.errors.get(entry.code) == entry.field, reply.json
    assert traces(api) == before


def test_a_capital_letter_is_refused_with_the_name_that_would_do(apps):
    reply = apps.submit(apps.form(name=line("name-018").value))
    assert "“app”" in reply.json["errors"][0]["message"]


def test_what_an_app_of_this_platform_serves_is_no_source(apps):
    reply = apps.submit(apps.form(repository=f"https://{installation.link_host('x')}:{installation.PORT}/a/b"))
    assert reply.errors == {"repository_address": "repository"}


@each(JSON_BODIES)
def test_a_bad_body_is_refused_and_leaves_nothing(entry, api, apps):
    before = traces(api)
    if entry.field == "content_type":
        reply = apps.submit(apps.form(), headers={"Content-Type": entry.value})
        assert reply.status == 415
    else:
        reply = api.ask("POST", "/api/apps", body=entry.value.encode(), headers=CHANGE)
    assert 400 <= reply.status < 500, reply.body
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.errors.get(entry.code), reply.json
    assert traces(api) == before


@each(QUERIES)
def test_a_bad_query_is_refused_at_its_parameter(entry, api, echoes):
    value = urllib.parse.quote(entry.value, safe="")
    parameter = {"cursor": "after"}.get(entry.field, entry.field)
    paths = {
        "cursor": [f"/api/status?after={value}", f"{echoes.path}/logs?after={value}"],
        "timeout": [f"/api/status?timeout={value}", f"{echoes.path}/logs?timeout={value}"],
        "limit": [f"{echoes.path}/deployments?limit={value}"],
        # Quoted twice: nginx decodes one layer and would resolve the path itself (see the next story).
        "id": [f"{echoes.path}/deployments/{urllib.parse.quote(value, safe='')}"],
    }[entry.field]
    for path in paths:
        reply = api.get(path)
        assert 400 <= reply.status < 500, reply.body
        assert reply.errors == {entry.code: parameter}, path


def test_a_path_that_walks_up_leads_nowhere(api, echoes):
    assert api.get(f"{echoes.path}/deployments/..%2Fother").status == 404


def test_a_cursor_from_the_future_is_answered_at_once_with_everything(api, echoes):
    news = api.get("/api/status?timeout=0").json
    future = api.get(f"/api/status?instance={news['instance']}&after={FUTURE_CURSOR.value}", timeout=3).json
    assert future["full"]
    assert echoes.name in [app["name"] for app in future["apps"]]
    log = api.get(f"{echoes.path}/logs?instance={news['instance']}&after={FUTURE_CURSOR.value}", timeout=3).json
    assert log["reset"]
    assert log["lines"]


# Accepted unchanged


def test_the_longest_name_works_from_end_to_end(api, apps, witness):
    app = apps.add(name=LONGEST_NAME.value)
    app.wait_for("running")
    assert witness.made(app.name)["Config"]["Labels"]["dcc.app"] == LONGEST_NAME.value
    assert app.workspace.is_dir()
    # The client verifies the certificate against the host name of the link.
    assert api.open(app.name).status == 200


def test_a_name_that_holds_a_keyword_is_a_name(apps, witness):
    app = apps.add(name=KEYWORD_NAME.value)
    assert witness.made(app.name, "install")["Name"] == f"/dcc-{KEYWORD_NAME.value}-install-1"


def test_a_real_repository_is_asked_for_as_it_was_written(apps):
    app = apps.add(repository=REAL_REPOSITORY.value)
    assert app.view()["repository"] == REAL_REPOSITORY.value
    until("the fetch in the log", lambda: f"Fetching {REAL_REPOSITORY.value}" in app.log("clone").splitlines())


def test_a_real_requirements_file_is_installed_from(apps):
    repository = Repository({"app.py": "", REAL_REQUIREMENTS.value: "bottle==0.13.4\n"})
    try:
        app = apps.add(repository=repository.url, requirements_file=REAL_REQUIREMENTS.value)
        until("the requirement in the log", lambda: "bottle" in app.log("install"))
    finally:
        repository.delete()


@pytest.fixture(scope="module")
def reused(lasting_apps):
    """An app that each accepted value is set on in turn: its environment is built once."""
    app = lasting_apps.add()
    app.wait_for("running")
    return app


def started_with(app, witness, **settings) -> dict:
    """The container that the app gets for these settings."""
    if app.view()["state"] not in ENDS or app.view()["state"] == "running":
        app.act("stop")
        app.wait_for("stopped")
    assert app.api.patch(app.path, settings).status == 200
    witness.forget(app.name)
    app.act("start")
    return witness.made(app.name)


@each(START_COMMANDS)
def test_a_start_command_reaches_the_container_byte_for_byte(entry, reused, witness):
    config = started_with(reused, witness, start_command=entry.value)["Config"]
    # A fixed script makes the folders, then gives the command to a shell.
    assert (config["Entrypoint"][:2], config["Entrypoint"][3:], config["Cmd"]) == (["/bin/sh", "-c"], ["start"], [entry.value])


@each(CONTAINER_PORTS)
def test_a_container_port_is_served_from_a_host_port_of_ours(entry, api, reused, witness):
    container = started_with(reused, witness, port=entry.value, start_command="python -m http.server $PORT")
    reused.wait_for("running")
    [[container_port, [binding]]] = container["HostConfig"]["PortBindings"].items()
    assert container_port == f"{entry.value}/tcp"
    assert binding["HostIp"] == "127.0.0.1"
    assert int(binding["HostPort"]) >= 20_000
    assert api.open(reused.name).status == 200


# Rejected during deployment


@each(HOSTILE_SERVERS)
def test_a_hostile_server_is_left_alone(entry, apps):
    host = urllib.parse.urlsplit(entry.value).hostname
    port = hostile_servers.PORTS[host]
    handle, certified_name = {
        "redirect-to-metadata.test": (hostile_servers.redirecting("http://169.254.169.254/latest/meta-data/"), "localhost"),
        "redirect-loop.test": (hostile_servers.redirecting(hostile_servers.address(port)), "localhost"),
        "wrong-host.test": (hostile_servers.redirecting("/never"), "wrong-host.test"),
    }[host]
    with hostile_servers.serving(port, handle, certified_name) as asked:
        app = apps.add(repository=hostile_servers.address(port))
        failure = app.wait_for("failed", 60)["failure"]
    assert (failure["code"], failure["step"]) == (entry.code, "clone")
    # No request is sent if the certificate is for another host; within one host libgit2 follows some redirects, then gives up.
    assert len(asked) <= {"redirect-to-metadata.test": 1, "redirect-loop.test": 20, "wrong-host.test": 0}[host]
    assert not app.workspace.exists()


def test_a_requirements_file_that_leads_out_of_the_repository_is_not_followed(apps):
    app = apps.add("symlinked-requirements", requirements_file=SYMLINK.value)
    failure = app.wait_for("failed", 60)["failure"]
    assert (failure["code"], failure["step"]) == (SYMLINK.code, "inspect")


def test_a_requirements_file_that_is_a_pipe_holds_nobody_up(api, apps):
    app = apps.add(requirements_file=FIFO.value)
    assert app.wait_for("failed", 60)["failure"]["code"] == "requirements_missing"
    os.mkfifo(app.workspace / FIFO.value)
    app.act("restart")
    until("another look", lambda: app.view()["failure"] and app.view()["failure"]["code"] != "requirements_missing")
    assert app.view()["failure"]["code"] == FIFO.code
    assert api.get("/api/apps", timeout=3).status == 200


def test_requirements_are_only_ever_installed_inside_the_container(apps, witness):
    requirement = HOSTILE_REQUIREMENT.value.removeprefix("{content}: ")
    repository = Repository({"app.py": "", "requirements.txt": requirement + "\n"})
    try:
        app = apps.add(repository=repository.url)
        container = witness.made(app.name, "install")
        [user, group] = container["Config"]["User"].split(":")
        installers = until("uv", lambda: processes_of(int(user)), 90)
        for process in installers:
            assert container["Id"] in (process / "cgroup").read_text()
        assert user == group
    finally:
        repository.delete()


def processes_of(uid: int) -> list[pathlib.Path]:
    """The processes of a user that install."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == uid and b"install.py" in (process / "cmdline").read_bytes():
                found.append(process)
        except OSError:
            continue
    return found
