"""nginx reloads, is killed or gets a broken configuration: polls retry and no update is lost."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

import installation
from client import Client
from waiting import until

CONFIGURATION = installation.STATE / "etc" / "nginx.conf"
MASTER = installation.STATE / "nginx-master.pid"


def master() -> int:
    return int(MASTER.read_text())


def start_nginx():
    with open(installation.STATE / "nginx-error.log", "a") as log:
        process = subprocess.Popen(
            ["nginx", "-c", str(CONFIGURATION), "-g", "daemon off;"], stderr=log, start_new_session=True)
    MASTER.write_text(f"{process.pid}\n")
    until("nginx", answers, 10)


def answers() -> bool:
    with contextlib.suppress(OSError):
        return Client().get("/healthz", signed_in=False).status == 200
    return False


def test_polls_hear_everything_while_nginx_reloads(apps, follower):
    app = apps.add()
    # The Git server is behind the same nginx, and a reload may end a clone.
    until("the clone", lambda: app.view()["state"] not in ("queued", "cloning"), 60)
    for _ in range(5):
        os.kill(master(), signal.SIGHUP)
        time.sleep(0.5)
    app.wait_for("running")
    until("the news", lambda: follower.states.get(app.name) == "running", 5)


def test_polls_hear_what_happened_while_nginx_was_dead(apps, follower, api):
    app = apps.add()
    app.wait_for("running")
    workers = [int(child) for child in pathlib.Path(f"/proc/{master()}/task/{master()}/children").read_text().split()]
    for process in [master(), *workers]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until("no answer", lambda: not answers(), 5)
    subprocess.run(["docker", "kill", f"dcc-{app.name}-app-1"], check=True, capture_output=True)
    time.sleep(2)
    start_nginx()
    until("the news", lambda: follower.states.get(app.name) == app.view()["state"], 10)


def test_a_broken_configuration_is_refused_and_the_old_one_stays(api):
    kept = CONFIGURATION.read_text()
    CONFIGURATION.write_text(kept + "this is no directive;\n")
    try:
        assert subprocess.run(["nginx", "-q", "-t", "-c", str(CONFIGURATION)], capture_output=True).returncode != 0
        os.kill(master(), signal.SIGHUP)
        time.sleep(1)
        assert api.get("/api/apps").status == 200
    finally:
        CONFIGURATION.write_text(kept)
    os.kill(master(), signal.SIGHUP)
    until("nginx", answers, 5)
