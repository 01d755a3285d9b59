"""`dcc doctor` beside the running service, on a good installation and on damaged copies of it."""

import json
import os
import shutil
import sqlite3
import subprocess

import pytest

import installation
from client import Client


@pytest.fixture
def copy(tmp_path):
    """The installation's configuration, key and database, copied to be damaged."""
    configuration = json.loads((installation.STATE / "etc" / "dcc.json").read_text())
    source = sqlite3.connect(f"file:{installation.STATE}/data/dcc.db?mode=ro", uri=True)
    target = sqlite3.connect(tmp_path / "dcc.db")
    source.backup(target)
    source.close()
    target.close()
    shutil.copy2(installation.STATE / "data" / "secrets.key", tmp_path)
    configuration["paths"]["state"] = str(tmp_path)
    (tmp_path / "dcc.json").write_text(json.dumps(configuration))
    return tmp_path


def doctor(configuration) -> subprocess.CompletedProcess:
    program = installation.STATE / "bin" / "dcc"
    return subprocess.run([program, "doctor", "--config", configuration], capture_output=True, text=True, timeout=30)


def test_a_good_installation_is_well():
    Client().get("/api/audit")
    [newest] = Client().get("/api/audit?limit=1").json["entries"]
    seen = doctor(installation.STATE / "etc" / "dcc.json")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert [line.split(":")[0] for line in seen.stdout.splitlines()] == [
        "ok    Docker Engine", "ok    key of the secrets", "ok    audit log"]
    assert newest["hash"] in seen.stdout


@pytest.mark.parametrize("damage", [
    "UPDATE audit SET actor = 'mallory' WHERE sequence = 2", "DELETE FROM audit WHERE sequence = 2",
    "UPDATE audit SET outcome = 'done' WHERE sequence = (SELECT max(sequence) FROM audit WHERE outcome = 'refused')"])
def test_a_changed_audit_log_is_found(damage, copy):
    assert Client("bob").get("/api/audit").status == 403
    database = sqlite3.connect(copy / "dcc.db")
    assert database.execute(damage).rowcount == 1
    database.commit()
    database.close()
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    assert "BAD   audit log: line " in seen.stdout and "does not follow from the one before" in seen.stdout


def test_a_key_that_others_read_and_one_that_is_gone_are_found(copy):
    os.chmod(copy / "secrets.key", 0o644)
    assert "BAD   key of the secrets: others may read" in doctor(copy / "dcc.json").stdout
    os.unlink(copy / "secrets.key")
    assert "is not there" in doctor(copy / "dcc.json").stdout


def test_a_configuration_that_cannot_be_read_is_named(copy):
    (copy / "dcc.json").write_text('{"roles": {"operators": ["a b"]}, "page": {"origin": "https://x"}, "apps": {"domain": "y"}}')
    seen = doctor(copy / "dcc.json")
    assert seen.returncode != 0
    assert "roles.operators" in seen.stderr
