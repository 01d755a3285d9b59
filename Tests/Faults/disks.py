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
    with open(filler, "wb") as file:
        # Others write meanwhile.
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
