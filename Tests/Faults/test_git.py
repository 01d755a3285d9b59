"""Git servers that stall, trickle, disconnect or present another identity, and how soon the clone ends."""

import contextlib
import http.client
import threading

import pytest

import backend
import hostile_servers
import installation
import raw_packs
from client import TRUST
from hostile_servers import PRIVATE_PORT, SILENT_PORT, TRICKLING_PORT
from waiting import until, within


@contextlib.contextmanager
def cutting_off(port: int, share: float):
    """The installation's Git server, but with truncated packs."""

    def handle(handler):
        length = int(handler.headers.get("Content-Length") or 0)
        upstream = http.client.HTTPSConnection("localhost", installation.GIT_PORT, context=TRUST)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "expect")}
        upstream.request(handler.command, handler.path, body=handler.rfile.read(length) or None, headers=headers)
        reply = upstream.getresponse()
        body = reply.read()
        upstream.close()
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.headers["Content-Type"])
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:int(len(body) * share)] if handler.command == "POST" else body)
        handler.close_connection = True

    with hostile_servers.serving(port, handle):
        yield


def clone_fails(app, seconds: float = 60) -> dict:
    failure = app.wait_for("failed", seconds)["failure"]
    assert failure["step"] == "clone"
    assert failure["message"] and failure["hint"]
    return failure


@pytest.mark.parametrize("serve", [hostile_servers.silent, hostile_servers.falling_silent])
def test_a_clone_from_a_silent_server_is_cancelled_within_five_seconds(serve, apps):
    with serve(SILENT_PORT):
        app = apps.add(repository=hostile_servers.address(SILENT_PORT))
        until("the clone child", backend.fetches)
        with within(5):
            app.act("stop")
            app.wait_for("stopped", 10)


def test_a_silent_server_does_not_outlive_a_killed_backend(apps):
    with hostile_servers.silent(SILENT_PORT):
        app = apps.add(repository=hostile_servers.address(SILENT_PORT))
        before = until("the clone child", backend.fetches)
        backend.kill()
        backend.start()
        until("the old child gone", lambda: not set(before) & set(backend.fetches()), 10)
        app.act("stop")
        app.wait_for("stopped", 10)


def test_a_pack_that_is_cut_off_at_ninety_nine_percent_fails_by_name_and_leaves_nothing(apps):
    with cutting_off(PRIVATE_PORT, 0.99):
        app = apps.add(repository=f"https://localhost:{PRIVATE_PORT}/echoes.git")
        clone_fails(app)
    assert not app.workspace.exists()


def test_a_pack_that_would_never_end_is_too_big(apps):
    project = raw_packs.Project(content=b"small")
    endless = raw_packs.band(1, project.pack(result_size=8 << 30)) + raw_packs.FLUSH
    with hostile_servers.serving(PRIVATE_PORT, raw_packs.serving(project.references, endless)):
        failure = clone_fails(apps.add(repository=hostile_servers.address(PRIVATE_PORT)))
    assert failure["code"] == "repo_object_too_large"


def test_another_host_by_redirect_is_refused_by_name(apps):
    with hostile_servers.serving(PRIVATE_PORT, hostile_servers.redirecting("http://169.254.169.254/latest/meta-data")):
        failure = clone_fails(apps.add(repository=hostile_servers.address(PRIVATE_PORT)))
    assert failure["code"] == "repository_redirect"


def test_a_certificate_for_another_name_is_refused_by_name(apps):
    with hostile_servers.serving(PRIVATE_PORT, lambda handler: None, certified_name="elsewhere.test"):
        failure = clone_fails(apps.add(repository=hostile_servers.address(PRIVATE_PORT)))
    assert failure["code"] == "repository_tls"


def test_one_byte_in_ten_seconds_is_given_up(apps):
    released = threading.Event()
    with hostile_servers.serving(TRICKLING_PORT, hostile_servers.trickling(released)):
        failure = clone_fails(apps.add(repository=hostile_servers.address(TRICKLING_PORT)), 90)
        released.set()
    assert failure["code"] == "git_timeout"
