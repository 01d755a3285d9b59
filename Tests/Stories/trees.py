"""Snapshots of folders on disk for comparison."""

import hashlib
import os
import pathlib
import stat

# Left out of backups, because it can be recreated.
CACHES = (".dcc/venv", ".dcc/python", ".dcc/installed", ".dcc/wanted", ".dcc/cache", ".dcc/tmp", ".dcc/home/.cache")


def tree(folder: pathlib.Path, before: float | None = None) -> dict[str, tuple]:
    """Type, mode, owner and content of each entry by path, without caches; with `before`, only files unchanged since then."""
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
