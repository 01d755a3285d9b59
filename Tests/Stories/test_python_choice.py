"""Which Python an app's environment is made with: the script of the install containers, with a uv that is a stand-in."""

import os
import pathlib
import sys

import pytest

import installation

sys.path.append(str(installation.ROOT / "Sources" / "DockerHost" / "Scripts"))
import python_choice  # noqa: E402

# Finds each Python that is a link in its folder; `install` adds what the mirror has. Specifiers are names here.
UV = """#!/bin/sh
for specifier; do :; done
here=$(dirname "$0")
echo "$2 $specifier" >>"$here/calls"
case $2 in
    find) [ -e "$here/found/$specifier" ] && echo "$here/found/$specifier" ;;
    install) [ -e "$here/mirror/$specifier" ] && mv "$here/mirror/$specifier" "$here/found/" ;;
esac
"""


class Machine:
    """A container with uv, some interpreters, and a mirror with others."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder
        (folder / "uv").write_text(UV)
        (folder / "uv").chmod(0o755)
        for name in ("found", "mirror"):
            (folder / name).mkdir()

    def has(self, specifier: str, program: str = sys.executable, *, where: str = "found"):
        (self._folder / where / specifier).symlink_to(program)

    def path(self, specifier: str) -> str:
        return str(self._folder / "found" / specifier)

    @property
    def calls(self) -> list[str]:
        return (self._folder / "calls").read_text().splitlines()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.delenv("UV_PYTHON_DOWNLOADS", raising=False)
    return Machine(tmp_path)


@pytest.fixture
def mirror(monkeypatch):
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "automatic")


def wanted(*specifiers: str, is_strict: bool = True) -> dict:
    return {"specifiers": list(specifiers), "source": ".python-version", "is_strict": is_strict}


def test_an_app_that_asks_for_none_gets_the_images():
    assert python_choice.choose(None) == python_choice.IMAGE


def test_the_images_is_named_as_such_where_it_fits_since_only_it_has_the_images_packages(machine):
    machine.has("==3.11.*")
    assert python_choice.choose(wanted("==3.11.*")) == python_choice.IMAGE


def test_another_one_that_the_image_has_too_is_chosen(machine):
    machine.has("==3.10.*", "/bin/sh")
    assert python_choice.choose(wanted("==3.10.*")) == machine.path("==3.10.*")


def test_the_first_alternative_that_is_there_is_chosen_before_anything_is_fetched(machine, mirror):
    machine.has("==3.9.*", "/bin/sh", where="mirror")
    machine.has("==3.10.*", "/bin/sh")
    assert python_choice.choose(wanted("==3.9.*", "==3.10.*")) == machine.path("==3.10.*")
    assert machine.calls == ["find ==3.9.*", "find ==3.10.*"]


def test_one_that_is_not_there_comes_from_the_mirror(machine, mirror, capfd):
    machine.has("==3.9.*", "/bin/sh", where="mirror")
    assert python_choice.choose(wanted("==3.9.*")) == machine.path("==3.9.*")
    assert capfd.readouterr().out == "Fetching Python ==3.9.*.\n"


def test_without_a_mirror_nothing_is_fetched(machine):
    machine.has("==3.9.*", "/bin/sh", where="mirror")
    with pytest.raises(SystemExit):
        python_choice.choose(wanted("==3.9.*"))
    assert machine.calls == ["find ==3.9.*"]


def test_one_that_is_nowhere_ends_the_install_with_a_sentence(machine, mirror):
    with pytest.raises(SystemExit, match=r"^The image has .*, and the app asks for Python ==2\.7\.\* \(\.python-version\)\.$"):
        python_choice.choose(wanted("==2.7.*"))


def test_a_wish_that_cannot_be_met_is_told_and_the_images_is_taken(machine, capfd):
    assert python_choice.choose(wanted("==3.8.*", is_strict=False)) == python_choice.IMAGE
    assert "The app was made with Python ==3.8.* (.python-version); the image has" in capfd.readouterr().out
