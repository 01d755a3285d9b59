"""Fills small disks, such as those that `scripts/test` mounts for data and workspaces."""

import contextlib
import os
import pathlib


@contextlib.contextmanager
def full(folder: pathlib.Path, leaving: int = 0):
    """Fills the folder's disk until `leaving` bytes are free, for the duration of the block."""
    assert folder.is_mount(), f"{folder} is not a separate disk"
    # A folder that does not count as an app's workspace.
    filler = folder / ".filler"
    with open(filler, "wb") as file:
        # Other processes may write meanwhile.
        for _ in range(20):
            free = os.statvfs(folder)
            with contextlib.suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, os.fstat(file.fileno()).st_size + free.f_bavail * free.f_frsize - leaving)
                break
    try:
        assert os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize < leaving + (1 << 20)
        yield
    finally:
        filler.unlink()
