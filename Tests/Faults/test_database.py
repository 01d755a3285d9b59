"""The database is locked by another process, damaged, loses its WAL or is replaced by an older one while the service uses it."""

import contextlib
import shutil
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import backend
import invariants
from invariants import DATABASE
from waiting import until, within


@contextlib.contextmanager
def down(folder):
    """Stops the backend for the block, and restores its data afterwards, since the test destroys it on purpose."""
    backend.kill()
    for file in DATABASE.parent.glob("dcc.db*"):
        shutil.copy2(file, folder)
    yield
    if backend.is_alive():
        backend.kill()
    for file in DATABASE.parent.glob("dcc.db*"):
        file.unlink()
    for file in folder.iterdir():
        shutil.copy2(file, DATABASE.parent)
    backend.start()


def refusal() -> str:
    """Returns the error output of a backend that fails to start."""
    started = subprocess.run(backend.command(), env=backend.environment(), capture_output=True, text=True, timeout=20)
    assert started.returncode != 0
    return started.stderr


def test_while_the_database_is_locked_changes_are_refused_in_time_and_hold_up_no_reader(apps, api, bystander):
    form = apps.form()

    def change():
        with within(9):
            return apps.submit(form)

    with contextlib.closing(sqlite3.connect(DATABASE, isolation_level=None)) as other, ThreadPoolExecutor() as pool:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            changes = [pool.submit(change) for _ in range(4)]
            answered = 0
            # A change waits two seconds for the lock. Readers that waited with it would get no more than one answer.
            while not all(change.done() for change in changes):
                with within(1):
                    reply = api.open(bystander.name) if answered % 2 else api.get("/api/apps")
                assert reply.status == 200
                answered += 1
            assert answered > 3
            for reply in (change.result() for change in changes):
                assert (reply.status, reply.json["type"]) == (503, "urn:dcc:problem:database_busy"), reply.json
                assert reply.headers["Retry-After"]
        other.execute("ROLLBACK")
    assert apps.submit(form).status == 202
    apps.adopt(form["name"]).wait_for("running")


def test_a_deployment_under_way_while_the_database_is_locked_ends_by_itself(apps):
    app = apps.add()
    until("under way", app.workspace.exists, 60, pause=0.01)
    with contextlib.closing(sqlite3.connect(DATABASE, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(10)
        other.execute("ROLLBACK")
    app.wait_for("running", 180)


def test_a_page_flipped_while_it_is_down_is_detected_and_nothing_is_served_from_it(tmp_path):
    with down(tmp_path):
        with contextlib.closing(sqlite3.connect(DATABASE)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [(root,)] = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'deployments'")
            [(size,)] = database.execute("PRAGMA page_size")
        with open(DATABASE, "r+b") as file:
            file.seek((root - 1) * size)
            page = file.read(size)
            file.seek((root - 1) * size)
            file.write(bytes(byte ^ 0xFF for byte in page))
        said = refusal()
    assert "dcc.db is damaged" in said
    assert "backup" in said


def test_a_log_removed_while_it_is_down_leaves_a_sound_older_database_and_touches_no_container(tmp_path, apps):
    app = apps.add()
    app.wait_for("running")
    before = invariants.identity(app.name)
    with down(tmp_path):
        for end in ("-wal", "-shm"):
            DATABASE.with_name(f"dcc.db{end}").unlink()
        backend.start()
        time.sleep(2)
        assert invariants.query("PRAGMA integrity_check") == [("ok",)]
        assert invariants.identity(app.name) == before
        assert app.workspace.exists()


def test_an_older_database_put_in_its_place_gives_full_news_and_deletes_nothing(tmp_path, apps, api, tmp_path_factory):
    older = tmp_path_factory.mktemp("older") / "dcc.db"
    with contextlib.closing(sqlite3.connect(DATABASE)) as now, contextlib.closing(sqlite3.connect(older)) as copy:
        now.backup(copy)
    app = apps.add()
    app.wait_for("running")
    before = invariants.identity(app.name)
    news = api.get("/api/status?timeout=0").json
    with down(tmp_path):
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


def test_a_damaged_key_of_the_secrets_keeps_the_service_from_starting(tmp_path):
    key = DATABASE.parent / "secrets.key"
    kept = key.read_bytes()
    with down(tmp_path):
        key.write_bytes(b"short")
        said = refusal()
        key.write_bytes(kept)
    assert "secrets.key" in said
