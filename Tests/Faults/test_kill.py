"""kill -9 to the backend during an operation: it resumes or rolls back automatically, and creates no duplicates."""

import contextlib
import fcntl
import os
import secrets
import signal
import subprocess
import threading
import time

import pytest

import backend
import engine
import installation
import invariants
from waiting import until, within


def at_once(what: str, condition, seconds: float = 120):
    """Polls without a pause, to catch short moments."""
    return until(what, condition, seconds, pause=0.001)


def die_and_come_back():
    backend.kill()
    backend.start()


def to_clones(number: signal.Signals, children: list[int]):
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)


def workspace_exists(app):
    at_once("the folder", app.workspace.exists)


def clone_runs(app):
    """Pauses the clone child, so that it outlives the backend and continues next to the restarted one."""
    children = at_once("the clone child", backend.fetches)
    to_clones(signal.SIGSTOP, children)
    return lambda: to_clones(signal.SIGCONT, children)


def clone_is_done(app):
    at_once("the checkout", (app.workspace / "app.py").exists)


def compose_file_is_written(app):
    at_once("the Compose file", (installation.STACKS / app.name / "compose.json").exists)


def installing(app):
    at_once("the install container", lambda: engine.runs(app.name, "install"))


def healthcheck_waits(app):
    at_once("the app's container", lambda: engine.runs(app.name, "app"))


MOMENTS = [workspace_exists, clone_runs, clone_is_done, compose_file_is_written, installing, healthcheck_waits]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_deployment_killed_while_it_is_under_way_is_finished_once(moment, apps, proxy):
    app = apps.add()
    go_on = moment(app)
    die_and_come_back()
    if go_on:
        go_on()
    app.wait_for("running")
    assert len(app.api.get(f"{app.path}/deployments").json["deployments"]) == 1


HELD = {
    "the image is looked for": r"GET .*/images/",
    "the network is made": r"POST .*/networks/create",
    "the install container is made": r"POST .*/containers/create\?name=dcc-{name}-install-1",
    "the app's container is made": r"POST .*/containers/create\?name=dcc-{name}-app-1",
    "a container is started": r"POST .*/containers/[0-9a-f]+/start",
}


@pytest.mark.parametrize("pattern", HELD.values(), ids=HELD.keys())
def test_a_deployment_killed_before_the_engine_acts_is_finished_once(pattern, apps, proxy):
    form = apps.form()
    with proxy.at(pattern.format(name=form["name"])) as moment:
        app = apps.submit(form) and apps.adopt(form["name"])
        moment.wait()
        backend.kill()
    backend.start()
    app.wait_for("running")
    assert len(app.api.get(f"{app.path}/deployments").json["deployments"]) == 1


def test_a_submission_acknowledged_just_before_a_kill_is_the_same_app_for_the_same_key(apps):
    key = {"Idempotency-Key": secrets.token_hex(16)}
    form = apps.form()
    first = apps.submit(form, headers=key)
    backend.kill()
    backend.start()
    second = apps.submit(form, headers=key)
    assert (first.status, second.status) == (202, 202)
    assert first.json["deployment"]["id"] == second.json["deployment"]["id"]
    apps.adopt(form["name"]).wait_for("running")


def test_a_submission_that_is_killed_is_there_wholly_or_not_at_all(apps, api):
    form = apps.form()
    key = {"Idempotency-Key": secrets.token_hex(16)}
    killer = subprocess.Popen(["sh", "-c", f"sleep 0.00{secrets.randbelow(9)}; kill -9 {backend.pid()}"])
    with contextlib.suppress(OSError):
        apps.submit(form, headers=key)
    killer.wait()
    until("the backend dead", lambda: not backend.is_alive(), 5)
    backend.start()
    assert apps.submit(form, headers=key).status == 202
    app = apps.adopt(form["name"])
    app.wait_for("running")
    assert len(api.get(f"{app.path}/deployments").json["deployments"]) == 1


def test_a_removal_killed_before_its_containers_are_gone_is_completed(apps, proxy):
    app = apps.add()
    app.wait_for("running")
    with proxy.at(r"(POST|DELETE) .*/containers/") as moment:
        app.ask_removal()
        moment.wait()
        # The name becomes available only after everything is removed.
        assert apps.submit({**apps.form(), "name": app.name}).status == 409
        backend.kill()
    backend.start()
    app.prove_gone()


def test_a_removal_killed_while_it_deletes_files_is_completed(apps):
    app = apps.add()
    owner = app.wait_for("running") and app.workspace.stat().st_uid
    folder = app.workspace / "many"
    folder.mkdir()
    for number in range(40_000):
        (folder / str(number)).touch()
    os.chown(folder, owner, owner)
    # Cheaper to ask than the folder's list: the workspaces are a disk of their own.
    free = os.statvfs(folder).f_ffree
    app.ask_removal()
    at_once("a part of it gone", lambda: os.statvfs(installation.WORKSPACES).f_ffree > free + 1000)
    backend.kill()
    was_there = app.workspace.exists()
    backend.start()
    assert was_there
    app.prove_gone()


def test_a_stop_that_is_killed_is_completed(apps, proxy):
    app = apps.add()
    app.wait_for("running")
    with proxy.at(r"POST .*/containers/[0-9a-f]+/stop") as moment:
        app.act("stop")
        moment.wait()
        backend.kill()
    backend.start()
    app.wait_for("stopped")


def cut_off_a_replacement(app, service: str = "app"):
    """Recreates what Compose leaves if it is killed between creating the new container and removing the old one."""
    whole = engine.container(app.name, service)
    labels = [f"--label={name}={value}" for name, value in whole["Config"]["Labels"].items()]
    half = f"{whole['Id'][:12]}_{whole['Name'].removeprefix('/')}"
    created = engine.docker("create", "--name", half, *labels, whole["Config"]["Image"], "true")
    assert created.returncode == 0, created.stderr
    assert len(engine.containers(app.name, service)) == 2


def test_a_start_after_a_replacement_that_was_cut_off_succeeds(apps):
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    cut_off_a_replacement(app)
    app.act("start")
    app.wait_for("running")
    assert len(engine.containers(app.name)) == 1


def test_a_stop_after_a_replacement_that_was_cut_off_leaves_one_container(apps):
    app = apps.add()
    app.wait_for("running")
    cut_off_a_replacement(app)
    app.act("stop")
    app.wait_for("stopped")
    assert len(engine.containers(app.name)) == 1


def test_a_redeploy_killed_at_its_checkout_keeps_what_the_app_changed_once(apps):
    app = apps.add()
    app.wait_for("running")
    file = app.workspace / "app.py"
    whole = file.read_text()
    file.write_text("mine")
    app.act("redeploy")
    go_on = clone_runs(app)
    die_and_come_back()
    go_on()
    until("an outcome", lambda: app.view()["deployment"]["outcome"] == "succeeded", 180)
    kept = app.view()["deployment"]["kept_files"]
    assert kept["paths"] == ["app.py"]
    assert (app.workspace / kept["folder"] / "app.py").read_text() == "mine"
    assert file.read_text() == whole


def test_a_redeploy_killed_in_its_midst_ends_at_one_commit(apps, repository):
    repository.commit({"app.py": (installation.ROOT / "Tests/Fixtures/echoes/app.py").read_text()})
    app = apps.add(repository=repository.url)
    app.wait_for("running")
    commit = repository.commit({"more.txt": "more"})
    app.act("redeploy")
    at_once("the new checkout", (app.workspace / "more.txt").exists)
    die_and_come_back()
    until("an outcome", lambda: app.view()["deployment"]["outcome"], 180)
    assert app.wait_for("running")["commit"] == commit


def test_a_backend_killed_twenty_times_under_load_loses_nothing(apps):
    added = []
    for _ in range(20):
        if len(added) < 5:
            added.append(apps.add())
        time.sleep(secrets.randbelow(400) / 1000)
        die_and_come_back()
    for app in added:
        app.wait_for("running", 240)


def test_a_backend_asked_to_end_in_the_middle_ends_within_five_seconds_and_goes_on_later(apps):
    app = apps.add()
    healthcheck_waits(app)
    with within(5):
        os.kill(backend.pid(), signal.SIGTERM)
        until("the backend gone", lambda: not backend.is_alive(), 10)
    backend.start()
    app.wait_for("running")


def test_a_backend_that_was_stopped_for_a_while_goes_on(apps, api):
    app = apps.add()
    os.kill(backend.pid(), signal.SIGSTOP)
    time.sleep(5)
    os.kill(backend.pid(), signal.SIGCONT)
    app.wait_for("running")


def test_a_killed_clone_fails_by_name_and_can_be_had_again(apps):
    app = apps.add()
    to_clones(signal.SIGKILL, at_once("the clone child", backend.fetches))
    failure = app.wait_for("failed")["failure"]
    assert failure["step"] == "clone"
    app.act("redeploy")
    app.wait_for("running")


def test_a_backend_started_while_a_child_of_the_last_one_still_holds_its_lock_waits_for_it():
    backend.kill()
    with open(invariants.DATABASE.with_name("dcc.lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        threading.Timer(1, lambda: fcntl.flock(lock, fcntl.LOCK_UN)).start()
        backend.start()


def test_a_second_backend_on_the_same_data_ends_with_a_clear_message(api):
    second = subprocess.run(backend.command(), env=backend.environment(), capture_output=True, text=True, timeout=10)
    assert second.returncode != 0
    assert "another dcc process uses" in second.stderr
    assert api.get("/api/apps").status == 200
