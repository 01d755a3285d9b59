"""`dcc doctor` while the service runs, on a healthy installation and on damaged copies of it."""

import datetime
import json
import os
import shutil
import sqlite3
import subprocess

import pytest

import installation
from client import Client


@pytest.fixture(scope="module", autouse=True)
def history():
    """Ensures that the audit log has lines, even if these stories run first."""
    for _ in range(3):
        assert Client("bob").get("/api/audit").status == 403


@pytest.fixture
def copy(tmp_path):
    """A copy of the installation's configuration, key and database, for a test to damage."""
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


def doctor(configuration, path: str = "") -> subprocess.CompletedProcess:
    """`path` is put first in PATH."""
    program = installation.STATE / "bin" / "dcc"
    environment = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}"}
    return subprocess.run(
        [program, "doctor", "--config", configuration], capture_output=True, text=True, timeout=30, env=environment)


def finding(seen: subprocess.CompletedProcess, what: str) -> str:
    [line] = [line for line in seen.stdout.splitlines() if line[6:].startswith(f"{what}:")]
    return line


def change(copy, statement: str):
    database = sqlite3.connect(copy / "dcc.db")
    assert database.execute(statement).rowcount == 1
    database.commit()
    database.close()


def stand_in(folder, name: str, says: str) -> str:
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)
    return str(folder)


def test_a_good_installation_is_well():
    Client().get("/api/audit")
    [newest] = Client().get("/api/audit?limit=1").json["entries"]
    seen = doctor(installation.STATE / "etc" / "dcc.json")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    configuration, _, findings = seen.stdout.partition("\n\n")
    assert configuration.startswith("Configuration in force:\n")
    found = [line.split(":")[0] for line in findings.splitlines()]
    sure = ["configuration", "Docker Engine", "Docker Compose", "socket", "state folder", "disk", "networks", "uv", "shared packages", "secrets key",
            "schema", "clock", "audit log", "templates"]
    assert [line for line in found if line[6:] in sure] == [f"ok    {what}" for what in sure]
    # Their result depends on the versions installed on this machine.
    assert {line[6:] for line in found} - {*sure} == {"runc", "libgit2", "nginx", "backup"}
    assert newest["hash"] in seen.stdout


@pytest.mark.parametrize("damage", [
    "UPDATE audit SET actor = 'mallory' WHERE sequence = 2", "DELETE FROM audit WHERE sequence = 2",
    "UPDATE audit SET outcome = 'done' WHERE sequence = (SELECT max(sequence) FROM audit WHERE outcome = 'refused')"])
def test_a_changed_audit_log_is_found(damage, copy):
    assert Client("bob").get("/api/audit").status == 403
    change(copy, damage)
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    assert "FAIL  audit log: line " in seen.stdout and "does not match the hash chain" in seen.stdout


def test_a_key_that_others_read_and_one_that_is_gone_are_found(copy):
    os.chmod(copy / "secrets.key", 0o644)
    assert f"FAIL  secrets key: {copy / 'secrets.key'} is readable by other users" in doctor(copy / "dcc.json").stdout
    os.unlink(copy / "secrets.key")
    assert f"FAIL  secrets key: {copy / 'secrets.key'} is missing" in doctor(copy / "dcc.json").stdout


def test_a_state_folder_that_others_look_into_is_found(copy):
    os.chmod(copy, 0o755)
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    assert f"FAIL  state folder: {copy} is accessible to other users" in seen.stdout


def test_a_schema_of_another_version_is_found(copy):
    change(copy, "DELETE FROM grdb_migrations WHERE rowid = (SELECT max(rowid) FROM grdb_migrations)")
    seen = doctor(copy / "dcc.json")
    assert finding(seen, "schema").startswith("WARN  schema: migrations are pending")
    assert "start the service, which applies them" in finding(seen, "schema")
    change(copy, "INSERT INTO grdb_migrations VALUES ('99 of tomorrow')")
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    assert finding(seen, "schema").startswith("FAIL  schema: it belongs to a newer version")


def test_a_clock_behind_the_audit_log_is_found(copy):
    change(copy, "UPDATE audit SET at = '2101-01-01T00:00:00Z' WHERE sequence = (SELECT max(sequence) FROM audit)")
    assert finding(doctor(copy / "dcc.json"), "clock").startswith("FAIL  clock: it is behind")


def ago(**time: int) -> str:
    return f"{datetime.datetime.now(datetime.UTC) - datetime.timedelta(**time):%Y-%m-%dT%H:%M:%SZ}"


LAST = {"snapshot": "4f2a9c1b", "bytes_added": 0, "apps": 1, "left_out": []}
WELL = {
    "last": {**LAST, "at": ago(hours=1)}, "last_check": {"at": ago(days=5), "ok": True},
    "last_drill": {"at": ago(days=30), "ok": True, "files": 9}, "troubles": {},
}
STORY = "last one 1 h ago, check 5 d ago, drill 30 d ago"


@pytest.mark.parametrize("known,expected", [
    ({}, f"ok    backup: {STORY}"),
    ({"last": {**LAST, "at": ago(hours=73)}},
     "WARN  backup: last one 73 h ago, check 5 d ago, drill 30 d ago. To fix it, check the service's log"),
    ({"last": None, "troubles": {"backup": {"code": "x", "message": "no repository", "hint": ""}}},
     "WARN  backup: no repository. To fix it, run `dcc backup`"),
    ({"last": None}, "WARN  backup: there is no backup yet. To fix it, run `dcc backup`"),
    ({"troubles": {"backup": {"code": "x", "message": "The disk is full.", "hint": ""}}},
     f"WARN  backup: {STORY}; the latest attempt failed: The disk is full. To fix it, run `dcc backup`"),
    ({"last": {**LAST, "at": ago(hours=1), "left_out": ['"/a" (could not be read)', "5 more"]}},
     f'WARN  backup: {STORY}; it does not include "/a" (could not be read), 5 more. To fix it, repair or delete'),
    ({"last_check": {"at": ago(days=5), "ok": False}}, f"WARN  backup: {STORY}; the repository is damaged"),
    ({"last_check": {"at": ago(days=15), "ok": True}},
     "WARN  backup: last one 1 h ago, check 15 d ago, drill 30 d ago. To fix it, run `dcc backup --check`"),
    ({"last_drill": {"at": ago(days=30), "ok": False, "files": 0}}, f"WARN  backup: {STORY}; the last drill failed"),
    ({"last_drill": None},
     "WARN  backup: last one 1 h ago, check 5 d ago, no drill yet. To fix it, run `dcc backup --drill`")])
def test_what_is_amiss_with_the_backups_is_told(known, expected, copy):
    configuration = json.loads((copy / "dcc.json").read_text())
    configuration["backup"] = {"repository": "/srv/backups"}
    (copy / "dcc.json").write_text(json.dumps(configuration))
    (copy / "backup.json").write_text(json.dumps({**WELL, **known}))
    assert finding(doctor(copy / "dcc.json"), "backup").startswith(expected)


def test_that_there_are_no_backups_is_told(copy):
    assert finding(doctor(copy / "dcc.json"), "backup").startswith("WARN  backup: no backups are configured. To fix it, set")


def doctor_with_uv(copy, path) -> subprocess.CompletedProcess:
    configuration = json.loads((copy / "dcc.json").read_text())
    configuration["containers"]["uv"] = str(path)
    (copy / "dcc.json").write_text(json.dumps(configuration))
    return doctor(copy / "dcc.json")


@pytest.mark.parametrize("mode, says, expected", [
    (0o755, "uv 0.13.9 (x86_64-unknown-linux-gnu)", "ok    uv: 0.13.9, {uv}"),
    (0o750, "uv 0.13.9", "FAIL  uv: not all users can run {uv}. To fix it, run `chmod 755 {uv}`."),
    (0o755, "", "FAIL  uv: {uv} does not tell its version"), (None, "", "FAIL  uv: {uv} is missing")])
def test_a_uv_that_apps_cannot_run_is_found(mode, says, expected, copy):
    uv = copy / "uv"
    if mode is not None:
        stand_in(copy, "uv", says)
        uv.chmod(mode)
    seen = doctor_with_uv(copy, uv)
    assert finding(seen, "uv").startswith(expected.format(uv=uv))
    assert seen.returncode == (1 if expected.startswith("FAIL") else 0)


def test_how_much_room_the_shared_packages_have_is_told(copy):
    assert finding(doctor(copy / "dcc.json"), "shared packages").startswith(f"ok    shared packages: {copy}/packages, ")
    (copy / "packages").write_text("")
    seen = doctor(copy / "dcc.json")
    assert finding(seen, "shared packages").startswith(f"FAIL  shared packages: {copy}/packages is not a folder")
    assert seen.returncode == 1


def test_a_disk_below_the_floor_is_found(copy):
    configuration = json.loads((copy / "dcc.json").read_text())
    configuration["disk"] = {"floorGiB": 1 << 20}
    (copy / "dcc.json").write_text(json.dumps(configuration))
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    assert "deployments need 1048576 GiB" in finding(seen, "disk")


@pytest.mark.parametrize("version,holes", [
    ("1.16.1", "CVE-2024-0132, CVE-2025-23266"), ("1.16.2", "CVE-2025-23266"), ("1.17.7", "CVE-2025-23266"),
    ("1.17.8-rc.1", "CVE-2025-23266"), ("1.17.8", ""), ("1.18.0", ""), ("2.0", "")])
def test_known_holes_of_what_is_installed_are_named(version, holes, copy, tmp_path_factory):
    path = stand_in(tmp_path_factory.mktemp("bin"), "nvidia-ctk", f"NVIDIA Container Toolkit CLI version {version}")
    seen = doctor(copy / "dcc.json", path)
    line = finding(seen, "NVIDIA's container toolkit")
    if holes:
        assert line.startswith("WARN") and f"has known vulnerabilities: {holes}." in line
    else:
        assert line.startswith("ok")
    assert seen.returncode == 0, "a vulnerability that may be patched is only a warning"


def test_a_branch_on_which_a_hole_was_closed_is_known(copy, tmp_path_factory):
    for version in ("1.30.4", "1.31.3", "1.32.0"):
        path = stand_in(tmp_path_factory.mktemp("bin"), "nginx", f"nginx version: nginx/{version}")
        assert finding(doctor(copy / "dcc.json", path), "nginx") == f"ok    nginx: {version}"


def test_what_is_in_force_is_told_with_where_it_comes_from(copy, monkeypatch):
    configuration = json.loads((copy / "dcc.json").read_text())
    configuration["backup"] = {"repository": "rest:https://dcc:word@backup.test/"}
    (copy / "dcc.json").write_text(json.dumps(configuration))
    monkeypatch.setenv("DCC_QUOTAS_APPS", "7")
    told = {line.split()[0]: line.split(maxsplit=1)[1] for line in doctor(copy / "dcc.json").stdout.partition("\n\n")[0].splitlines()[1:]}
    assert told["quotas.apps"] == "7  (DCC_QUOTAS_APPS)"
    assert told["paths.state"] == f"{copy}  (file)"
    assert told["provisioning.concurrency"] == "4  (default)"
    assert told["backup.repository"] == "rest:https://…@backup.test/  (file)"


WRONG = {
    "page": {"origin": "https://x"}, "apps": {"domain": "y"}, "roles": {"operators": ["a b"]}, "quota": {"apps": 3},
    "provisioning": {"concurrency": "900"},
}


def test_everything_that_is_wrong_with_the_configuration_is_a_finding(copy, monkeypatch):
    (copy / "dcc.json").write_text(json.dumps(WRONG))
    monkeypatch.setenv("DCC_QUOTAS_APP", "3")
    seen = doctor(copy / "dcc.json")
    assert seen.returncode == 1
    found = seen.stdout.splitlines()
    assert len(found) == 4 and all(line.startswith("FAIL  configuration: ") for line in found), seen.stdout
    for words in ("roles.operators must be a list of users", "quota.apps is not a key; the nearest is quotas.apps",
                  'provisioning.concurrency must be a whole number from 1 to 64, but it is the text "900"',
                  "DCC_QUOTAS_APP: no key has this variable; the nearest is DCC_QUOTAS_APPS"):
        assert words in seen.stdout


@pytest.mark.parametrize("arguments", [["serve"], ["cleanup"], ["backup"], ["restore"], ["configuration"]])
def test_no_command_begins_with_a_wrong_configuration(arguments, copy):
    (copy / "dcc.json").write_text(json.dumps(WRONG))
    seen = subprocess.run(
        [installation.STATE / "bin" / "dcc", *arguments, "--config", copy / "dcc.json"], capture_output=True, text=True, timeout=30)
    assert (seen.returncode, seen.stdout) == (78, "")
    assert len(seen.stderr.splitlines()) == 3
    assert all(line.startswith(f"configuration: {copy / 'dcc.json'}: ") for line in seen.stderr.splitlines())


def test_malformed_json_is_told_with_its_place(copy):
    (copy / "dcc.json").write_text('{\n  "page": {,\n}')
    assert f"FAIL  configuration: {copy / 'dcc.json'}:2:12: it is not valid JSON" in doctor(copy / "dcc.json").stdout
