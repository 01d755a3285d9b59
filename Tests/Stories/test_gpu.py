"""GPUs are reserved by id, and an app sees only its own. On machines without a GPU, Tests/StandIns provides them."""

import json

import pytest

import engine
import installation
from apps import Apps

FREE_GPU = "GPU-5f1c9b2a-0002-4a77-9d3e-bbbbbbbbbbbb"


@pytest.fixture(scope="module")
def on_a_gpu(api):
    """An app with one GPU; removed afterwards, since later stories need the GPU."""
    made = Apps(api)
    app = made.add(gpus=1)
    app.wait_for("running")
    yield app
    made.take_away()


@pytest.fixture(autouse=True, scope="module")
def engine_with_gpus(api):
    """The Engine rejects reservations unless NVIDIA's hook, or its stand-in, was on its PATH at startup."""
    image = api.get("/api/status?timeout=0").json["host"]["base_image"]
    asked = engine.docker("create", "--gpus", f"device={FREE_GPU}", image, "true")
    assert asked.returncode == 0, asked.stderr
    started = engine.docker("start", asked.stdout.strip())
    engine.docker("rm", "--force", asked.stdout.strip())
    assert started.returncode == 0, (
        "Docker has no NVIDIA device driver: start dockerd with Tests/StandIns, or NVIDIA's container toolkit, on its PATH "
        f"({started.stderr.strip()})")


def test_the_reservation_names_the_card_with_more_free_memory(on_a_gpu):
    [request] = engine.container(on_a_gpu.name)["HostConfig"]["DeviceRequests"]
    assert request["Driver"] == "nvidia"
    assert request["DeviceIDs"] == [FREE_GPU]
    assert request["Count"] == 0
    assert request["Capabilities"] == [["gpu"]]


def test_the_app_sees_the_card_that_it_was_given(on_a_gpu, api):
    assert api.open(on_a_gpu.name).json["environment"]["NVIDIA_VISIBLE_DEVICES"] == FREE_GPU


def test_the_deployment_says_which_card_and_why(on_a_gpu):
    deployment = on_a_gpu.view()["deployment"]
    assert deployment["gpus"] == [FREE_GPU]
    assert "23 GiB free" in deployment["placement"]


def test_the_installation_of_dependencies_holds_no_card(on_a_gpu):
    services = json.loads((installation.STACKS / on_a_gpu.name / "compose.json").read_text())["services"]
    assert [name for name, service in services.items() if "deploy" in service] == ["app"]


def test_an_app_without_gpus_reserves_none(echoes, api):
    assert not engine.container(echoes.name)["HostConfig"]["DeviceRequests"]
    # Set explicitly: images set "all", and a host whose default runtime is NVIDIA's would apply that.
    assert api.open(echoes.name).json["environment"]["NVIDIA_VISIBLE_DEVICES"] == "void"


def test_more_cards_than_there_are_is_said_at_once(apps):
    failure = apps.add(gpus=3).wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("place", "gpus_missing")
    assert failure["hint"] == "Request at most 2."
