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
