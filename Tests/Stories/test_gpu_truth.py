"""GPU status, memory per process, and messages about GPU errors. The GPUs are those of Tests/StandIns; the containers and their
processes are real."""

import contextlib
import os
import threading

import pytest

import backend
import engine
import stand_in_gpus
from repositories import Repository
from stand_in_gpus import CARDS, Card
from waiting import until, within


@pytest.fixture(autouse=True, scope="module")
def four_cards():
    stand_in_gpus.show(CARDS)
    yield
    stand_in_gpus.reset()
    # Restart, so that the backend does not report the two additional GPUs as missing.
    backend.kill()
    backend.start()


@pytest.fixture(autouse=True, scope="module")
def watcher(api, four_cards):
    """A client that keeps polling, so that GPUs are queried every few seconds."""
    ended = threading.Event()

    def poll():
        known = ""
        while not ended.is_set():
            reply = api.get(f"/api/status?timeout=2{known}")
            known = f"&instance={reply.json['instance']}&after={reply.json['revision']}"

    thread = threading.Thread(target=poll)
    thread.start()
    yield
    assert thread.is_alive()
    ended.set()
    thread.join()


@pytest.fixture(scope="module")
def on_a_card(lasting_apps):
    app = lasting_apps.add(gpus=1)
    app.wait_for("running")
    return app


def card_of(app):
    [uuid] = app.view()["deployment"]["gpus"]
    return next(card for card in CARDS if card.uuid == uuid)


def shown(api, card):
    gpus = api.get("/api/gpus").json["gpus"]
    return next((gpu for gpu in gpus or [] if gpu["uuid"] == card.uuid), None)


def incidents(api) -> dict[str, dict]:
    return {incident["id"]: incident for incident in api.get("/api/gpus").json["incidents"]}


def until_all_is_well(api):
    until("no incidents", lambda: not incidents(api), 90)


def test_each_card_says_how_busy_it_is(api):
    until("four cards", lambda: len(api.get("/api/host").json["gpus"] or []) == 4)
    host = api.get("/api/host").json
    busy, free = host["gpus"][:2]
    assert (busy["utilisation_percent"], busy["temperature_celsius"], busy["power_watts"]) == (97, 71, 280)
    assert (busy["bus_id"], busy["used_memory_mib"]) == ("00000000:01:00.0", 20480)
    assert (free["power_watts"], free["compute_capability"]) == (None, "8.9")
    assert (host["driver"], host["cuda"], host["gpu_trouble"], host["incidents"]) == ("550.54.15", "12.4", None, [])


def test_a_card_names_the_app_and_the_foreign_process_that_hold_its_memory(api, on_a_card):
    card = card_of(on_a_card)
    pid = engine.container(on_a_card.name)["State"]["Pid"]
    stand_in_gpus.show_processes((card, pid, 4096, "python3"), (card, os.getpid(), 700, "/opt/a game,2/play"))
    holders = until("the holders", lambda: shown(api, card)["holders"], 90)
    view = on_a_card.view()
    assert holders == [
        {"deployment": view["deployment"]["id"], "owner": view["owner"], "process": "python3", "memory_mib": 4096},
        {"deployment": None, "owner": None, "process": "a", "memory_mib": 700},
    ]
    stand_in_gpus.show_processes()
    until("no process left", lambda: shown(api, card)["holders"] == [], 90)


@pytest.mark.parametrize("words, code, kind", [
    ("hang", "gpu_tool_hangs", "tool"),
    ("Failed to initialize NVML: Driver/library version mismatch", "gpu_driver_mismatch", "driver_mismatch"),
])
def test_a_tool_in_trouble_is_named_and_holds_nothing_up(api, apps, words, code, kind):
    stand_in_gpus.make_trouble(words)
    try:
        trouble = until("trouble", lambda: api.get("/api/gpus").json["gpu_trouble"], 120)
        assert trouble["code"] == code
        assert [incident["kind"] for incident in incidents(api).values()] == [kind]
        with within(1):
            assert api.get("/api/host").json["gpus"] is None
        apps.add().wait_for("running", 180)
    finally:
        stand_in_gpus.end_trouble()
    until("the cards again", lambda: api.get("/api/gpus").json["gpus"], 120)
    until_all_is_well(api)


def test_a_lost_card_is_one_incident_until_its_app_is_recreated_and_it_is_back(api, on_a_card):
    lost = card_of(on_a_card)
    deployment = on_a_card.view()["deployment"]["id"]
    stand_in_gpus.say_in_kernel_log(f"NVRM: Xid (PCI:0000:{lost.bus}): 79, GPU has fallen off the bus.")
    stand_in_gpus.show([card for card in CARDS if card is not lost])
    try:
        until("the incident", lambda: list(incidents(api)) == [f"card_gone:{lost.uuid}"], 90)
        [incident] = incidents(api).values()
        assert (incident["kind"], incident["gpus"], incident["deployments"]) == ("card_gone", [lost.uuid], [deployment])
        on_a_card.act("restart")
        until("a new deployment", lambda: on_a_card.view()["deployment"]["id"] != deployment)
        on_a_card.wait_for("running")
        assert card_of(on_a_card) is not lost
        until("no app left on it", lambda: [i["deployments"] for i in incidents(api).values()] == [[]], 90)
    finally:
        stand_in_gpus.show(CARDS)
    until_all_is_well(api)


def test_an_error_in_the_kernels_log_is_an_incident_of_the_apps_on_that_card(api, on_a_card, echoes_everywhere):
    card = card_of(on_a_card)
    stand_in_gpus.say_in_kernel_log(f"NVRM: Xid (PCI:0000:{card.bus}): 95, pid=12, name=python3, Uncontained")
    until("the incident", lambda: list(incidents(api)) == [f"xid:{card.uuid}:95"], 10)
    [incident] = incidents(api).values()
    assert incident["deployments"] == [on_a_card.view()["deployment"]["id"]]
    assert "Xid 95" in incident["message"]
    on_a_card.act("restart")
    on_a_card.wait_for("running")
    assert on_a_card.view()["deployment"]["gpus"] != [card.uuid], "the card is avoided"
    until("no app left on it", lambda: [i["deployments"] for i in incidents(api).values()] == [[]], 90)


def test_packages_for_a_newer_driver_are_refused_before_they_are_installed(apps):
    index = "--extra-index-url https://download.pytorch.org/whl/cu130"
    repository = Repository({"app.py": "", "requirements.txt": f"{index}\nnumpy\ntorch==2.9.0+cu130\n"})
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(repository.delete)
        app = apps.add(repository=repository.url, gpus=1)
        failure = app.wait_for("failed")["failure"]
        assert (failure["step"], failure["code"]) == ("place", "cuda_too_new")
        assert "cu130" in failure["message"]
        assert "550.54.15 supports CUDA up to 12.4" in failure["message"]
        assert app.log("install") == ""


def test_packages_without_kernels_for_the_gpu_are_refused_before_they_are_installed(apps):
    stand_in_gpus.show([Card(number, name="NVIDIA GeForce RTX 5090", capability="12.0") for number in (1, 2, 3, 4)])
    repository = Repository({"app.py": "", "requirements.txt": "torch==2.1.0\n"})
    try:
        app = apps.add(repository=repository.url, gpus=1)
        failure = app.wait_for("failed")["failure"]
        assert (failure["step"], failure["code"]) == ("place", "card_unfit")
        assert failure["message"] == (
            "torch 2.1.0 has no kernels for NVIDIA GeForce RTX 5090 (sm_120): use torch 2.7 or later built for CUDA 12.8.")
        assert app.log("install") == ""
    finally:
        repository.delete()
        stand_in_gpus.show(CARDS)


def test_a_card_in_mig_mode_gives_its_instances(api, apps):
    card, small, large = Card(1, mig="Enabled"), "MIG-0b8a9c3e-1d7e-5fef-9c87-000000000001", "MIG-0b8a9c3e-1d7e-5fef-9c87-000000000002"
    stand_in_gpus.show_instances(card, ("1g.10gb", small), ("2g.20gb", large))
    stand_in_gpus.show([card])
    try:
        app = apps.add(gpus=1, gpu_memory_gib=12)
        app.wait_for("running")
        assert app.view()["deployment"]["gpus"] == [large]
        assert app.view()["deployment"]["placement"] == "GPU 0:1: 20 GiB free, no other apps"
        [request] = engine.container(app.name)["HostConfig"]["DeviceRequests"]
        assert request["DeviceIDs"] == [large]
        assert [gpu["name"] for gpu in until("the instances", lambda: api.get("/api/gpus").json["gpus"])] == [
            "NVIDIA Stand-In 24GB MIG 1g.10gb", "NVIDIA Stand-In 24GB MIG 2g.20gb"]
        # Several instances are of no use to one program.
        assert apps.add(gpus=2).wait_for("failed")["failure"]["code"] == "gpus_missing"
    finally:
        stand_in_gpus.show(CARDS)
