"""kill -9 during a migration: the schema is old or new, never in between, and an older version refuses the new one."""

import collections
import contextlib
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile

import pytest

import invariants
from waiting import until

# Statements that undo each migration. Every new migration needs a line here.
STEPS_BACK = {
    "packages of deployments": "ALTER TABLE deployments DROP COLUMN packages",
    "files moved aside": "ALTER TABLE deployments DROP COLUMN kept_files",
    "audit anchor": "DROP TABLE audit_anchor",
    "12 usage by time": """
        DROP TABLE usage_samples;
        DROP TABLE usage_minutes;
        DROP TABLE usage_hours;
        CREATE TABLE usage (
            app_id INTEGER NOT NULL, tier INTEGER NOT NULL, at INTEGER NOT NULL, cpu INTEGER, memory INTEGER, disk INTEGER,
            receive INTEGER, send INTEGER, gpu INTEGER, gpu_memory INTEGER, gpu_seconds INTEGER NOT NULL,
            gpu_idle_seconds INTEGER NOT NULL, PRIMARY KEY (app_id, tier, at)
        ) STRICT, WITHOUT ROWID;
        """,
    "11 builds": "ALTER TABLE apps DROP COLUMN build",
    "10 commits": "ALTER TABLE deployments DROP COLUMN commit_info",
    "9 installers, packages, images, models": """
        ALTER TABLE apps DROP COLUMN installer;
        ALTER TABLE apps DROP COLUMN system_packages;
        ALTER TABLE apps DROP COLUMN extra_requirements;
        ALTER TABLE apps DROP COLUMN skip_requirements;
        ALTER TABLE apps DROP COLUMN repository_user;
        ALTER TABLE apps DROP COLUMN image;
        ALTER TABLE apps DROP COLUMN models;
        ALTER TABLE apps DROP COLUMN shared_bytes;
        """,
    "8 request ids in the audit log": "ALTER TABLE audit DROP COLUMN request_id",
    "7 request ids": "ALTER TABLE deployments DROP COLUMN request_id",
    "6 what a placement promised": "ALTER TABLE deployments DROP COLUMN gpu_claim",
    "5 usage": "DROP TABLE usage",
    "4 GPU requests, leases, waiting line": """
        ALTER TABLE apps DROP COLUMN gpu_memory_gib;
        ALTER TABLE apps DROP COLUMN gpu_sharing;
        ALTER TABLE apps DROP COLUMN lease_hours;
        ALTER TABLE apps DROP COLUMN idle_minutes;
        ALTER TABLE apps DROP COLUMN lease_ends_at;
        ALTER TABLE apps DROP COLUMN "release";
        ALTER TABLE deployments DROP COLUMN waiting_since;
        ALTER TABLE deployments DROP COLUMN line_rank;
        """,
    "3 steps, rollback, runs": """
        ALTER TABLE deployments DROP COLUMN target_commit;
        ALTER TABLE deployments DROP COLUMN steps;
        ALTER TABLE deployments DROP COLUMN run;
        ALTER TABLE deployment_lines DROP COLUMN run_lines;
        """,
    "2 roles, secrets, audit chain": """
        DROP INDEX audit_by_actor;
        DROP INDEX audit_by_app;
        ALTER TABLE audit DROP COLUMN hash;
        ALTER TABLE audit DROP COLUMN outcome;
        DROP TABLE secrets;
        ALTER TABLE apps DROP COLUMN memory_gib;
        ALTER TABLE apps DROP COLUMN environment;
        ALTER TABLE apps DROP COLUMN shared_with;
        ALTER TABLE apps DROP COLUMN workspace_bytes;
        """,
}
KILLS = 8


def opened(path: pathlib.Path):
    return contextlib.closing(sqlite3.connect(path))


def migrations(database) -> list[str]:
    return [name for (name,) in database.execute("SELECT identifier FROM grdb_migrations ORDER BY rowid")]


def shape(database) -> dict[str, list[str]]:
    """Each table's columns, and the indexes."""
    names = database.execute("SELECT name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {name: [column[1] for column in database.execute(f"PRAGMA table_info('{name}')")] for name, _ in names}


def content(database) -> list[list[tuple]]:
    """Data that no migration changes."""
    return [database.execute(sql).fetchall() for sql in (
        "SELECT id FROM installation", "SELECT id, name, uid, host_port, desired, state, commit_id FROM apps ORDER BY id",
        "SELECT id, app_id, reason, outcome, commit_id FROM deployments ORDER BY id",
        "SELECT sequence, actor, action, app FROM audit ORDER BY sequence")]


class OldData:
    """The database of the first version before the upgrade, and the schema of each later version."""

    def __init__(self, own, folder: pathlib.Path):
        self._database = own.state / "dcc.db"
        self._kept = folder / "dcc.db"
        with opened(self._database) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.shapes = {tuple(migrations(database)): shape(database)}
            for name, back in STEPS_BACK.items():
                assert migrations(database)[-1] == name, f"no statement here undoes {migrations(database)[-1]!r}"
                database.executescript(back)
                database.execute("DELETE FROM grdb_migrations WHERE identifier = ?", [name])
                database.commit()
                self.shapes[tuple(migrations(database))] = shape(database)
            self.content = content(database)
        shutil.copy2(self._database, self._kept)

    def put_in_place(self):
        for file in self._database.parent.glob("dcc.db*"):
            file.unlink()
        shutil.copy2(self._kept, self._database)

    def assert_old_or_new(self, scratch: pathlib.Path) -> int:
        """Returns the number of applied migrations. Reads a copy, because opening the database itself would recover it."""
        scratch = pathlib.Path(tempfile.mkdtemp(dir=scratch))
        for file in self._database.parent.glob("dcc.db*"):
            shutil.copy2(file, scratch)
        with opened(scratch / "dcc.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            done = tuple(migrations(database))
            assert shape(database) == self.shapes[done]
            assert content(database) == self.content
        return len(done)


@pytest.fixture
def upgrade(spare, tmp_path):
    """Stops the service and downgrades its data to the first version; restores both afterwards."""
    spare.stop()
    before = tmp_path / "before"
    before.mkdir()
    for file in spare.state.glob("dcc.db*"):
        shutil.copy2(file, before)
    yield OldData(spare, tmp_path)
    spare.stop()
    for file in spare.state.glob("dcc.db*"):
        file.unlink()
    for file in before.iterdir():
        shutil.copy2(file, spare.state)
    spare.start()


class Upgrade:
    """Starts the service and counts its writes to the WAL. Kills it at the end of the block."""

    def __init__(self, own, tmp_path: pathlib.Path, *options: str):
        self._log = tmp_path / "writes"
        self._socket = own.socket
        # With -D, the process started here is the service itself, not strace.
        self._process = subprocess.Popen(
            ["strace", "-D", "-f", "-qq", "-o", self._log, "-P", own.state / "dcc.db-wal", "-e", "trace=pwrite64",
             *options, *own.command("serve")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._socket.unlink(missing_ok=True)

    def wait(self):
        """Waits until the service responds or exits."""
        until("the upgrade over", lambda: self._socket.exists() or self._process.poll() is not None, 30)

    def writes(self) -> int:
        """The writes of the migrating thread, which writes most."""
        threads = collections.Counter(line.split()[0] for line in self._log.read_text().splitlines())
        return max(threads.values())


def count_writes(own, tmp_path: pathlib.Path) -> int:
    with Upgrade(own, tmp_path) as watched:
        watched.wait()
    return watched.writes()


def test_an_upgrade_killed_at_any_write_leaves_one_version_and_the_next_start_ends_it(spare, upgrade, tmp_path):
    container = invariants.identity(spare.app)
    upgrade.put_in_place()
    writes = count_writes(spare, tmp_path)
    done = []
    for number in range(KILLS):
        upgrade.put_in_place()
        at = random.randint(writes * number // KILLS + 1, writes * (number + 1) // KILLS)
        # The number of writes after the last migration varies: a service that already responds has made fewer, and is
        # killed anyway.
        with Upgrade(spare, tmp_path, "-e", f"inject=pwrite64:signal=KILL:when={at}") as killed:
            killed.wait()
        done.append(upgrade.assert_old_or_new(tmp_path))
        spare.start()
        spare.wait_for(spare.app, "running", 20)
        assert "ok    audit log" in spare.dcc("doctor").stdout
        spare.stop()
        assert invariants.identity(spare.app) == container
    # Some kills must have hit the middle of the migrations.
    assert len(set(done)) > 2, done


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(spare, upgrade):
    """An older version refuses it and leaves the containers alone."""
    container = invariants.identity(spare.app)
    spare.start()
    spare.stop()
    database = spare.state / "dcc.db"
    with opened(database) as newer:
        newer.execute("INSERT INTO grdb_migrations (identifier) VALUES ('of a later version')")
        newer.execute("ALTER TABLE apps ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'")
        newer.commit()
        newer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    refused = spare.dcc("serve")
    assert refused.returncode == 78
    assert "newer version of dcc" in refused.stderr
    assert database.read_bytes() == before
    assert invariants.identity(spare.app) == container
