"""Every corpus line about backup files, as snapshots in a restic repository, the format of our backups.

A hostile snapshot is created with restic itself, by an attacker who has the repository's password, and is restored on an empty
machine. It must be rejected with its specific code, and nothing may change. If restic cannot write what a tar can hold, the
closest equivalent is tested here, and the line itself in `SnapshotJudgeTests`.
"""

import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import shutil
import sqlite3
import subprocess

import pytest

import bad_inputs
from own_installation import Installation
from test_backup import empty_repository, seed  # noqa: F401
from trees import tree

HERE = {
    "archive-001", "archive-004", "archive-006", "archive-009", "archive-011", "archive-014", "archive-019",
    "archive-021",
}
# Older schemas are tested in DatabaseCopyTests, with the store's own migrations.
IN_SWIFT = {"archive-016"}


class Forgery:
    """A repository with one genuine backup, and methods to add forged ones."""

    def __init__(self, own: Installation, app: str):
        self.own = own
        self.workspace = own.workspaces / app
        self.staged = own.state / "backup" / "staged"
        own.succeed("backup")
        [snapshot] = own.snapshots()
        self._host = snapshot["hostname"]
        self._tags = [tag for tag in snapshot["tags"] if not tag.startswith("sealed-")]
        own.restic("restore", snapshot["id"], "--target=/", f"--include={self.staged}")
        assert (self.staged / "manifest.json").exists()
        self._fresh = own.root / "fresh"
        self._fresh.mkdir()
        self._folders = [own.state, own.workspaces, own.repository]
        for folder in self._folders:
            subprocess.run(["cp", "-a", folder, self._fresh], check=True)

    def begin_anew(self):
        """Resets the repository to its initial state."""
        for folder in self._folders:
            shutil.rmtree(folder)
            subprocess.run(["cp", "-a", self._fresh / folder.name, folder], check=True)

    def manifest(self) -> dict:
        return json.loads((self.staged / "manifest.json").read_text())

    def sign(self, manifest: dict, password: bytes | None = None):
        text = json.dumps(manifest).encode()
        (self.staged / "manifest.json").write_bytes(text)
        (self.staged / "manifest.mac").write_text(self._code(text, b"dcc backup manifest", password))

    def _code(self, text: bytes, purpose: bytes, password: bytes | None = None) -> str:
        """Computes the code as dcc does (HKDF, RFC 5869, and HMAC, both with SHA-256)."""
        secret = password or self.own.password.read_bytes().rstrip(b"\n")
        extracted = hmac.digest(bytes(32), secret, "sha256")
        return hmac.new(hmac.digest(extracted, purpose + b"\x01", "sha256"), text, "sha256").hexdigest()

    def sign_files(self):
        manifest = self.manifest()
        for name in manifest["files"]:
            manifest["files"][name] = hashlib.sha256((self.staged / name).read_bytes()).hexdigest()
        self.sign(manifest)

    def offer(self, *more: pathlib.Path):
        """Adds the current files to the repository as the newest backup."""
        self.own.restic(
            "backup", f"--host={self._host}", "--tag=offered", str(self.staged), str(self.own.workspaces), *map(str, more))
        [made] = self.own.snapshots("--tag=offered")
        seal = "sealed-" + self._code(f"{made['tree']} {made['time']}".encode(), b"dcc backup snapshot")
        self.own.restic("tag", *(f"--set={tag}" for tag in [*self._tags, seal]), made["id"])


@pytest.fixture(scope="module")
def forge(seed, empty_repository):  # noqa: F811
    own = seed.copy()
    shutil.copytree(empty_repository, own.repository)
    yield Forgery(own, seed.app)
    own.delete()


@pytest.fixture
def forgery(forge):
    forge.begin_anew()
    return forge


@pytest.fixture
def victim(forgery):
    """An empty machine that trusts the repository."""
    made = forgery.own.empty()
    yield made
    made.delete()


def refused(victim: Installation, line: str, *options: str):
    assert victim.refuse("restore", *options) == bad_inputs.line(line).code
    assert not (victim.state / "dcc.db").exists()
    assert list(victim.workspaces.iterdir()) == []


def test_every_line_of_the_corpus_has_a_story():
    assert HERE | IN_SWIFT == set(bad_inputs.ids("archive"))


def test_001_a_path_outside_is_refused(forgery, victim, tmp_path):
    evil = tmp_path / "etc" / "cron.d" / "evil"
    evil.parent.mkdir(parents=True)
    evil.write_text("* * * * * root id\n")
    forgery.offer(evil)
    refused(victim, "archive-001")


def test_001_a_foreign_file_beside_the_manifest_is_refused(forgery, victim):
    (forgery.staged / "evil").write_text("")
    forgery.offer()
    refused(victim, "archive-001")


def test_004_a_file_with_a_name_in_another_workspace_is_refused(forgery, victim):
    neighbour = forgery.own.workspaces / "neighbour"
    neighbour.mkdir()
    (forgery.workspace / "shared").write_text("one file, two apps")
    os.link(forgery.workspace / "shared", neighbour / "deeper")
    os.symlink("/etc", forgery.workspace / "link")
    forgery.offer()
    refused(victim, "archive-004")


@pytest.mark.parametrize("kind", ["device", "fifo", "setuid", "database is a link"])
def test_006_what_is_no_plain_file_is_refused(forgery, victim, kind):
    path = forgery.workspace / "special"
    if kind == "device":
        os.mknod(path, 0o020666, os.makedev(1, 3))
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "setuid":
        path.write_text("")
        path.chmod(0o4755)
    else:
        (forgery.staged / "dcc.db").unlink()
        (forgery.staged / "dcc.db").symlink_to("/etc/passwd")
    forgery.offer()
    refused(victim, "archive-006")


def test_006_capabilities_of_a_file_do_not_come_back(forgery, victim):
    """restic's listing does not show capabilities, so they are stripped rather than rejected: the file is restored as data."""
    path = forgery.workspace / "capable"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    # cap_setuid, effective (capabilities(7), version 2 of the attribute).
    os.setxattr(path, "security.capability", bytes.fromhex("0100000280000000000000000000000000000000"))
    forgery.offer()
    victim.succeed("restore")
    restored = victim.workspaces / forgery.workspace.name / "capable"
    assert restored.read_text() == "#!/bin/sh\n"
    assert "security.capability" not in os.listxattr(restored)


def test_009_too_many_files_are_refused(forgery, victim):
    """Uses a lower limit, since creating ten million files takes an hour."""
    victim.configure(maxFiles=500)
    many = forgery.workspace / "many"
    many.mkdir()
    for number in range(600):
        (many / str(number)).touch()
    forgery.offer()
    refused(victim, "archive-009")


@pytest.mark.parametrize("name", [b"two\nlines", b"\x1b[2J", b"\xff\xfe"])
def test_011_names_that_are_no_plain_text_are_refused(forgery, victim, name):
    pathlib.Path(os.fsdecode(bytes(forgery.workspace / "x")[:-1] + name)).touch()
    forgery.offer()
    refused(victim, "archive-011")


def test_014_a_manifest_without_its_code_is_refused(forgery, victim):
    (forgery.staged / "manifest.mac").unlink()
    forgery.offer()
    refused(victim, "archive-014")


def test_014_a_code_under_another_password_is_refused(forgery, victim):
    forgery.sign(forgery.manifest(), password=b"guessed")
    forgery.offer()
    refused(victim, "archive-014")


def test_019_a_database_without_its_wal_is_refused(forgery, victim):
    live = sqlite3.connect(forgery.own.state / "dcc.db", isolation_level=None)
    live.execute("PRAGMA journal_mode = WAL")
    live.execute("UPDATE apps SET changed_at = changed_at")
    (forgery.staged / "dcc.db").write_bytes((forgery.own.state / "dcc.db").read_bytes())
    live.close()
    forgery.sign_files()
    forgery.offer()
    refused(victim, "archive-019")


def test_021_a_backup_of_another_installation_is_refused_unless_adopted(forgery, victim):
    victim.start()
    victim.stop()
    mine = (victim.state / "secrets.key").read_bytes()
    assert victim.refuse("restore") == bad_inputs.line("archive-021").code
    assert (victim.state / "secrets.key").read_bytes() == mine
    assert list(victim.workspaces.iterdir()) == []
    victim.succeed("restore", "--adopt")
    assert (victim.state / "secrets.key").read_bytes() == (forgery.own.state / "secrets.key").read_bytes()
    assert tree(victim.workspaces / forgery.workspace.name) == tree(forgery.workspace)


# Similar cases


def test_a_newer_format_is_refused(forgery, victim):
    forgery.sign({**forgery.manifest(), "format": 2})
    forgery.offer()
    assert victim.refuse("restore") == "archive_newer"


def test_a_newer_schema_is_refused(forgery, victim):
    with contextlib.closing(sqlite3.connect(forgery.staged / "dcc.db", isolation_level=None)) as database:
        database.execute("INSERT INTO grdb_migrations VALUES ('99 from the future')")
    forgery.sign_files()
    forgery.offer()
    assert victim.refuse("restore") == "archive_newer"


@pytest.mark.parametrize("file", ["dcc.db", "secrets.key"])
def test_a_file_that_is_not_what_the_manifest_says_is_refused(forgery, victim, file):
    with open(forgery.staged / file, "ab") as opened:
        opened.write(b"x")
    forgery.offer()
    assert victim.refuse("restore") == "archive_damaged"


def test_another_installations_key_is_refused(forgery, victim):
    (forgery.staged / "secrets.key").write_bytes(secrets.token_bytes(32))
    forgery.sign_files()
    forgery.offer()
    assert victim.refuse("restore") == "archive_damaged"


def test_a_changed_line_of_the_audit_log_is_refused(forgery, victim):
    with contextlib.closing(sqlite3.connect(forgery.staged / "dcc.db", isolation_level=None)) as database:
        database.execute("UPDATE audit SET actor = 'somebody else' WHERE sequence = 1")
    forgery.sign_files()
    forgery.offer()
    assert victim.refuse("restore") == "archive_damaged"
