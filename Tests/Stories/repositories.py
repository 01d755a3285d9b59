"""Git repositories on the installation's server, created and changed as www-data, which serves them."""

import pathlib
import secrets
import shutil
import subprocess
import tempfile

import installation


class Repository:
    def __init__(self, files: dict[str, str] | None = None, *, folder: str = ""):
        """`files` is the first commit; without it the repository is empty. The folder `private` requires a token."""
        self.name = f"story-{secrets.token_hex(4)}"
        self.url = "/".join(filter(None, [installation.GIT, folder, f"{self.name}.git"]))
        self._bare = installation.STATE / "git" / folder / f"{self.name}.git"
        self._bare.parent.mkdir(exist_ok=True)
        shutil.chown(self._bare.parent, "www-data", "www-data")
        self._work = pathlib.Path(tempfile.mkdtemp(prefix="dcc-story-"))
        shutil.chown(self._work, "www-data", "www-data")
        self._git("init", "-q", "--bare", "-b", "main", str(self._bare))
        self._git("clone", "-q", str(self._bare), ".")
        self._git("checkout", "-q", "-B", "main")
        if files is not None:
            self.commit(files)

    def commit(self, files: dict[str, str]) -> str:
        """Commits these files on top of the existing ones; returns the commit id."""
        for path, text in files.items():
            (self._work / path).write_text(text)
        self._git("add", "-A")
        self._git("commit", "-q", "-m", "Change the story")
        self._git("push", "-q", "origin", "main")
        return self._git("rev-parse", "HEAD").strip()

    def delete(self):
        shutil.rmtree(self._work)
        shutil.rmtree(self._bare)

    def _git(self, *arguments: str) -> str:
        person = ["-c", "user.name=Story", "-c", "user.email=story@localhost"]
        return subprocess.run(
            ["git", *person, *arguments], cwd=self._work, check=True, stdout=subprocess.PIPE, text=True,
            user="www-data", group="www-data", extra_groups=[], env={"HOME": str(self._work), "PATH": "/usr/bin:/bin"},
        ).stdout


def files_of(folder: str) -> dict[str, str]:
    """The files of a folder in this repository, such as `scripts/sample-app`."""
    return {path.name: path.read_text() for path in (installation.ROOT / folder).iterdir()}
