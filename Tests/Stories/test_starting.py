"""What an app does until it answers: where it listens, whether it takes connections, and what it did last."""

import pytest

import engine
from waiting import clock, until

# Seconds from listening to the failure, and what the machine takes to start a program and to notice.
TOLD_WITHIN = 20 + 10
# As configured: `provisioning.concurrency`.
PLACES = 4


@pytest.fixture(scope="module", autouse=True)
def slow(lasting_apps):
    """Added before the first story of this file, because the last one looks at many of its healthchecks."""
    return lasting_apps.add("slow-first-page")


def told(app) -> dict:
    """Waits until the app fails in time; returns the failure."""
    app.wait_for("starting")
    until("its container", lambda: engine.runs(app.name, "app"), 60)
    began = clock()
    failure = app.wait_for("failed")["failure"]
    assert clock() - began < TOLD_WITHIN
    assert failure["step"] == "health"
    return failure


def mend(app, **settings):
    """Does what the failure's button does."""
    assert app.api.patch(app.path, settings).status == 200
    app.act("redeploy")
    until("another deployment", lambda: app.view()["deployment"]["reason"] == "redeploy")


def test_a_wrong_port_is_named_and_can_be_changed(apps, api):
    app = apps.add("other-port")
    failure = told(app)
    assert (failure["code"], failure["message"]) == (
        "wrong_port", "The app listens on port 8080, but the form says 7860.")
    assert (failure["action"]["kind"], failure["action"]["port"]) == ("change_port", 8080)
    mend(app, port=8080)
    app.wait_for("running")
    assert api.open(app.name).status == 200


def test_an_app_on_loopback_is_offered_a_start_command_that_is_not(apps, api):
    app = apps.add(start_command="python -m http.server 7860 --bind 127.0.0.1")
    failure = told(app)
    assert failure["code"] == "listens_on_loopback"
    assert failure["message"] == "The app listens only on 127.0.0.1 inside its container, so it cannot be reached."
    assert failure["action"]["kind"] == "change_start_command"
    mend(app, start_command=failure["action"]["start_command"])
    app.wait_for("running")
    assert api.open(app.name).status == 200


def test_a_server_is_told_where_to_listen_unless_the_app_says_otherwise(apps, api):
    own = [
        {"name": "FLASK_RUN_PORT", "value": "5000"}, {"name": "ENV", "value": "production"},
        {"name": "NVIDIA_API_KEY", "value": "nvapi-of-the-app", "secret": True},
    ]
    app = apps.add(environment=own)
    app.wait_for("running")
    environment = api.open(app.name).json["environment"]
    assert environment["GRADIO_SERVER_NAME"] == environment["HOST"] == "0.0.0.0"
    assert environment["GRADIO_SERVER_PORT"] == environment["STREAMLIT_SERVER_PORT"] == "7860"
    for variable in own:
        assert environment[variable["name"]] == variable["value"]


def test_an_app_that_does_not_listen_says_what_it_did_last(apps):
    app = apps.add(start_command="echo Loading the model; sleep 600")
    words = "Last log line 10 s ago: Loading the model; idle"

    def detail():
        return (app.view()["progress"] or {}).get("detail")

    until(words, lambda: detail() == words, 240)


def test_apps_that_do_not_answer_do_not_keep_others_from_running(apps):
    silent = [apps.add(start_command="sleep 600") for _ in range(PLACES)]
    wrong = [apps.add("other-port") for _ in range(PLACES)]
    plain = apps.add()
    plain.wait_for("running")
    for app in silent:
        until(f"{app.name} waits", lambda: app.view()["state"] == "starting", 240)
    for app in wrong:
        app.wait_for("failed")
    assert plain.view()["state"] == "running"
    for app in silent:
        app.act("stop")
    for app in silent:
        app.wait_for("stopped", 60)


def test_an_app_whose_pages_take_long_runs_and_stays_running(slow):
    slow.wait_for("running")
    assert "The app listens on port 7860 and takes connections but answers slowly." in slow.log("deploy").splitlines()

    def checks():
        return engine.container(slow.name)["State"]["Health"]["Log"]

    until("three healthchecks", lambda: len(checks()) >= 3, 180)
    assert {check["ExitCode"] for check in checks()[-3:]} == {0}
    assert slow.view()["state"] == "running"
