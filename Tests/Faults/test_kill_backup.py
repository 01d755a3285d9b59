"""kill -9 during a backup and during the restore of one app: no partial backup is listed, and no state is mixed."""

import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import time

import pytest

from own_installation import Installation
from trees import tree
from waiting import until

PARTS = [f"part-{number}" for number in range(12)]


@pytest.fixture(scope="module")
def resting(spare):
    """A stopped app."""
    app = spare.app
    assert spare.ask("POST", f"/api/apps/{app}/stop", {}).status == 202
    spare.wait_for(app, "stopped")
    yield spare
    spare.start()
    assert spare.ask("POST", f"/api/apps/{app}/start", {}).status == 202
    spare.wait_for(app, "running")


@pytest.fixture
def stopped(resting):
    """The app and the service are both stopped."""
    resting.stop()
    yield resting
    resting.stop()


@pytest.fixture
def backed_up(stopped):
    write(stopped, "backed up")
    stopped.succeed("backup")
    write(stopped, "changed since")
    return stopped


def write(own: Installation, text: str):
    """Writes files across the workspace as the app's user, large enough that a restore takes a while."""
    user = own.workspace.stat().st_uid
    for name in PARTS:
        part = own.workspace / name
        part.write_text(f"{text}\n" * 20_000)
        os.chown(part, user, user)


def seen_in_parts(own: Installation) -> str:
    """The set of versions found in the files; more than one means a mixed state."""
    [text] = {text for name in PARTS for text in (own.workspace / name).read_text().splitlines()}
    return text


def restores(own: Installation) -> int:
    """The number of restores in the audit log."""
    with sqlite3.connect(f"file:{own.state}/dcc.db?mode=ro", uri=True) as database:
        [(count,)] = database.execute("SELECT count(*) FROM audit WHERE action = 'restore'")
    return count


def is_left_of_a_restore(own: Installation) -> bool:
    return any(path.exists() for path in (own.workspaces / ".dcc-restoring", own.state / "backup" / "restoring"))


def assert_old_or_new(own: Installation, restored_before: int):
    """After the service started: no leftovers, and files and audit log agree."""
    own.start()
    until("nothing left", lambda: not is_left_of_a_restore(own), 10)
    own.stop()
    assert restores(own) - restored_before == (seen_in_parts(own) == "backed up")
    assert "ok    audit log" in own.succeed("doctor")


# Backups


def restic(parent: int, verb: str) -> int | None:
    """The pid of the restic child of that process that runs this command."""
    children = pathlib.Path("/proc", str(parent), "task").glob("*/children")
    for child in " ".join(file.read_text() for file in children).split():
        # The process may have exited already.
        with contextlib.suppress(OSError):
            program, *words = pathlib.Path("/proc", child, "cmdline").read_text().split("\0")
            if pathlib.Path(program).name == "restic" and words[0] == verb:
                return int(child)
    return None


def test_a_backup_whose_restic_is_killed_fails_and_is_not_listed(stopped):
    stopped.succeed("backup")
    whole = stopped.backups()
    write(stopped, str(random.random()))
    running = subprocess.Popen(stopped.command("backup"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    copying = until("restic backup", lambda: restic(running.pid, "backup"), 60, pause=0.01)
    os.kill(copying, signal.SIGKILL)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 1
    assert "repository_failed" in said
    assert stopped.backups() == whole
    stopped.succeed("backup", "--check")


@pytest.mark.parametrize("verb", ["backup", "ls", "tag"])
def test_a_service_killed_during_its_own_backup_lists_nothing_half_and_makes_another(verb, stopped):
    (stopped.state / "backup.json").unlink(missing_ok=True)
    before = set(stopped.backups())
    write(stopped, str(random.random()))
    stopped.configure(everyHours=1)
    stopped.start()
    orphan = until(f"restic {verb}", lambda: restic(stopped.pid, verb), 90, pause=0.002)
    stopped.stop(signal.SIGKILL)
    until("its restic gone too", lambda: not pathlib.Path("/proc", str(orphan)).exists(), 90)
    for snapshot in set(stopped.backups()) - before:
        assert_whole(stopped, snapshot)
    stopped.start()
    until("a backup", lambda: stopped.get("/api/system/backups").json["last"], 180)
    until("the half one thinned out", lambda: not stopped.snapshots("--tag=dcc-unfinished"), 90, pause=1)
    stopped.stop()
    stopped.configure(everyHours=0)
    assert_whole(stopped, stopped.backups()[-1])


def assert_whole(own: Installation, snapshot: str):
    other = own.empty()
    try:
        other.succeed("restore", "--snapshot", snapshot)
        assert tree(other.workspaces / own.app) == tree(own.workspace)
    finally:
        other.delete()


# Restores


def test_a_restore_of_one_app_killed_at_any_moment_ends_old_or_new(backed_up):
    began = time.monotonic()
    backed_up.succeed("restore", "--app", backed_up.app)
    takes = time.monotonic() - began
    for _ in range(4):
        write(backed_up, "changed since")
        before = restores(backed_up)
        running = subprocess.Popen(backed_up.command("restore", "--app", backed_up.app), stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0, takes))
        running.kill()
        running.wait()
        assert_old_or_new(backed_up, before)


def moments(own: Installation) -> dict[str, tuple[str, pathlib.Path]]:
    """The system calls that move files into place, and their first path, which strace filters by."""
    return {
        "the old files are set aside": ("rename", own.workspace),
        "the new files come": ("rename", pathlib.Path(f"{own.workspaces}/.dcc-restoring{own.workspace}")),
        "the journal goes": ("unlink", own.state / "restoring.json"),
    }


@pytest.mark.parametrize("moment", ["the old files are set aside", "the new files come", "the journal goes"])
def test_a_restore_of_one_app_killed_before_a_step_is_finished_by_the_service(moment, backed_up):
    call, path = moments(backed_up)[moment]
    before = restores(backed_up)
    killed = subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-P", path, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL",
         *backed_up.command("restore", "--app", backed_up.app)], capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed
    assert_old_or_new(backed_up, before)
    assert seen_in_parts(backed_up) == "backed up"
