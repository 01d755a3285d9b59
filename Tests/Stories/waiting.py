"""Waits for conditions, measured by a clock that forgives what others take from the machine, but not what the backend takes."""

import contextlib
import os
import threading
import time

import installation

TICK = 0.02
TICKS_OF_THE_KERNEL = os.sysconf("SC_CLK_TCK")


def counted(elapsed: float, burnt: float) -> float:
    """Returns how much of the seconds since the last tick count.

    A tick that comes late, because the processors were busy or the machine was paused, counts as one on time. Time in which
    the backend itself kept the processors busy counts in full: that is what an upper bound has to notice.
    """
    return min(elapsed, max(2 * TICK, burnt))


def burnt_by_backend() -> float:
    """Returns the seconds of processor time that the backend has used; 0 while there is none."""
    try:
        pid = int((installation.STATE / "dcc.pid").read_text())
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        # It has ended, or its number is being written.
        return 0
    return (int(fields[11]) + int(fields[12])) / TICKS_OF_THE_KERNEL


class _Clock:
    """Counts seconds as `counted` says."""

    def __init__(self):
        self._seconds = 0.0
        threading.Thread(target=self._tick, daemon=True).start()

    def __call__(self) -> float:
        return self._seconds

    def _tick(self):
        last, burnt = time.monotonic(), burnt_by_backend()
        while True:
            time.sleep(TICK)
            now, used = time.monotonic(), burnt_by_backend()
            self._seconds += counted(now - last, used - burnt)
            last, burnt = now, used


# Seconds, for upper limits. Lower limits are measured with `time.monotonic`.
clock = _Clock()


def until(what: str, condition, seconds: float = 20, pause: float = 0.1):
    """Polls `condition` until it is true, and returns its value; fails after `seconds`, naming `what`."""
    deadline = clock() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if clock() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)


@contextlib.contextmanager
def within(seconds: float):
    """Fails if the block takes longer."""
    began = clock()
    yield
    lasted = clock() - began
    assert lasted < seconds, f"lasted {lasted:.2f} s"


def settled(what: str, condition, seconds: float):
    """Polls `condition` for `seconds`, then asserts it once: however slow the machine is, `seconds` have passed by then."""
    deadline = clock() + seconds
    while clock() < deadline:
        condition()
        time.sleep(0.1)
    assert condition(), f"{what}: not after {seconds} s"
