"""Repositories that no Git client would create: trees written byte by byte, served by the installation's Git server."""

import pathlib
import secrets
import shutil
import subprocess

import installation

FILE, PROGRAM, LINK, SUBMODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"
NO_COMMIT = "1" * 40
PERSON = "Story <story@localhost> 1700000000 +0000"


class RawRepository:
    def __init__(self, *entries: tuple, branch: str = "main"):
        """
        `entries` are (mode, name, content) in any order: bytes for a file or symlink, a commit id for a submodule, a tuple of
        entries for a folder. HEAD points to `main`, regardless of the branch's name.
        """
        self.name = f"story-{secrets.token_hex(4)}"
        self.url = f"{installation.GIT}/{self.name}.git"
        self._bare = installation.STATE / "git" / f"{self.name}.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self._bare)], check=True)
        commit = f"tree {self._tree(entries)}\nauthor {PERSON}\ncommitter {PERSON}\n\nTell a story\n"
        self.commit = self._object("commit", commit.encode())
        reference = pathlib.Path(self._bare, "refs", "heads", branch)
        reference.write_text(self.commit + "\n")
        subprocess.run(["chown", "-R", "www-data:", str(self._bare)], check=True)

    def delete(self):
        shutil.rmtree(self._bare)

    def _tree(self, entries: tuple) -> str:
        lines = b""
        for mode, name, content in sorted(entries, key=lambda entry: entry[1] + (b"/" if entry[0] == FOLDER else b"")):
            if mode == SUBMODULE:
                identifier = content
            elif mode == FOLDER:
                identifier = self._tree(content)
            else:
                identifier = self._object("blob", content)
            lines += mode.encode() + b" " + name + b"\0" + bytes.fromhex(identifier)
        return self._object("tree", lines)

    def _object(self, kind: str, content: bytes) -> str:
        command = ["git", f"--git-dir={self._bare}", "hash-object", "-w", "--literally", "-t", kind, "--stdin"]
        return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout.decode().strip()
