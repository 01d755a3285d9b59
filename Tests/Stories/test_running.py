"""What counts as up: servers that answer no GET, apps without a port, jobs that end, and how each of them is stopped."""

import secrets

import pytest
from playwright.sync_api import expect

import backend
import engine
from dialogs import open_new_app
from repositories import Repository
from waiting import until

# Answers POST only, loses a worker for memory when asked, and takes its time to end.
POST_ONLY = """
import http.server, signal, subprocess, sys, threading, time

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        eater = "held = b'x' * (2 << 30)"
        code = subprocess.run([sys.executable, "-c", eater]).returncode if self.path == "/eat" else 0
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        print(f"worker ended with {code}", flush=True)

def end(*_):
    threading.Thread(target=server.shutdown).start()

server = http.server.ThreadingHTTPServer(("", 7860), Handler)
signal.signal(signal.SIGTERM, end)
server.serve_forever()
time.sleep(1)
print("ended well", flush=True)
"""

WORKER = """
import pathlib, time
print("working", flush=True)
while not pathlib.Path("done").exists():
    time.sleep(0.1)
print("all done", flush=True)
"""

RAW = """
import socket
server = socket.create_server(("", 7860))
while True:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"-ERR unknown command\\r\\n")
"""


@pytest.fixture(scope="module")
def programs():
    repository = Repository({"app.py": POST_ONLY, "worker.py": WORKER, "raw.py": RAW})
    yield repository.url
    repository.delete()


@pytest.fixture(scope="module", autouse=True)
def post_only(lasting_apps, programs):
    """Its start command has a pipe."""
    return lasting_apps.add(repository=programs, start_command="python app.py 2>&1 | tee served.log", memory_gib=1)


def post(app, path: str):
    return app.api.ask("POST", path, body=b"", host=f"{app.name}.apps.localhost")


def test_a_server_that_answers_501_to_a_get_runs(post_only):
    post_only.wait_for("running")
    assert post_only.api.open(post_only.name).status == 501
    assert post(post_only, "/").status == 200


def test_its_log_has_its_visitors_and_not_its_healthchecks(post_only):
    def lines():
        return post_only.log("app").splitlines()

    until("the visit", lambda: any('"POST / HTTP/1.1" 200' in line for line in lines()))
    visits = [line for line in lines() if '"GET / HTTP/1.1" 501' in line]
    written = (post_only.workspace / "served.log").read_text()
    assert len(visits) == 1
    assert written.count('"GET / HTTP/1.1" 501') > len(visits), "the app wrote of its healthchecks too"


def test_a_worker_that_the_kernel_ended_for_memory_is_told_while_the_app_goes_on(post_only):
    assert post(post_only, "/eat").status == 200
    notice = until("the notice", lambda: post_only.view()["memory_kills"], 30)
    assert notice["processes"] == 1
    assert "The kernel ended a process of the app" in post_only.log("deploy")
    assert post_only.view()["state"] == "running"
    until("its own line", lambda: "worker ended with -9" in post_only.log("app"))


def test_a_pipe_in_the_start_command_does_not_keep_the_stop_from_the_app(post_only):
    post_only.act("stop")
    post_only.wait_for("stopped", 60)
    until("its last words", lambda: "ended well" in post_only.log("app").splitlines())
    assert engine.container(post_only.name)["State"]["ExitCode"] == 143


def test_what_speaks_no_http_is_told_so(apps, programs):
    failure = apps.add(repository=programs, start_command="python raw.py").wait_for("failed")["failure"]
    assert (failure["code"], failure["step"]) == ("serves_no_http", "health")


def test_an_app_without_a_port_runs_and_a_job_finishes(apps, api, programs):
    app = apps.add(repository=programs, start_command="python worker.py", port=None)
    view = app.wait_for("running")
    assert (view["port"], view["link"]) == (None, None)
    assert engine.container(app.name)["NetworkSettings"]["Ports"] in ({}, None)
    page = api.open(app.name, headers={"Accept": "text/html"})
    assert page.status == 404
    assert b"This app has no page" in page.body
    (app.workspace / "done").touch()
    view = until("its end", lambda: (seen := app.view())["state"] == "stopped" and seen, 60)
    assert (view["release"]["reason"], view["desired"], view["failure"]) == ("finished", "stopped", None)
    run = until("how it ended", lambda: app.view()["deployment"]["run"])
    assert (run["outcome"], run["exit_code"]) == ("exited", 0)
    assert app.log("app").splitlines() == ["working", "all done"]
    app.act("start")
    until("another end", lambda: app.view()["deployment"]["reason"] == "start" and app.view()["state"] == "stopped", 60)
    assert app.view()["deployment"]["outcome"] == "succeeded"


def test_a_bot_is_added_with_the_form(page, apps, programs):
    app = apps.adopt(apps.form()["name"])
    page.goto("/")
    form = open_new_app(page)
    form.get_by_label("Repository").fill(programs)
    expect(form.get_by_text("Repository inspected.")).to_be_visible()
    form.get_by_label("Name", exact=True).fill(app.name)
    form.get_by_label("Start command").fill("python worker.py")
    form.get_by_label("Port").fill("")
    form.get_by_role("button", name="Deploy").click()
    expect(form).to_be_hidden()
    view = app.wait_for("running")
    assert (view["port"], view["link"], view["start_command"]) == (None, None, "python worker.py")


def test_a_network_of_the_apps_name_from_elsewhere_is_told_and_left_alone(apps):
    form = apps.form()
    name = f"dcc-{form['name']}_default"
    made = engine.docker("network", "create", "--subnet", "10.199.199.0/28", "--label", f"of={secrets.token_hex(4)}", name)
    assert made.returncode == 0, made.stderr
    try:
        apps.submit(form)
        failure = apps.adopt(form["name"]).wait_for("failed")["failure"]
        assert failure["code"] == "network_conflict"
        assert name in failure["message"]
        assert engine.get(f"/networks/{name}")["Id"] == made.stdout.strip()
    finally:
        engine.docker("network", "rm", name)


def test_a_repository_with_a_file_in_the_place_of_our_folder_is_told(apps):
    repository = Repository({"app.py": WORKER, ".dcc": "tracked\n"})
    try:
        failure = apps.add(repository=repository.url).wait_for("failed")["failure"]
        assert (failure["code"], failure["step"]) == ("repo_reserved_name", "clone")
    finally:
        repository.delete()


@pytest.mark.alone
def test_a_failed_apps_own_lines_stay_in_their_place_when_the_service_restarts(apps):
    app = apps.add("crashes")
    app.wait_for("failed")
    before = app.log().splitlines()
    assert "about to fall over" in before
    backend.terminate()
    until("the backend gone", lambda: not backend.is_alive(), 15)
    backend.start()
    after = app.log().splitlines()
    assert after == before[:len(after)]
    assert "about to fall over" in app.log("app").splitlines()
