"""The Docker Engine hangs, is down, comes back or responds with garbage; containers are changed by hand."""

import datetime
import os
import pathlib
import socket
import time

import pytest

import backend
import engine
import installation
import invariants
from waiting import until, within


@pytest.fixture(scope="module")
def running(lasting_apps, bystander):
    """An app that may become unknown during the faults of this file, but must keep running."""
    app = lasting_apps.add()
    app.wait_for("running")
    return app


@pytest.fixture
def beats(tmp_path, proxy):
    """Stands in for systemd: the socket that hears the backend's watchdog messages, one every two seconds."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        ours = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "6000000"}
        backend.settings.update(ours)
        backend.kill()
        backend.start()
        yield manager
        for name in ours:
            del backend.settings[name]
        backend.kill()
        backend.start()


def processor_seconds() -> float:
    fields = pathlib.Path(f"/proc/{backend.pid()}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def state_of(app, state: str, seconds: float):
    until(f"{app.name} {state}", lambda: app.view()["state"] == state, seconds)


def test_while_the_engine_hangs_apps_are_unknown_reads_work_and_nothing_spins(apps, api, proxy, running):
    with proxy.hanging():
        state_of(running, "unknown", 180)
        before, began = processor_seconds(), time.monotonic()
        time.sleep(5)
        assert (processor_seconds() - before) / (time.monotonic() - began) < 0.2
        with within(1):
            assert api.get("/api/host").json["docker"] == "unreachable"
            reply = apps.submit(apps.form())
        assert (reply.status, reply.json["type"]) == (503, "urn:dcc:problem:docker_unreachable")
    state_of(running, "running", 180)


def test_looks_that_hang_do_not_stop_the_watchdog_however_many_events_there_are(beats, proxy, running):
    with proxy.at("GET .*/containers/") as look:
        for _ in range(5):
            for command in ("pause", "unpause"):
                assert engine.docker(command, f"dcc-{running.name}-app-1").returncode == 0
        look.wait()
        beats.settimeout(5)
        ends = time.monotonic() + 25
        while time.monotonic() < ends:
            assert beats.recv(100) in (b"READY=1", b"WATCHDOG=1")
    state_of(running, "running", 180)


def test_while_the_engine_is_away_apps_are_unknown_and_changes_are_refused(apps, api, proxy, running):
    with proxy.away():
        state_of(running, "unknown", 10)
        reply = api.post(f"{running.path}/restart")
        assert (reply.status, reply.json["type"]) == (503, "urn:dcc:problem:docker_unreachable")
        assert apps.submit(apps.form()).status == 503
    state_of(running, "running", 10)


def test_a_backend_that_starts_while_the_engine_is_away_serves_reads_and_finds_it_later(api, proxy, running):
    with proxy.away():
        backend.kill()
        backend.start()
        assert running.view()["state"] == "unknown"
    state_of(running, "running", 10)


def test_a_removal_asked_for_while_the_engine_is_away_is_done_later(apps, proxy):
    app = apps.add()
    app.wait_for("running")
    with proxy.away():
        app.ask_removal()
        time.sleep(3)
        assert app.view()["state"] == "removing"
    until("gone", app.is_gone, 180)
    app.prove_gone()


def test_an_engine_that_cuts_every_connection_changes_nothing(proxy, running):
    deployment = running.view()["deployment"]["id"]
    proxy.cut()
    time.sleep(2)
    state_of(running, "running", 10)
    assert running.view()["deployment"]["id"] == deployment


def test_an_engine_that_only_says_500_is_an_engine_that_is_away(proxy, running, api):
    with proxy.in_trouble():
        state_of(running, "unknown", 180)
        assert api.get("/api/host").json["docker"] == "unreachable"
    state_of(running, "running", 180)


def test_an_engine_cut_off_in_the_middle_of_an_installation_fails_that_app_by_name_until_it_is_back(
        apps, proxy, history):
    form = apps.form()
    with proxy.at(rf"POST .*/containers/create\?name=dcc-{form['name']}-app-1") as moment:
        app = apps.submit(form) and apps.adopt(form["name"])
        moment.wait()
        with proxy.away():
            failure = app.wait_for("failed", 180)["failure"]
    assert failure["code"] == "docker_unreachable", failure
    # The next deployment is the service's own.
    history.end(app.name)
    until("deployed again", lambda: app.view()["state"] == "running", 120)


def test_a_hanging_engine_holds_up_one_deployment_and_not_the_page(apps, api, proxy):
    form = apps.form()
    with proxy.at(rf"POST .*/containers/create\?name=dcc-{form['name']}-install-1") as moment:
        app = apps.submit(form) and apps.adopt(form["name"])
        moment.wait()
        other = apps.add()
        other.wait_for("running")
        app.act("stop")
        app.wait_for("stopped", 15)


# Changes by hand


def assert_brought_back(app):
    """The restart is automatic. The check after every fault verifies that there is one container and one deployment."""
    until(f"{app.name} back", lambda: app.view()["state"] == "running", 180)
    newest = app.newest_deployment()["deployment"]
    assert (newest["requested_by"], newest["reason"], newest["outcome"]) == ("system", "start", "succeeded")
    assert app.api.open(app.name).status == 200


def test_a_container_removed_by_hand_is_seen_within_seconds_and_brought_back(apps, history):
    app = apps.add()
    app.wait_for("running")
    before = invariants.identity(app.name)
    history.end(app.name)
    assert engine.docker("rm", "-f", f"dcc-{app.name}-app-1").returncode == 0
    until("seen", lambda: app.view()["state"] != "running", 5)
    assert_brought_back(app)
    assert invariants.identity(app.name) != before


@pytest.mark.parametrize("command", ["kill", "stop"])
def test_a_container_ended_by_hand_in_its_first_minute_is_seen_within_seconds_and_can_be_had_again(command, apps):
    app = apps.add(start_command="exec python app.py")
    app.wait_for("running")
    assert engine.docker(command, f"dcc-{app.name}-app-1").returncode == 0
    state_of(app, "failed", 15)
    assert app.view()["failure"]["code"] == {"kill": "killed", "stop": "terminated"}[command]
    app.act("start")
    app.wait_for("running")


def test_a_container_ended_by_hand_that_ran_for_a_minute_is_brought_back(running, history):
    started = datetime.datetime.fromisoformat(running.newest_deployment()["deployment"]["finished_at"])
    time.sleep(max(0, 61 - (datetime.datetime.now(datetime.UTC) - started).total_seconds()))
    history.end(running.name)
    assert engine.docker("kill", f"dcc-{running.name}-app-1").returncode == 0
    until("seen", lambda: running.view()["state"] != "running", 15)
    assert_brought_back(running)


def test_a_network_removed_by_hand_is_made_again(apps):
    app = apps.add()
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    engine.docker("rm", f"dcc-{app.name}-app-1", f"dcc-{app.name}-install-1")
    assert engine.docker("network", "rm", f"dcc-{app.name}_default").returncode == 0
    app.act("start")
    app.wait_for("running")


def test_a_container_of_our_name_that_is_not_ours_is_never_touched(apps, api):
    form = apps.form()
    name = f"dcc-{form['name']}-app-1"
    image = next(iter(engine.get("/images/json")))["Id"]
    made = engine.docker("run", "-d", "--name", name, "--label", f"com.docker.compose.project=dcc-{form['name']}", image, "sleep", "600")
    assert made.returncode == 0, made.stderr
    try:
        before = engine.get(f"/containers/{name}/json")
        app = apps.submit(form) and apps.adopt(form["name"])
        failure = app.wait_for("failed")["failure"]
        assert failure["code"] == "container_conflict"
        app.act("redeploy")
        until("an outcome", lambda: app.view()["deployment"]["outcome"], 90)
        after = engine.get(f"/containers/{name}/json")
        assert (after["Id"], after["State"]["StartedAt"]) == (before["Id"], before["State"]["StartedAt"])
    finally:
        engine.docker("rm", "-f", name)


def test_a_port_taken_between_lease_and_start_is_changed_for_another(apps, api, proxy):
    form = apps.form()
    with proxy.at(rf"POST .*/containers/create\?name=dcc-{form['name']}-app-1") as moment:
        app = apps.submit(form) and apps.adopt(form["name"])
        moment.wait()
        compose = (installation.STACKS / app.name / "compose.json").read_text()
        taken = int(compose.partition('"published":"')[2].partition('"')[0])
        listener = socket.create_server(("127.0.0.1", taken))
    with listener:
        app.wait_for("running")
        assert api.open(app.name).status == 200


def test_an_install_container_that_loses_its_network_fails_with_its_last_lines_and_a_retry_works(apps, repository):
    repository.commit({"app.py": (installation.ROOT / "Tests/Fixtures/echoes/app.py").read_text()})
    repository.commit({"requirements.txt": "never-to-be-had==1.0\n"})
    app = apps.add(repository=repository.url)
    until("uv", lambda: engine.runs(app.name, "install"), 90, pause=0.01)
    cut = engine.docker("network", "disconnect", "-f", f"dcc-{app.name}_default", f"dcc-{app.name}-install-1")
    assert cut.returncode == 0, cut.stderr
    failure = app.wait_for("failed", 180)["failure"]
    assert failure["step"] == "install"
    assert failure["code"] in {"index_host_unknown", "index_timeout", "package_missing"}, failure
    kept = [line["text"] for line in app.newest_deployment()["lines"] if line["source"] == "install"]
    assert any("never-to-be-had" in text for text in kept), kept
    repository.commit({"requirements.txt": "\n"})
    app.act("redeploy")
    app.wait_for("running")
