"""Waiting for what comes true by itself, by a clock that stands still while the machine does."""

import contextlib
import threading
import time


class _Clock:
    """Ticks for as long as the machine lets this process run: a tick that comes late, because others had the processors or the
    machine was held, counts as one that came in time."""

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


# In seconds, for what may last no longer. What must last longer is measured by `time.monotonic`.
clock = _Clock()


def until(what: str, condition, seconds: float = 20, pause: float = 0.1):
    """Asks `condition` until its answer is true, and gives that answer; fails after `seconds`, naming `what`."""
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
    """Fails where the block lasts longer."""
    began = clock()
    yield
    lasted = clock() - began
    assert lasted < seconds, f"lasted {lasted:.2f} s"


def settled(what: str, condition, seconds: float):
    """Asks all the time, and judges the answer to what is asked once `seconds` have passed: however slow the machine, a
    question of then comes too late for what may last so long."""
    deadline = clock() + seconds
    while clock() < deadline:
        condition()
        time.sleep(0.1)
    assert condition(), f"{what}: not after {seconds} s"
