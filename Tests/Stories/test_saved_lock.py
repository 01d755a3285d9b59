"""Locks of earlier installs: the script itself, without containers."""

import json
import os
import sys

import pytest

import installation

sys.path.append(str(installation.ROOT / "Sources" / "DockerHost" / "Scripts"))
import saved_lock  # noqa: E402

LOCK = {"lock": "[[packages]]\n", "kept": ["torch"]}


@pytest.fixture
def name(tmp_path, monkeypatch) -> str:
    """Of a lock that was just saved."""
    monkeypatch.setattr(saved_lock, "FOLDER", tmp_path / "locks")
    saved_lock.save("inputs", LOCK, tmp_path)
    return json.loads((tmp_path / "lock.json").read_text())["name"]


def test_what_was_saved_is_loaded(name):
    assert saved_lock.load({"inputs": "inputs", "lock": name}) == {"inputs": "inputs", **LOCK}
    assert saved_lock.load({"inputs": "inputs", "lock": None}) is None


def test_a_lock_for_other_settings_is_not_used(name):
    assert saved_lock.load({"inputs": "others", "lock": name}) is None


CHANGES = {
    "nothing": lambda path: path.unlink(),
    "something else": lambda path: path.write_text(json.dumps({"inputs": "inputs", "lock": "evil", "kept": []})),
    "no JSON": lambda path: path.write_text("{"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "too much": lambda path: path.write_bytes(b" " * (saved_lock.LONGEST + 1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_the_app_made_of_it_is_not_used(change, name):
    change(saved_lock.FOLDER / f"{name}.json")
    assert saved_lock.load({"inputs": "inputs", "lock": name}) is None


def test_the_oldest_are_forgotten(name, tmp_path, monkeypatch):
    monkeypatch.setattr(saved_lock, "MOST", 2)
    os.utime(saved_lock.FOLDER / f"{name}.json", (1, 1))
    for inputs in "ab":
        saved_lock.save(inputs, LOCK, tmp_path)
    assert len(list(saved_lock.FOLDER.iterdir())) == 2
    assert saved_lock.load({"inputs": "inputs", "lock": name}) is None


def test_an_app_that_has_a_file_in_its_place_is_installed_all_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(saved_lock, "FOLDER", tmp_path / "locks")
    saved_lock.FOLDER.write_text("")
    saved_lock.save("inputs", LOCK, tmp_path)
    assert "not kept for a rollback" in capsys.readouterr().out
    assert not (tmp_path / "lock.json").exists()
