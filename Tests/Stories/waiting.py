"""Waits for conditions, measured by a clock that pauses while the machine is stalled."""

import contextlib
import threading
import time


class _Clock:
    """Counts the time in which this process gets to run: a tick that comes late, because the CPUs were busy or the machine was
    paused, counts as one on time."""

    TICK = 0.02

    def __init__(self):
        self._seconds = 0.0
        threading.Thread(target=self._tick, daemon=True).start()

    def __call__(self) -> float:
        return self._seconds

    def _tick(self):
        last = time.monotonic()
        while True:
            time.sleep(self.TICK)
            now = time.monotonic()
            self._seconds += min(now - last, 2 * self.TICK)
            last = now


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
