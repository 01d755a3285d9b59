"""The GPU queue: order, reasons and end of waiting. The GPUs are those of Tests/StandIns: the first has 3 GiB free, the
second 23."""

import time

import pytest

import backend
import engine
from client import Client
from waiting import until

FULLER, FREER = "GPU-5f1c9b2a-0001-4a77-9d3e-aaaaaaaaaaaa", "GPU-5f1c9b2a-0002-4a77-9d3e-bbbbbbbbbbbb"


@pytest.fixture(autouse=True)
def free_cards(api):
    """No app of the installation holds a GPU when a story begins."""
    assert api.get("/api/gpus/fit?gpus=2").json["fits"], "an app of another story holds a GPU"


@pytest.fixture
def crowded(apps):
    """Both GPUs are held by an app."""
    both = [apps.add(gpus=1), apps.add(gpus=1)]
    for app in both:
        app.wait_for("running")
    return both


def waiting(app) -> dict:
    """Waits until the app is queued; returns its position."""
    return until(f"{app.name} in the GPU queue", lambda: app.view()["line"], 180)


def one_after_the_other(apps) -> tuple:
    """Two apps, queued in this order."""
    first = apps.add(gpus=1)
    waiting(first)
    second = apps.add(gpus=1)
    waiting(second)
    return first, second


def reserved(app) -> list[str]:
    [request] = engine.container(app.name)["HostConfig"]["DeviceRequests"]
    return request["DeviceIDs"]


def positions(*waiting_apps) -> list[int]:
    return [app.view()["line"]["position"] for app in waiting_apps]


def test_two_apps_get_a_card_each_and_a_third_starts_when_one_stops(crowded, apps, api):
    assert sorted(reserved(app)[0] for app in crowded) == [FULLER, FREER]
    third = apps.add(gpus=1)
    line = waiting(third)
    assert (line["position"], line["length"]) == (1, 1)
    assert line["waits_for"].startswith("1 GPU (exclusive); GPU 0 is in use (an app of admin)")
    view = third.view()
    assert view["state"] == "waiting_for_gpu" and view["deployment"]["waiting_since"]
    fit = api.get("/api/gpus/fit?gpus=1").json
    assert (fit["fits"], fit["position"]) == (False, 2)

    card = reserved(crowded[1])
    crowded[1].act("stop")
    crowded[1].wait_for("stopped")
    until("the third one placed", lambda: third.view()["state"] != "waiting_for_gpu", 2, pause=0.02)
    assert third.wait_for("running")["line"] is None
    assert reserved(third) == card
    assert third.log().count("Cloning the repository") == 1


def test_apps_share_a_card_as_far_as_its_memory_goes(apps):
    sharing = {"gpus": 1, "gpu_memory_gib": 10, "gpu_sharing": "shared"}
    first, second = apps.add(**sharing), apps.add(**sharing)
    first.wait_for("running")
    second.wait_for("running")
    assert reserved(first) == reserved(second) == [FREER]
    assert "other apps: 1" in first.view()["deployment"]["placement"] + second.view()["deployment"]["placement"]
    third = apps.add(**sharing)
    assert waiting(third)["waits_for"].startswith("1 GPU with 10 GiB free; GPU 0 has 3 GiB free")
    assert "GPU 1 has 3 GiB free (2 apps of admin)" in third.view()["line"]["waits_for"]
    first.act("stop")
    third.wait_for("running")
    assert reserved(third) == [FREER]


def test_an_app_that_wants_a_card_for_itself_waits_for_all_who_share_it_and_nobody_joins_meanwhile(apps, alices_apps):
    # An app that waits for another app of its owner sets no GPU aside, since the owner can stop that one.
    sharer = alices_apps.add(gpus=1, gpu_memory_gib=8, gpu_sharing="shared")
    sharer.wait_for("running")
    alone = apps.add(gpus=1, gpu_memory_gib=18)
    waiting(alone)
    late = apps.add(gpus=1, gpu_memory_gib=8, gpu_sharing="shared")
    assert "reserved for an app ahead in the queue" in waiting(late)["waits_for"]
    small = apps.add(gpus=1, gpu_memory_gib=2, gpu_sharing="shared")
    small.wait_for("running")
    assert reserved(small) == [FULLER], "of no use to those who wait"
    sharer.act("stop")
    alone.wait_for("running")
    assert reserved(alone) == [FREER]
    assert waiting(late)["position"] == 1


def test_what_no_card_has_is_said_at_once(apps, api):
    failure = apps.add(gpus=1, gpu_memory_gib=24).wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("place", "gpu_memory_missing")
    assert failure["hint"] == "Request at most 23 GiB of GPU memory."
    fit = api.get("/api/gpus/fit?gpus=1&memory_gib=24").json
    assert not fit["fits"] and fit["position"] is None and fit["why"].startswith("gpu_memory_missing: ")


def test_an_operator_moves_one_to_the_front_and_others_may_not(crowded, apps, api):
    first, second = one_after_the_other(apps)
    assert positions(first, second) == [1, 2]
    moved = api.post(f"{second.path}/line", {"position": 1})
    assert (moved.status, moved.json["line"]) == (200, [second.name, first.name])
    assert positions(first, second) == [2, 1]
    assert api.post(f"{second.path}/line", {"position": 0}).errors == {"position_range": "position"}
    assert api.post(f"{crowded[0].path}/line", {"position": 1}).status == 409
    api.patch(second.path, {"shared_with": ["bob"]})
    assert Client("bob").post(f"{second.path}/line", {"position": 1}).status == 403
    crowded[0].act("stop")
    second.wait_for("running")
    assert waiting(first)["position"] == 1


def test_a_waiting_app_is_cancelled_and_another_removed(crowded, apps, api):
    cancelled, removed, last = apps.add(gpus=1), apps.add(gpus=1), apps.add(gpus=1)
    for app in (cancelled, removed, last):
        waiting(app)
    cancelled.act("stop")
    view = cancelled.wait_for("stopped")
    assert view["line"] is None and view["deployment"]["outcome"] == "cancelled"
    removed.ask_removal()
    removed.prove_gone()
    until("the last one first", lambda: positions(last) == [1])


def test_the_line_outlives_the_backend(crowded, apps, api):
    first, second = one_after_the_other(apps)
    api.post(f"{second.path}/line", {"position": 1})
    since = [app.view()["deployment"]["waiting_since"] for app in (first, second)]
    backend.kill()
    backend.start()
    assert positions(first, second) == [2, 1]
    assert [app.view()["deployment"]["waiting_since"] for app in (first, second)] == since
    crowded[0].act("stop")
    second.wait_for("running")
    assert second.log().count("Cloning the repository") <= 1
    assert waiting(first)["position"] == 1


def test_a_lease_is_shown_and_renewed(apps, api):
    app = apps.add(gpus=1, lease_hours=2)
    ends = app.wait_for("running")["lease_ends_at"]
    assert ends is not None
    time.sleep(1.1)
    renewed = api.post(f"{app.path}/lease")
    assert renewed.status == 200 and renewed.json["lease_ends_at"] > ends
    app.act("stop")
    assert app.wait_for("stopped")["lease_ends_at"] is None
    assert api.post(f"{app.path}/lease").status == 409
    actions = [entry["action"] for entry in api.get(f"/api/audit?app={app.name}").json["entries"]]
    assert actions == ["stop", "lease", "onboard"]


@pytest.mark.parametrize("query, code, field", [
    ("gpus=17", "gpus_range", "gpus"), ("gpus=one", "gpus_range", "gpus"),
    ("memory_gib=0", "gpu_memory_range", "memory_gib"), ("sharing=both", "gpu_sharing_unknown", "sharing"),
    ("sharing=shared", "gpu_memory_required", "memory_gib"),
])
def test_a_question_that_makes_no_sense_is_refused_at_its_field(api, query, code, field):
    reply = api.get(f"/api/gpus/fit?{query}")
    assert (reply.status, reply.errors) == (422, {code: field})
