"""Templates: those that ship, the operator's own, and files that are none."""

import json
import subprocess
import time

import pytest

import installation
from client import Client

FOLDER = installation.STATE / "etc" / "templates"
SHIPPED = installation.ROOT / "scripts" / "package.d" / "app-templates"
ALICE, VERA = Client("alice"), Client("vera")


@pytest.fixture
def templates():
    """Writes the operator's templates, and takes them away."""
    FOLDER.mkdir(exist_ok=True)

    def write(name: str, content) -> str:
        file = FOLDER / f"{name}.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(file)

    yield write
    for file in FOLDER.iterdir():
        file.unlink()
    FOLDER.rmdir()


def offered(client: Client = ALICE) -> list[dict]:
    reply = client.get("/api/templates")
    assert reply.status == 200, reply.body
    return reply.json["templates"]


def doctor() -> subprocess.CompletedProcess:
    program = [installation.STATE / "bin" / "dcc", "doctor", "--config", installation.STATE / "etc" / "dcc.json"]
    return subprocess.run(program, capture_output=True, text=True, timeout=60)


def test_those_that_ship_are_offered_and_can_be_submitted(apps):
    shown = {template["id"]: template for template in offered()}
    assert sorted(shown) == sorted(file.stem for file in SHIPPED.glob("*.json"))
    for template in shown.values():
        reply = apps.submit({"name": "a", **template["settings"], "port": 0})
        assert reply.errors == {"port_range": "port"}, template["id"]


def test_a_viewer_who_adds_no_apps_gets_none():
    assert VERA.get("/api/templates").status == 403
    assert VERA.get("/api/images").status == VERA.get("/api/models").status == 200


def test_the_operators_come_first_and_a_change_shows_at_once(templates):
    templates("own", {"title": "Ours", "settings": {"port": 7860}, "environment": [{"name": "KEY", "type": "secret"}]})
    first = offered()[0]
    assert (first["title"], first["settings"]) == ("Ours", {"port": 7860})
    assert first["environment"][0]["type"] == "secret"
    templates("own", {"title": "Still ours"})
    assert offered()[0]["title"] == "Still ours"


def test_one_of_the_same_name_replaces_one_that_ships(templates):
    templates("comfyui", {"title": "Our ComfyUI"})
    titles = [template["title"] for template in offered()]
    assert titles[0] == "Our ComfyUI"
    assert "ComfyUI" not in titles


def test_a_bad_file_is_named_by_the_doctor_and_the_log_and_the_others_are_offered(templates):
    before = len(offered())
    file = templates("bad", {"title": "Bad", "settings": {"port": 0, "image": "evil/image"}})
    broken = templates("broken", "{")
    assert len(offered()) == before
    said = doctor().stdout
    assert f"WARN  template: {file}: settings.port: port_range: " in said
    assert f"WARN  template: {broken}: json_invalid: " in said
    deadline = time.monotonic() + 10
    while file not in (log := (installation.STATE / "dcc.log").read_text()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert f"bad template: {file}: settings.port: port_range: " in log


def test_an_image_that_is_not_allowed_is_refused_at_its_field(apps):
    images = ALICE.get("/api/images").json
    assert images["allowed"] == ["dcc/story-*"]
    reply = apps.submit(apps.form(image="docker.io/library/busybox:latest"))
    assert reply.errors == {"image_not_allowed": "image"}
    assert "dcc/story-*" in reply.json["errors"][0]["message"]


def test_a_model_folder_that_nobody_offers_is_refused_at_its_field(apps):
    assert ALICE.get("/api/models").json == {"models": []}
    assert apps.submit(apps.form(models=["checkpoints"])).errors == {"model_unknown": "models[0]"}
