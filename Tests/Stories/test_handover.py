"""What one install container reads of another one's files: the script itself, without containers."""

import os
import sys

import pytest

import installation

sys.path.append(str(installation.ROOT / "Sources" / "DockerHost" / "Scripts"))
import handover  # noqa: E402

LEFT = {
    "a pipe": (os.mkfifo, "is no regular file."),
    "a link": (lambda path: path.symlink_to("/etc/passwd"), "cannot be read: Too many levels of symbolic links."),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "cannot be read: Too many levels of symbolic links."),
    "a folder": (lambda path: path.mkdir(), "is no regular file."),
    "nothing": (lambda path: None, "cannot be read: No such file or directory."),
    "too much": (lambda path: path.write_bytes(b" " * (handover.LONGEST + 1)), "is longer than 16 MiB."),
    "no JSON": (lambda path: path.write_text("{"), "is no JSON."),
    "no text": (lambda path: path.write_bytes(b"\xff"), "is no JSON."),
    "deep nesting": (lambda path: path.write_text("[" * 100_000), "is no JSON."),
}


@pytest.mark.parametrize("left", LEFT)
def test_anything_but_a_file_of_json_ends_the_install_at_once(left, tmp_path):
    put, words = LEFT[left]
    put(tmp_path / "list.json")
    with pytest.raises(SystemExit, match=f"^list.json {words}$"):
        handover.read(tmp_path / "list.json")


def test_what_is_published_is_read(tmp_path):
    path = tmp_path / "list.json"
    handover.publish(path, '{"packages": []}')
    handover.wait_for(path)
    assert handover.read(path) == {"packages": []}
    assert os.listdir(tmp_path) == ["list.json"]
