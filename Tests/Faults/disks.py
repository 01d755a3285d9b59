"""Small disks that can be filled, such as those that `scripts/test faults` mounts under the data and the workspaces."""

import contextlib
import os
import pathlib


@contextlib.contextmanager
def full(folder: pathlib.Path, leaving: int = 0):
    """Leaves that many bytes of the folder's disk; the rest is taken until the end of the block."""
    assert folder.is_mount(), f"{folder} is not a disk of its own"
    # Where nobody looks for an app.
    filler = folder / ".filler"
    free = os.statvfs(folder)
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leaving)
    try:
        yield
    finally:
        filler.unlink()
