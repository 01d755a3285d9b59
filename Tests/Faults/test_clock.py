"""The wall clock jumps: deadlines are monotonic, the audit log is ordered by sequence."""

import pathlib
import struct
import subprocess

import pytest

import backend
import invariants
from waiting import clock, until


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> pathlib.Path:
    built = tmp_path_factory.mktemp("clock") / "clock.so"
    source = pathlib.Path(__file__).with_name("clock.c")
    # clang comes with the Swift toolchain.
    subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", str(built), str(source)], check=True)
    return built


@pytest.fixture
def jump(library, tmp_path, monkeypatch, what_must_hold):
    """Moves only the backend's wall clock by this many seconds."""
    file = tmp_path / "offset"

    def to(seconds: int):
        with open(file, "r+b") as opened:
            opened.write(struct.pack("q", seconds))

    file.write_bytes(bytes(8))
    with monkeypatch.context() as patch:
        patch.setitem(backend.settings, "LD_PRELOAD", str(library))
        patch.setitem(backend.settings, "CLOCK_OFFSET", str(file))
        backend.kill()
        backend.start()
        yield to
    backend.kill()
    backend.start()


@pytest.mark.parametrize("seconds", [365 * 86400, -3600], ids=["a year ahead", "an hour back"])
def test_a_clock_that_jumps_ends_no_wait_and_no_step(seconds, jump, apps, api):
    app = apps.add()
    until("under way", app.workspace.exists, 60, pause=0.01)
    jump(seconds)
    app.wait_for("running")
    assert_polls_wait_two_seconds(api)
    # Later events get higher sequence numbers, even if the clock went back.
    app.act("stop")
    app.wait_for("stopped")
    lines = invariants.query(f"SELECT action, at FROM audit WHERE app = '{app.name}' ORDER BY sequence")
    assert [action for action, _ in lines] == ["onboard", "stop"]
    assert (lines[1][1] > lines[0][1]) == (seconds > 0)


def assert_polls_wait_two_seconds(api):
    """Polls may also return early if there is an update."""
    waits = []
    for _ in range(5):
        news = api.get("/api/status?timeout=0").json
        began = clock()
        api.get(f"/api/status?instance={news['instance']}&after={news['revision']}&timeout=2")
        waits.append(clock() - began)
    assert max(waits) < 4, waits
