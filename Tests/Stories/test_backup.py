"""Backups: made under load, test-restored, and restored on an empty machine, with processes killed at any time."""

import datetime
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import threading
import time

import pytest

import engine
import installation
import quick_repository
from own_installation import Installation
from repositories import Repository
from trees import CACHES, tree
from waiting import until

# Serves HTTP and keeps writing: new files, and one that grows.
WRITER = """
import http.server, os, pathlib, threading, time

folder = pathlib.Path("/app/data")
folder.mkdir(exist_ok=True)

def write():
    count = 0
    while True:
        (folder / f"{count % 2000}").write_bytes(os.urandom(4096))
        with open(folder / "grows", "ab") as log:
            log.write(b"another line\\n")
        if count % 7 == 6:
            (folder / f"{count % 2000 - 3}").unlink()
        count += 1
        time.sleep(0.005)

threading.Thread(target=write, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 7860), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture(scope="module")
def seed():
    """A stopped installation with one stopped app and its workspace."""
    made = Installation()
    made.start()
    name = made.add(name=f"story-{secrets.token_hex(4)}", repository=f"{installation.GIT}/echoes.git")
    made.wait_for(name, "running")
    assert made.ask("POST", f"/api/apps/{name}/stop", {}).status == 202
    made.wait_for(name, "stopped")
    made.stop()
    # Thousands of files that backups leave out; removed, because each story copies the data.
    for cache in CACHES:
        subprocess.run(["rm", "-rf", made.workspaces / name / cache], check=True)
    made.app = name
    yield made
    made.start()
    made.remove(name)
    made.delete()


@pytest.fixture(scope="module")
def empty_repository(tmp_path_factory, seed):
    folder = tmp_path_factory.mktemp("backup") / "repository"
    quick_repository.make(folder, seed.password)
    return folder


def _copy(seed: Installation, repository: pathlib.Path) -> Installation:
    copy = seed.copy()
    shutil.copytree(repository, copy.repository)
    copy.app = seed.app
    copy.workspace = copy.workspaces / seed.app
    return copy


@pytest.fixture
def own(seed, empty_repository):
    """A copy of the data for one story to back up and damage."""
    copy = _copy(seed, empty_repository)
    yield copy
    copy.delete()


@pytest.fixture(scope="module")
def kept(seed, empty_repository):
    """A copy of the data with one backup, for stories that only read."""
    copy = _copy(seed, empty_repository)
    # Makes a restore take a while.
    _put(copy.workspace, "large.bin", secrets.token_bytes(10 << 20))
    copy.succeed("backup")
    yield copy
    copy.delete()


@pytest.fixture
def other(kept):
    """An empty machine."""
    made = kept.empty()
    yield made
    made.delete()


@pytest.fixture
def another(own):
    """An empty machine for the story's own backup."""
    made = own.empty()
    yield made
    made.delete()


def test_a_backup_made_under_load_restores_on_an_empty_machine():
    repository = Repository({"app.py": WRITER})
    first = Installation()
    second = first.empty()
    names = [f"story-{secrets.token_hex(4)}" for _ in range(3)]
    writer = names[0]
    try:
        first.start()
        first.add(name=writer, repository=repository.url, environment=[
            {"name": "TOKEN", "value": "only-for-the-app", "secret": True}])
        first.wait_for(writer, "running")
        workspace = first.workspaces / writer
        _put(workspace, "kept.bin", secrets.token_bytes(3 << 20))
        until("some files", lambda: (workspace / "data" / "300").exists(), 90)
        others = threading.Thread(target=lambda: [
            first.add(name=name, repository=f"{installation.GIT}/echoes.git") for name in names[1:]])
        others.start()
        first.succeed("backup")
        others.join()
        made = first.known()["last"]
        for name in names[1:]:
            first.wait_for(name, "running")
        [snapshot] = first.backups()
        history = first.get(f"/api/apps/{writer}/deployments").json
        # The first machine is lost.
        first.stop(signal.SIGKILL)
        _take_away(names)
        # Files that existed when the backup began and were not changed since.
        settled = tree(workspace, before=_began(first, snapshot))

        said = second.succeed("restore")
        assert writer in said
        restored = tree(second.workspaces / writer)
        files = {path for path, entry in settled.items() if entry[0].startswith("-")}
        assert len(files) > 20 and "kept.bin" in files
        assert {path: restored.get(path) for path in files} == {path: settled[path] for path in files}
        assert not (second.workspaces / writer / ".dcc" / "venv").exists()

        second.start()
        second.wait_for(writer, "running", 240)
        again = second.get(f"/api/apps/{writer}/deployments").json
        ids = [entry["id"] for entry in history["deployments"]]
        assert [entry["id"] for entry in again["deployments"]][-len(ids):] == ids
        environment = engine.container(writer)["Config"]["Env"]
        assert "TOKEN=only-for-the-app" in environment
        assert second.succeed("doctor").count("ok    audit log") == 1
        assert made["apps"] >= 1
    finally:
        for machine in (first, second):
            machine.stop()
        _take_away(names)
        for machine in (first, second):
            machine.delete()
        repository.delete()


def _put(workspace: pathlib.Path, name: str, content: bytes):
    """Writes a file as the app's user."""
    path = workspace / name
    path.write_bytes(content)
    user = workspace.stat().st_uid
    os.chown(path, user, user)


def _take_away(apps: list[str]):
    """Removes containers and networks without telling the service, as when a machine is lost."""
    for app in apps:
        for entry in engine.get("/containers/json", label=[f"dcc.app={app}"]):
            engine.docker("rm", "--force", entry["Id"])
        for network in engine.get("/networks", label=[f"dcc.app={app}"]):
            engine.docker("network", "rm", network["Id"])


def _began(made: Installation, snapshot: str) -> float:
    """Start time of the backup, in whole seconds."""
    [found] = made.snapshots(snapshot)
    return datetime.datetime.fromisoformat(found["time"][:19] + "+00:00").timestamp()


def test_a_killed_backup_is_never_listed(own):
    (own.workspace / "large.bin").write_bytes(secrets.token_bytes(30 << 20))
    own.succeed("backup")
    began = time.monotonic()
    own.succeed("backup")
    usual = time.monotonic() - began
    whole = set(own.backups())
    assert len(whole) == 2
    for part in range(1, 9):
        (own.workspace / "changed").write_bytes(secrets.token_bytes(1 << 20))
        running = subprocess.Popen(own.command("backup"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(usual * part / 9)
        running.kill()
        running.wait()
        assert whole <= set(own.backups())
    # Every listed backup is complete.
    own.succeed("backup")
    other = own.empty()
    try:
        for snapshot in own.backups():
            other.succeed("restore", "--snapshot", snapshot)
            assert (other.workspaces / own.app / "large.bin").exists()
            subprocess.run(["rm", "-rf", other.state, other.workspaces], check=True)
        assert not own.snapshots("--tag=dcc-unfinished")
        own.succeed("backup", "--check")
    finally:
        other.delete()


@pytest.mark.parametrize("finisher", ["restore", "serve"])
@pytest.mark.parametrize("place", ["workspace", "secrets.key", "dcc.db", "journal"])
def test_a_restore_killed_while_it_puts_things_in_place_ends_whole(kept, other, place, finisher):
    # strace filters by the first path of the call only.
    staged = pathlib.Path(f"{other.state}/backup/restoring{kept.state}/backup/staged")
    elsewhere = {"workspace": other.workspaces / kept.app, "journal": other.state / "restoring.json"}
    path = elsewhere.get(place, staged / place)
    killed = subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-P", path, "-e", "trace=rename,unlink",
         "-e", "inject=rename,unlink:signal=KILL", *other.command("restore")], capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed
    assert (other.state / "restoring.json").exists()
    if finisher == "restore":
        other.succeed("restore")
    else:
        other.start()
        other.stop()
    assert tree(other.workspaces / kept.app) == tree(kept.workspace)
    assert (other.state / "secrets.key").read_bytes() == (kept.state / "secrets.key").read_bytes()
    assert not (other.state / "restoring.json").exists()
    assert not (other.workspaces / ".dcc-restoring").exists()
    assert "audit log" in other.succeed("doctor")


def test_a_restore_killed_before_leaves_nothing(kept, other):
    began = time.monotonic()
    other.succeed("restore")
    usual = time.monotonic() - began
    subprocess.run(["rm", "-rf", other.state, other.workspaces], check=True)
    for part in range(1, 5):
        running = subprocess.Popen(other.command("restore"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(usual * part / 6)
        running.kill()
        running.wait()
        if (other.state / "dcc.db").exists() or (other.state / "restoring.json").exists():
            break
        assert not (other.workspaces / kept.app).exists()
    other.dcc("restore")
    assert tree(other.workspaces / kept.app) == tree(kept.workspace)


def test_a_machine_with_apps_is_not_overwritten(kept):
    before = tree(kept.workspaces)
    assert kept.refuse("restore") == "data_present"
    assert tree(kept.workspaces) == before


def test_no_restore_while_the_service_runs(own):
    own.succeed("backup")
    own.start()
    ended = own.dcc("restore", "--app", own.app)
    assert ended.returncode == 1
    assert "another dcc process uses" in ended.stderr


def test_one_app_goes_back_to_an_earlier_point(own):
    file = own.workspace / "mine.txt"
    file.write_text("first")
    own.succeed("backup")
    time.sleep(1.1)
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(1.1)
    file.write_text("second")
    (own.workspace / "later").write_text("")
    own.succeed("backup")
    file.unlink()
    (own.workspace / "unsaved").write_text("of today")
    said = own.succeed("restore", "--app", own.app)
    assert file.read_text() == "second"
    [kept] = own.workspaces.glob(f".{own.app}.before-restore-*")
    assert (kept / "unsaved").read_text() == "of today" and f"The previous data is in {kept}." in said
    assert kept.name not in own.succeed("cleanup")
    own.succeed("restore", "--app", own.app, "--at", moment)
    assert file.read_text() == "first"
    assert not (own.workspace / "later").exists()
    assert own.refuse("restore", "--app", own.app, "--at", "2001-01-01T00:00:00Z") == "snapshot_missing"
    assert own.refuse("restore", "--app", "never-there") == "app_missing"


def test_what_a_restore_would_refuse_is_left_out_and_named(own, another):
    os.mkfifo(own.workspace / "pipe")
    (own.workspace / "two\nlines").write_text("")
    (own.workspace / "plain").write_text("kept")
    said = own.succeed("backup")
    assert "/pipe" in said and "two\\nlines" in said
    another.succeed("restore")
    assert (another.workspaces / own.app / "plain").read_text() == "kept"
    assert not (another.workspaces / own.app / "pipe").exists()


def test_an_app_with_too_many_files_is_left_out_whole_and_named(own):
    own.configure(maxFiles=5)
    said = own.succeed("backup")
    assert f'"{own.workspace}" (too many files, see backup.maxFiles)' in said
    assert own.known()["last"]["left_out"] == [f'"{own.workspace}" (too many files, see backup.maxFiles)']
    [snapshot] = own.backups()
    kept = own.restic("ls", snapshot)
    assert "/staged/dcc.db" in kept and own.app not in kept


def test_a_drill_compares_and_a_flipped_byte_is_found(own):
    (own.workspace / "large.bin").write_bytes(secrets.token_bytes(2 << 20))
    time.sleep(1.1)
    own.succeed("backup")
    own.succeed("backup", "--drill")
    drill = own.known()["last_drill"]
    assert drill["ok"] and drill["files"] >= 2
    assert not (own.state / "backup" / "drill").exists()
    pack = max((own.repository / "data").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    pack.chmod(0o600)
    damaged = bytearray(pack.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    pack.write_bytes(damaged)
    assert own.refuse("backup", "--drill") == "archive_damaged"
    assert own.refuse("backup", "--check") == "repository_damaged"
    known = own.known()
    assert (known["last_drill"]["ok"], known["last_check"]["ok"]) == (False, False)
    assert known["trouble"]["code"] == "repository_damaged"


def test_a_repository_that_is_away_is_not_made_anew(own):
    own.succeed("backup")
    own.repository.rename(own.root / "unmounted")
    assert own.refuse("backup") == "repository_missing"
    assert not own.repository.exists()
    (own.root / "unmounted").rename(own.repository)
    own.password.write_text("another\n")
    assert own.refuse("backup") == "repository_password"


def test_the_service_backs_up_by_itself_and_says_so(own):
    own.configure(everyHours=1)
    # A drill compares files that have not changed since the second of the backup.
    time.sleep(1.1)
    own.start()

    def known():
        answer = own.get("/api/system/backups").json
        return answer if answer["last"] else None

    seen = until("a backup", known, 180)
    assert seen["repository"] == str(own.repository)
    assert (seen["last"]["apps"], seen["trouble"]) == (1, None)
    line = until("its line in the audit log", lambda: own.get("/api/audit?action=backup").json["entries"], 60)[0]
    assert (line["actor"], line["detail"]["snapshot"]) == ("system", seen["last"]["snapshot"])
    assert own.get("/api/system/backups", user="vera").status == 403
    drill = until("the backup proven", lambda: own.get("/api/system/backups").json["last_drill"], 180)
    assert drill["ok"] and drill["files"] >= 1
    assert drill["at"] >= seen["last"]["at"]
