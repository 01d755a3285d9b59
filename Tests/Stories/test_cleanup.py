"""Operators list and remove orphans; resources that are not ours are never touched."""

import contextlib
import json
import os
import pathlib
import secrets
import shutil
import sqlite3
import subprocess

import pytest

import backend
import engine
import installation
from cleaning import clean_up, orphans
from client import Client

IMAGE = json.loads(backend.CONFIGURATION.read_text())["containers"]["baseImage"]
KINDS = ["container", "network", "volume", "image", "stack", "workspace"]


class Leftovers:
    """One orphan of each kind, and similar resources of other owners."""

    def __init__(self, installation_id: str, user: int, elsewhere: pathlib.Path):
        self.name = f"story-{secrets.token_hex(4)}"
        ours = ["--label", f"dcc.instance={installation_id}", "--label", f"dcc.app={self.name}"]
        others = ["--label", "dcc.instance=another", "--label", f"dcc.app={self.name}"]
        self.ids = {
            "container": "container:" + docker("create", *ours, IMAGE, "true"),
            "network": "network:" + docker("network", "create", *ours, self.name),
            "volume": "volume:" + docker("volume", "create", *ours, self.name),
            "stack": f"stack:{self.name}", "workspace": f"workspace:{self.name}",
        }
        self.foreign_containers = [docker("create", *others, IMAGE, "true"), docker("create", IMAGE, "true")]
        labels = f"LABEL dcc.instance={installation_id} dcc.app={self.name}"
        self.ids["image"] = "image:" + docker("commit", "--change", labels, self.foreign_containers[1])
        self.stack = folder(installation.STACKS / self.name, 0)
        self.workspace = folder(installation.WORKSPACES / self.name, user)
        self.foreign = folder(installation.WORKSPACES / f"{self.name}-root", 0)
        self.another = folder(installation.WORKSPACES / f"{self.name}-another", user + 100_000)
        self.elsewhere = folder(elsewhere / "elsewhere", user)
        self.link = installation.WORKSPACES / f"{self.name}-link"
        self.link.symlink_to(self.elsewhere)
        os.lchown(self.link, user, user)
        # A symlink inside an orphan is removed; its target stays.
        (self.workspace / "way-out").symlink_to(self.elsewhere)

    def there(self) -> set[str]:
        """The kinds whose orphan still exists."""
        has = {"stack": self.stack.exists(), "workspace": self.workspace.exists()}
        for kind in ("container", "network", "volume", "image"):
            has[kind] = engine.docker(kind, "inspect", self.ids[kind].partition(":")[2]).returncode == 0
        return {kind for kind, is_there in has.items() if is_there}

    def prove_others_untouched(self):
        for container in self.foreign_containers:
            assert engine.docker("container", "inspect", container).returncode == 0
        for kept in (self.foreign, self.another, self.elsewhere):
            assert (kept / "file").read_text() == "kept"
        assert self.link.is_symlink()

    def take_away(self):
        for kind in ("container", "network", "volume", "image"):
            engine.docker(kind, "rm", "--force", self.ids[kind].partition(":")[2])
        for container in self.foreign_containers:
            engine.docker("rm", "--force", container)
        self.link.unlink()
        for path in (self.stack, self.workspace, self.foreign, self.another):
            shutil.rmtree(path, ignore_errors=True)


def docker(*arguments: str) -> str:
    done = engine.docker(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def folder(path: pathlib.Path, user: int) -> pathlib.Path:
    path.mkdir()
    (path / "file").write_text("kept")
    os.chown(path, user, user)
    return path


@pytest.fixture
def leftovers(echoes, tmp_path):
    labels = engine.container(echoes.name)["Config"]["Labels"]
    user = 200_000 + (echoes.workspace.stat().st_uid - 200_000) // 100_000 * 100_000 + 99_999
    made = Leftovers(labels["dcc.instance"], user, tmp_path)
    yield made
    made.take_away()


@pytest.fixture
def copy(tmp_path):
    """The installation's configuration with a copy of its data that no service uses."""
    state = tmp_path / "data"
    state.mkdir(0o700)
    with contextlib.closing(sqlite3.connect(f"file:{installation.STATE}/data/dcc.db?mode=ro", uri=True)) as source:
        with contextlib.closing(sqlite3.connect(state / "dcc.db")) as target:
            source.backup(target)
    shutil.copy2(installation.STATE / "data" / "secrets.key", state)
    configuration = json.loads(backend.CONFIGURATION.read_text())
    configuration["paths"]["state"] = str(state)
    (tmp_path / "dcc.json").write_text(json.dumps(configuration))
    return tmp_path / "dcc.json"


def cleanup(configuration, *arguments: str, grace: str = "60") -> subprocess.CompletedProcess:
    return subprocess.run(
        [backend.PROGRAM, "cleanup", "--config", configuration, *arguments], capture_output=True, text=True, timeout=60,
        env={**os.environ, "DCC_CLEANUP_GRACE_MINUTES": grace})


def test_an_orphan_of_each_kind_is_found_and_taken_away(leftovers, api):
    found = orphans(api)
    assert set(leftovers.ids.values()) <= set(found)
    assert found[leftovers.ids["workspace"]]["bytes"] > 0
    assert found[leftovers.ids["network"]]["bytes"] is None
    assert not [name for name in found if leftovers.name + "-" in name or name.partition(":")[2] in leftovers.foreign_containers]
    assert leftovers.there() == set(KINDS)

    others = [f"container:{container}" for container in leftovers.foreign_containers]
    others += [f"workspace:{path.name}" for path in (leftovers.foreign, leftovers.another, leftovers.link)]
    receipt = clean_up(api, [*leftovers.ids.values(), *others])
    assert receipt["by"] == installation.USER
    removed, kept = (sorted(entry["id"] for entry in receipt[key]) for key in ("removed", "kept"))
    assert removed == sorted(leftovers.ids[kind] for kind in ("container", "network", "image", "stack"))
    assert kept == sorted([leftovers.ids["volume"], leftovers.ids["workspace"], *others])
    assert leftovers.there() == {"volume", "workspace"}
    leftovers.prove_others_untouched()

    [entry] = api.get("/api/audit?action=cleanup&limit=1").json["entries"]
    assert entry["actor"] == installation.USER
    assert {thing.split()[0] for thing in entry["detail"]["removed"]} == {"container", "network", "image", "stack"}
    assert f"network {leftovers.name}" in entry["detail"]["removed"] and entry["detail"]["bytes"] > 0


def test_only_operators_see_and_take_away(leftovers):
    alice = Client("alice")
    assert alice.get("/api/system/orphans").status == 403
    assert alice.post("/api/system/orphans/search", {}).status == 403
    assert alice.post("/api/system/cleanup", {"ids": list(leftovers.ids.values())}).status == 403
    assert leftovers.there() == set(KINDS)


def test_what_an_app_has_is_no_orphan(echoes, api):
    container = engine.container(echoes.name)
    ids = [f"container:{container['Id']}", f"workspace:{echoes.name}", f"stack:{echoes.name}"]
    assert not orphans(api).keys() & set(ids)
    assert clean_up(api, ids)["removed"] == []
    assert engine.container(echoes.name)["State"]["StartedAt"] == container["State"]["StartedAt"]
    assert echoes.workspace.exists()


def test_beside_the_service_the_command_only_lists(leftovers):
    seen = cleanup(backend.CONFIGURATION)
    assert seen.returncode == 0, seen.stderr
    assert all(leftovers.name in line for line in seen.stdout.splitlines() if line.startswith(("workspace", "volume")))
    assert "Nothing was removed" in seen.stdout
    assert seen.stderr.splitlines() == ["Searching for orphaned resources…"]
    refused = cleanup(backend.CONFIGURATION, "--apply")
    assert refused.returncode != 0
    assert "the service is using" in refused.stderr
    assert leftovers.there() == set(KINDS)


def test_without_the_service_the_command_takes_everything_away_after_the_grace_period(leftovers, copy):
    # The copy contains no stacks.
    kinds = set(KINDS) - {"stack"}
    dry = cleanup(copy)
    assert dry.returncode == 0, dry.stderr
    assert leftovers.there() == set(KINDS)
    assert "Kept until" in dry.stdout
    assert cleanup(copy, "--apply").returncode == 1
    assert leftovers.there() == {"volume", "workspace", "stack"}
    done = cleanup(copy, "--apply", grace="0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert any(line.startswith("Removing 1 of ") for line in done.stderr.splitlines())
    assert {f"removed  {leftovers.ids[kind]}" for kind in ("volume", "workspace")} <= set(done.stdout.splitlines())
    assert leftovers.there() == set(KINDS) - kinds
    leftovers.prove_others_untouched()
    with contextlib.closing(sqlite3.connect(copy.parent / "data" / "dcc.db")) as database:
        rows = database.execute("SELECT detail FROM audit WHERE action = 'cleanup'").fetchall()[-2:]
    assert {thing.split()[0] for [detail] in rows for thing in json.loads(detail)["removed"]} >= kinds


def test_an_image_with_packages_goes_once_no_app_uses_it(apps, api, copy):
    app = apps.add(system_packages=["hello"])
    app.wait_for("running", 600)
    image = engine.container(app.name)["Image"]
    assert f"image:{image}" not in orphans(api)
    app.ask_removal()
    app.prove_gone()
    orphan = orphans(api)[f"image:{image}"]
    assert orphan["name"].startswith("dcc/system:") and orphan["grace_until"] and orphan["bytes"] > 0
    [kept] = clean_up(api, [orphan["id"]])["kept"]
    assert "An app may use it again" in kept["why"]
    # The copy was made before the app was added.
    done = cleanup(copy, "--apply", grace="0")
    assert f"removed  {orphan['id']}" in done.stdout.splitlines(), done.stdout + done.stderr
    assert engine.docker("image", "inspect", image).returncode != 0
