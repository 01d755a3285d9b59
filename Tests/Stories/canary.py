"""A file that hostile input would make, if the host ever ran a part of it."""

import contextlib
import pathlib

import backend

CANARY = pathlib.Path("/tmp/dcc_canary")


@contextlib.contextmanager
def unharmed():
    """The same backend runs after the block, and nothing of what it was sent ran on the host."""
    CANARY.unlink(missing_ok=True)
    before = backend.pid()
    yield
    assert backend.pid() == before
    assert backend.is_alive()
    assert not CANARY.exists()
