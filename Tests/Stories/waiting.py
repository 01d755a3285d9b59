"""Waiting for what comes true by itself."""

import time


def until(what: str, condition, seconds: float = 20, pause: float = 0.1):
    """Asks `condition` until its answer is true, and gives that answer; fails after `seconds`, naming `what`."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)


def settled(what: str, condition, seconds: float):
    """Asks all the time, and judges the answer to what is asked once `seconds` have passed: however slow the machine, a
    question of then comes too late for what may last so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        condition()
        time.sleep(0.1)
    assert condition(), f"{what}: not after {seconds} s"
