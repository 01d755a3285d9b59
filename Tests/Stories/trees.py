"""Folders as they lie on a disk, to be compared."""

import hashlib
import os
import pathlib
import stat

# What a backup leaves out: it is made again.
CACHES = (".dcc/venv", ".dcc/installed", ".dcc/wanted", ".dcc/cache", ".dcc/tmp", ".dcc/home/.cache")


def tree(folder: pathlib.Path, before: float | None = None) -> dict[str, tuple]:
    """Each entry's kind, rights, owner and content, by path, without caches; of files, those that have not changed since."""
    found = {}
    for here, folders, files in os.walk(folder):
        for name in folders + files:
            path = pathlib.Path(here, name)
            shown = str(path.relative_to(folder))
            if shown.startswith(CACHES) or "__pycache__" in path.parts:
                continue
            status = path.lstat()
            content = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)
            elif stat.S_ISREG(status.st_mode):
                if before is not None and status.st_ctime >= before:
                    continue
                content = hashlib.sha256(path.read_bytes()).hexdigest(), status.st_mtime_ns
            found[shown] = stat.filemode(status.st_mode), status.st_uid, status.st_gid, content
    return found
