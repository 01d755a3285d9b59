"""The clock jumps: deadlines are monotonic, the audit log is ordered by sequence."""

import pathlib
import time

import pytest

import backend
import invariants
from waiting import until

LIBRARY = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


@pytest.fixture
def clock(tmp_path, monkeypatch, what_must_hold):
    """Sets the backend's clock, and only that."""
    file = tmp_path / "clock"
    file.write_text("+0\n")
    command = backend.command()
    with monkeypatch.context() as patch:
        for name, value in {
            "LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }.items():
            patch.setitem(backend.settings, name, value)
        # The first process under the library moves its environment about, which Swift's runtime finds its arguments by.
        patch.setattr(backend, "command", lambda: ["env", *command])
        backend.kill()
        backend.start()

        def jump(offset: str):
            unfinished = file.with_suffix(".new")
            unfinished.write_text(f"{offset}\n")
            unfinished.rename(file)

        yield jump
    backend.kill()
    backend.start()


@pytest.mark.parametrize("offset", ["+365d", "-3600"], ids=["a year ahead", "an hour back"])
def test_a_clock_that_jumps_ends_no_wait_and_no_step(offset, clock, apps, api):
    app = apps.add()
    until("under way", app.workspace.exists, 20, pause=0.01)
    clock(offset)
    app.wait_for("running")
    began = time.monotonic()
    news = api.get("/api/status?timeout=0").json
    api.get(f"/api/status?instance={news['instance']}&after={news['revision']}&timeout=2")
    assert time.monotonic() - began < 4
    # What happens next is written down after it, whatever the clock says.
    app.act("stop")
    app.wait_for("stopped")
    actions = invariants.query("SELECT action FROM audit WHERE app = '%s' ORDER BY sequence" % app.name)
    assert actions == [("onboard",), ("stop",)]
