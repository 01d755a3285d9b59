"""The backend runs out of memory or is killed, under systemd with the package's units: it is back within five seconds."""

import pytest

from machine import HOG, Machine
from waiting import until, within


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    made = Machine(tmp_path_factory.mktemp("systemd"))
    yield made
    made.end()


def assert_back_at_once(machine: Machine, before: int):
    until("the service gone", lambda: machine.is_gone(before), 5, pause=0.001)
    with within(5):
        assert machine.answers()
    assert machine.main_process() not in (0, before)


def test_a_backend_that_the_kernel_ends_for_want_of_memory_is_back_within_five_seconds(machine):
    assert machine.answers()
    before = machine.main_process()
    machine.run("systemctl", "set-property", "--runtime", "dcc.service", "MemoryMax=256M")
    machine.run("python3", "-c", HOG, str(before), check=False)
    assert_back_at_once(machine, before)


def test_a_backend_that_is_killed_again_and_again_is_back_each_time(machine):
    for _ in range(6):
        before = machine.main_process()
        machine.run("kill", "-KILL", str(before))
        assert_back_at_once(machine, before)
