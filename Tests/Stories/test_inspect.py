"""Inspecting a repository before adding an app: results, resource limits, and no leftovers."""

import contextlib
import os
import pathlib
import subprocess

import pytest

import backend
import hostile_servers
import installation
from client import Client, basic
from raw_repositories import FILE, FOLDER, LINK, RawRepository
from repositories import Repository
from waiting import until, within

TOKEN = "inspect-token-0123456789"
USERS = installation.STATE / "etc" / "git-users"


def scratch() -> list[pathlib.Path]:
    return list(installation.WORKSPACES.glob(".*"))


@pytest.fixture(autouse=True)
def nothing_stays():
    yield
    until("the scratch folders gone", lambda: not scratch(), 5)
    assert backend.fetches() == []


@pytest.fixture
def published():
    with contextlib.ExitStack() as made:

        def publish(files, **options):
            repository = Repository(files, **options)
            made.callback(repository.delete)
            return repository

        yield publish


def inspect(api, repository: str, **fields):
    return api.post("/api/repositories/inspect", {"repository": repository, **fields})


def test_a_gradio_repository_fills_in_the_form(api, published):
    repository = published({
        "app.py": "import gradio as gr\ngr.Interface(f, 'text', 'text').launch()\n", "requirements.txt": "gradio==4.0\n",
        "README.md": "# An app\n", "pyproject.toml": "[project]\nrequires-python = \">=3.10\"\n"})
    commit = repository.commit({"note.txt": "newer"})
    reply = inspect(api, repository.url)
    assert reply.status == 200, reply.body
    assert reply.json == {
        "commit": commit, "branch": "main", "branches": ["main"], "requirements_files": ["requirements.txt"],
        "start_commands": [{"command": "GRADIO_SERVER_NAME=0.0.0.0 python app.py", "why": "app.py uses Gradio"}],
        "ports": [{"port": 7860, "why": "Gradio's default port"}], "frameworks": ["gradio"], "python": ">=3.10", "files": 5,
        "dependencies": {
            "source": "requirements.txt", "files": ["requirements.txt"], "requirements": {"count": 1, "lines": ["gradio==4.0"]},
            "problems": [], "python": ">=3.10", "system_packages": [], "notes": ["Found requirements.txt: 1 dependency."],
            "is_python": True, "dockerfile": False}}


def test_what_cannot_be_installed_is_named_with_a_way_around(api, published):
    found = inspect(api, published({"app.py": "", "requirements.txt": "six\ntorch==2.1.0+cu118\n"}).url).json["dependencies"]
    assert [(problem["line"], problem["text"], problem["fix"]) for problem in found["problems"]] == [
        (2, "torch==2.1.0+cu118", {"skip": [], "extra": ["--extra-index-url https://download.pytorch.org/whl/cu118"]})]


def test_a_repository_without_python_is_told(api, published):
    found = inspect(api, published({"package.json": "{}", "Dockerfile": "FROM node\n"}).url).json["dependencies"]
    assert (found["source"], found["is_python"], found["dockerfile"]) == (None, False, True)


def test_a_streamlit_repository_too(api, published):
    found = inspect(api, published({"streamlit_app.py": "import streamlit as st\n"}).url).json
    assert found["start_commands"][0]["command"].startswith("streamlit run streamlit_app.py --server.address 0.0.0.0")
    assert (found["ports"][0]["port"], found["frameworks"], found["python"]) == (8501, ["streamlit"], None)


def test_a_branch_that_is_not_there_is_named_at_its_field(api, published):
    repository = published({"app.py": ""})
    assert inspect(api, repository.url, branch="main").json["branch"] == "main"
    reply = inspect(api, repository.url, branch="other")
    assert (reply.status, reply.errors) == (422, {"ref_missing": "branch"})


def test_fields_are_checked_like_those_of_the_form(api):
    assert inspect(api, "http://localhost/a/b").errors == {"repository_scheme": "repository"}
    assert inspect(api, "https://127.0.0.1/a/b").errors == {"repository_address": "repository"}
    reply = inspect(api, f"{installation.GIT}/none.git", branch="a..b", repository_token="short", name="x")
    assert reply.errors == {"ref_invalid": "branch", "token_invalid": "repository_token", "unknown_field": "name"}
    assert inspect(api, f"{installation.GIT}/none.git").errors == {"repository_not_found": "repository"}


def test_a_viewer_may_not_look(published):
    assert inspect(Client("vera"), published({"app.py": ""}).url).status == 403


def test_a_private_repository_needs_its_token_which_stays_nowhere(api, published):
    USERS.write_text(f"oauth2:{{PLAIN}}{TOKEN}\n")
    try:
        repository = published({"app.py": "import gradio\n"}, folder="private")
        assert inspect(api, repository.url).errors == {"repository_private": "repository"}
        assert inspect(api, repository.url, repository_token="a-token-of-another").errors == {"repository_token_refused": "repository"}
        reply = inspect(api, repository.url, repository_token=TOKEN)
        assert (reply.status, reply.json["frameworks"]) == (200, ["gradio"])
        assert TOKEN.encode() not in reply.body
    finally:
        USERS.unlink()
    stored = [installation.STATE / "data", installation.WORKSPACES, installation.STATE / "dcc.log"]
    found = subprocess.run(["grep", "-rlaF", TOKEN, *map(str, stored)], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (1, "")


def test_links_and_huge_files_are_not_read(api):
    huge = b"import gradio\n" + b"#" * (300 << 10)
    repository = RawRepository(
        (LINK, b"app.py", b"/etc/passwd"), (LINK, b"requirements.txt", b"/etc/shadow"), (LINK, b"docker", b"/"),
        (FILE, b"main.py", huge), (FILE, b"README.md", b"python " + b"a" * 5000 + b" main.py\n"),
        (FOLDER, b"src", ((FILE, b"main.py", b"import streamlit\n"), (LINK, b"app.py", b"../../../etc/passwd"))),
        (FILE, b"server.py", b"print('\x1b[31m\xff\xfe')\n"))
    try:
        reply = inspect(api, repository.url)
        assert reply.status == 200, reply.body
        assert (reply.json["requirements_files"], reply.json["frameworks"]) == ([], ["streamlit"])
        commands = [entry["command"] for entry in reply.json["start_commands"]]
        assert [command.split(" --")[0] for command in commands] == ["python server.py", "streamlit run src/main.py"]
        assert reply.json["files"] == 8
    finally:
        repository.delete()


def test_a_silent_server_is_given_up_within_the_limit(api):
    with hostile_servers.falling_silent(hostile_servers.SILENT_PORT), within(30):
        reply = inspect(api, hostile_servers.address(hostile_servers.SILENT_PORT))
    assert (reply.status, reply.errors) == (422, {"git_timeout": "repository"})


@contextlib.contextmanager
def looking(address: str):
    """A client that waits for an inspection, and disconnects at the end of the block."""
    body = f'{{"repository":"{address}"}}'
    request = (
        f"POST /api/repositories/inspect HTTP/1.1\r\nHost: localhost:{installation.PORT}\r\nOrigin: {installation.ORIGIN}\r\n"
        f"X-DCC: 1\r\nAuthorization: {basic(installation.USER)}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}")
    with Client().connect() as connection:
        connection.sendall(request.encode())
        yield


def test_who_leaves_ends_the_look_and_two_at_once_are_allowed():
    address = hostile_servers.address(hostile_servers.SILENT_PORT)
    with hostile_servers.falling_silent(hostile_servers.SILENT_PORT):
        with looking(address), looking(address):
            until("two looks", lambda: len(backend.fetches()) == 2, 5)
            nice = [os.getpriority(os.PRIO_PROCESS, child) for child in backend.fetches()]
            assert min(nice) > os.getpriority(os.PRIO_PROCESS, backend.pid())
            reply = inspect(Client(), address)
            assert (reply.status, reply.json["type"]) == (429, "urn:dcc:problem:too_many_inspections")
        until("both looks ended", lambda: not backend.fetches() and not scratch(), 3)


def test_what_a_killed_service_left_is_gone_after_the_next_start():
    address = hostile_servers.address(hostile_servers.SILENT_PORT)
    with hostile_servers.falling_silent(hostile_servers.SILENT_PORT), looking(address):
        until("a look", lambda: len(backend.fetches()) == 1 and len(scratch()) == 1, 5)
        backend.kill()
        assert scratch()
        backend.start()
        assert not scratch()
