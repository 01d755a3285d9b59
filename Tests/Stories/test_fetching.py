"""Branches, tags and commits; and what a Git server can answer instead of a repository, each told apart."""

import contextlib
import http.client
import os
import socket
import struct
import subprocess
import threading

import pytest

import hostile_servers
import installation
import raw_packs
from client import TRUST
from hostile_servers import PRIVATE_PORT, SILENT_PORT
from raw_repositories import FILE, RawRepository
from repositories import Repository

SERVE = "python -m http.server $PORT"
TOKEN = "story-token-0123456789"


@pytest.fixture(scope="module")
def history():
    """Three commits: the first has a tag, the second an annotated tag, and the third is on branches of every script."""
    repository = Repository({"app.py": "1"})
    commits = [repository.commit({"app.py": "1", "n.txt": "1"}), repository.commit({"n.txt": "2"}), repository.commit({"n.txt": "3"})]
    bare = installation.STATE / "git" / f"{repository.name}.git"
    git(bare, "tag", "v1", commits[0])
    git(bare, "-c", "user.name=S", "-c", "user.email=s@localhost", "tag", "-a", "-m", "Two", "v2", commits[1])
    for name in ("fix/#12", "user@host", "release,1", "wörk/日本語"):
        git(bare, "branch", name, commits[2])
    yield repository, commits
    repository.delete()


def git(bare, *arguments: str):
    environment = {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", "-C", str(bare), *arguments], check=True, user="www-data", group="www-data", extra_groups=[], env=environment)


def inspected(api, url: str, **fields):
    return api.post("/api/repositories/inspect", {"repository": url, **fields})


@pytest.mark.parametrize("reference, position", [
    ("v1", 0), ("refs/tags/v1", 0), ("v2", 1), ("main", 2), ("fix/#12", 2), ("user@host", 2), ("release,1", 2), ("wörk/日本語", 2), ("", 2)])
def test_branches_and_tags_of_any_name(reference, position, api, history):
    repository, commits = history
    assert inspected(api, repository.url, branch=reference).json["commit"] == commits[position]


@pytest.mark.parametrize("allowed", ["true", "false"], ids=["by its id", "among the branches"])
def test_a_full_commit_id(allowed, api, history):
    repository, commits = history
    git(installation.STATE / "git" / f"{repository.name}.git", "config", "uploadpack.allowReachableSHA1InWant", allowed)
    for commit in commits:
        assert inspected(api, repository.url, branch=commit).json["commit"] == commit
    assert inspected(api, repository.url, branch="1" * 40).errors == {"ref_missing": "branch"}


def test_what_the_commit_says_is_kept_with_the_deployment(apps, history):
    repository, commits = history
    app = apps.add(repository=repository.url, branch=commits[1], start_command=SERVE)
    app.wait_for("running")
    deployment = app.view()["deployment"]
    assert deployment["commit"] == commits[1]
    assert deployment["commit_info"]["subject"] == "Change the story"
    assert deployment["commit_info"]["author"] == "Story"
    assert deployment["commit_info"]["date"].startswith("20")
    assert f"Checked out commit {commits[1]}: Change the story" in app.log()
    app.act("restart")
    app.wait_for("running")
    assert app.newest_deployment()["deployment"]["commit_info"] == deployment["commit_info"]


def test_a_head_without_its_branch_is_no_empty_repository(api):
    repository = RawRepository((FILE, b"app.py", b""), branch="other")
    try:
        found = inspected(api, repository.url)
        assert (found.json["commit"], found.json["branch"]) == (repository.commit, "other")
        bare = installation.STATE / "git" / f"{repository.name}.git"
        git(bare, "branch", "another", "other")
        refused = inspected(api, repository.url)
        assert refused.errors == {"ref_missing": "branch"}
        assert "another, other" in refused.body.decode()
    finally:
        repository.delete()


def test_a_missing_branch_says_which_there_are(api, history):
    refused = inspected(api, history[0].url, branch="no-such-branch")
    assert refused.errors == {"ref_missing": "branch"}
    assert "main" in refused.body.decode()


def answering(status: int, kind: str = "text/plain", **headers: str):
    def handle(handler):
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": "4", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(b"<!--")

    return handle


@pytest.mark.parametrize("handle, code, token", [
    (answering(401, WWW_Authenticate='Basic realm="x"'), "repository_private", None),
    (answering(401, WWW_Authenticate='Basic realm="x"'), "repository_token_refused", TOKEN),
    (answering(403), "repository_forbidden", None), (answering(404), "repository_not_found", None),
    (answering(429, Retry_After="60"), "repository_rate_limited", None), (answering(503), "repository_unavailable", None),
    (answering(418), "repository_status", None), (answering(200, "text/html; charset=utf-8"), "repository_sign_in_page", None),
    (hostile_servers.redirecting("https://login.example/sign-in"), "repository_redirect", None),
], ids=["401", "401 with a token", "403", "404", "429", "503", "418", "a web page", "elsewhere"])
def test_each_answer_has_its_sentence(handle, code, token, api):
    with hostile_servers.serving(PRIVATE_PORT, handle):
        fields = {"repository_token": token} if token else {}
        refused = inspected(api, hostile_servers.address(PRIVATE_PORT), **fields)
    assert refused.errors == {code: "repository"}
    assert TOKEN not in refused.body.decode()


def reset(connection: socket.socket):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())


def test_a_reset_is_no_question_of_certificates(api):
    with socket.create_server(("127.0.0.1", SILENT_PORT)) as listener:
        def hang_up():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    connection.recv(1)
                    reset(connection)

        threading.Thread(target=hang_up, daemon=True).start()
        refused = inspected(api, hostile_servers.address(SILENT_PORT))
        listener.shutdown(socket.SHUT_RDWR)
    assert refused.errors == {"repository_connection_lost": "repository"}


@pytest.mark.parametrize("resets", [1, 2])
def test_a_clone_that_a_reset_ends_is_tried_once_more(resets, api, history):
    repository, commits = history
    left = resets

    def handle(handler):
        nonlocal left
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if handler.command == "POST" and left:
            left -= 1
            handler.close_connection = True
            return reset(handler.connection)
        upstream = http.client.HTTPSConnection("localhost", installation.GIT_PORT, context=TRUST)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "expect")}
        upstream.request(handler.command, handler.path, body=body or None, headers=headers)
        reply = upstream.getresponse()
        content = reply.read()
        upstream.close()
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.headers["Content-Type"])
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    with hostile_servers.serving(PRIVATE_PORT, handle):
        found = inspected(api, f"https://localhost:{PRIVATE_PORT}/{repository.name}.git")
    if resets == 1:
        assert found.json["commit"] == commits[-1]
    else:
        assert found.errors == {"repository_connection_lost": "repository"}


def test_a_server_without_shallow_clones_sends_everything(api, monkeypatch):
    monkeypatch.setattr(raw_packs, "CAPABILITIES", raw_packs.CAPABILITIES.replace(b"shallow ", b""))
    project = raw_packs.Project(content=b"print(1)\n")
    answer = raw_packs.band(1, project.pack()) + raw_packs.FLUSH
    with hostile_servers.serving(PRIVATE_PORT, raw_packs.serving(project.references, answer)):
        found = inspected(api, hostile_servers.address(PRIVATE_PORT))
    assert found.json["commit"] == project.commit


def test_a_user_name_goes_with_the_token(apps, api):
    """GitLab's deploy tokens have one."""
    users = installation.STATE / "etc" / "git-users"
    users.write_text(f"gitlab+deploy-token-1:{{PLAIN}}{TOKEN}\n")
    repository = Repository({"app.py": ""}, folder="private")
    try:
        asked = {"repository": repository.url, "repository_token": TOKEN, "start_command": SERVE}
        app = apps.add(**asked, repository_user="gitlab+deploy-token-1")
        app.wait_for("running")
        assert apps.add(**asked).wait_for("failed")["failure"]["code"] == "repository_token_refused"
        assert inspected(api, repository.url, repository_token=TOKEN, repository_user="gitlab+deploy-token-1").status == 200
    finally:
        repository.delete()
        users.unlink()
