"""A file that hostile input would create if the host executed any part of it."""

import contextlib
import pathlib

import backend

CANARY = pathlib.Path("/tmp/dcc_canary")


@contextlib.contextmanager
def unharmed():
    """Asserts that the block did not restart the backend, and that none of its input was executed on the host."""
    CANARY.unlink(missing_ok=True)
    before = backend.pid()
    yield
    assert backend.pid() == before
    assert backend.is_alive()
    assert not CANARY.exists()
