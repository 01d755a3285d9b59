"""Tests the clock of upper bounds itself: what it forgives, and what it must not."""

import pytest

import waiting


@pytest.fixture(autouse=True)
def what_must_hold():
    """Overrides the fixture: these tests need no installation."""


@pytest.mark.parametrize("elapsed, burnt, seconds", [
    (0.021, 0.0, 0.021),
    (1.0, 0.0, 0.04),
    (1.0, 0.01, 0.04),
    (1.0, 0.7, 0.7),
    (1.0, 1.9, 1.0),
    # Another backend was started.
    (1.0, -30.0, 0.04),
])
def test_a_late_tick_counts_as_far_as_the_backend_made_it_late(elapsed, burnt, seconds):
    assert waiting.counted(elapsed, burnt) == pytest.approx(seconds)
