"""The database is locked by somebody, damaged, robbed of its log or replaced by an older one, all while it is ours."""

import contextlib
import shutil
import sqlite3
import subprocess
import time

import pytest

import backend
import invariants
from invariants import DATABASE
from waiting import until


@pytest.fixture
def put_back(what_must_hold, tmp_path):
    """Copies the data, and puts it back when the fault is over: what it destroys on purpose is not the service's to save."""

    def copy():
        for file in DATABASE.parent.glob("dcc.db*"):
            shutil.copy2(file, tmp_path)

    yield copy
    if backend.is_alive():
        backend.kill()
    for file in DATABASE.parent.glob("dcc.db*"):
        file.unlink()
    for file in tmp_path.iterdir():
        shutil.copy2(file, DATABASE.parent)
    backend.start()


def test_a_database_locked_for_thirty_seconds_leaves_reads_alone_and_refuses_changes_in_time(apps, api, bystander):
    form = apps.form()
    with contextlib.closing(sqlite3.connect(DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            began = time.monotonic()
            assert api.get("/api/apps").status == 200
            assert bystander.view()["state"] == "running"
            assert time.monotonic() - began < 1
            reply = apps.submit(form)
            assert (reply.status, reply.json["type"]) == (503, "urn:dcc:problem:database_busy"), reply.json
            assert reply.headers["Retry-After"]
            assert time.monotonic() - began < 10
        other.execute("ROLLBACK")
    assert apps.submit(form).status == 202
    apps.adopt(form["name"]).wait_for("running")


def test_a_deployment_under_way_while_the_database_is_locked_ends_by_itself(apps):
    app = apps.add()
    until("under way", app.workspace.exists, 20, pause=0.01)
    with contextlib.closing(sqlite3.connect(DATABASE, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(10)
        other.execute("ROLLBACK")
    app.wait_for("running", 90)


def test_a_page_flipped_while_it_is_down_is_detected_and_nothing_is_served_from_it(put_back):
    backend.kill()
    with contextlib.closing(sqlite3.connect(DATABASE)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(root,)] = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'deployments'")
        [(size,)] = database.execute("PRAGMA page_size")
    put_back()
    with open(DATABASE, "r+b") as file:
        file.seek((root - 1) * size)
        page = file.read(size)
        file.seek((root - 1) * size)
        file.write(bytes(byte ^ 0xFF for byte in page))
    started = subprocess.run(backend.command(), env=backend.environment(), capture_output=True, text=True, timeout=20)
    assert started.returncode != 0
    assert "dcc.db is damaged" in started.stderr
    assert "backup" in started.stderr


def test_a_log_removed_while_it_is_down_leaves_a_sound_older_database_and_touches_no_container(put_back, apps, bystander):
    app = apps.add()
    app.wait_for("running")
    put_back()
    before = invariants.identity(app.name)
    backend.kill()
    put_back()
    (DATABASE.parent / "dcc.db-wal").unlink(missing_ok=True)
    (DATABASE.parent / "dcc.db-shm").unlink(missing_ok=True)
    backend.start()
    time.sleep(2)
    assert invariants.query("PRAGMA integrity_check") == [("ok",)]
    assert invariants.identity(app.name) == before


def test_an_older_database_put_in_its_place_gives_full_news_and_deletes_nothing(put_back, apps, api, tmp_path_factory):
    older = tmp_path_factory.mktemp("older") / "dcc.db"
    with contextlib.closing(sqlite3.connect(DATABASE)) as now, contextlib.closing(sqlite3.connect(older)) as copy:
        now.backup(copy)
    app = apps.add()
    app.wait_for("running")
    before = invariants.identity(app.name)
    news = api.get("/api/status?timeout=0").json
    backend.kill()
    put_back()
    for file in DATABASE.parent.glob("dcc.db*"):
        file.unlink()
    shutil.copy2(older, DATABASE)
    backend.start()
    poll = api.get(f"/api/status?instance={news['instance']}&after={news['revision']}&timeout=5").json
    assert poll["full"]
    assert app.name not in {known["name"] for known in poll["apps"]}
    time.sleep(2)
    assert invariants.identity(app.name) == before
    assert app.workspace.exists()


def test_data_that_cannot_be_written_keeps_the_service_from_starting(put_back):
    backend.kill()
    put_back()
    key = DATABASE.parent / "secrets.key"
    kept = key.read_bytes()
    key.write_bytes(b"short")
    try:
        started = subprocess.run(backend.command(), env=backend.environment(), capture_output=True, text=True, timeout=20)
        assert started.returncode != 0
        assert "secrets.key" in started.stderr
    finally:
        key.write_bytes(kept)
