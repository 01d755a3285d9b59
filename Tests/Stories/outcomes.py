"""Pytest plugin: writes each test's outcome as a line of JSON to the file in $TEST_OUTCOMES."""

import json
import os


class _Outcomes:
    def __init__(self, file: str):
        self._file = file
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    def pytest_runtest_logreport(self, report):
        name = report.nodeid
        self._seconds[name] = self._seconds.get(name, 0) + report.duration
        if report.failed:
            self._failed.add(name)
        # A worker that dies reports a call and no teardown.
        if report.when == "teardown" or (report.failed and not hasattr(report, "worker_id")):
            self._write(name)

    def _write(self, name: str):
        outcome = "failed" if name in self._failed else "passed"
        line = {"name": name, "outcome": outcome, "seconds": round(self._seconds[name], 2)}
        with open(self._file, "a") as file:
            file.write(json.dumps(line) + "\n")


def pytest_configure(config):
    # Only the main process writes; workers report to it.
    if not hasattr(config, "workerinput") and (file := os.environ.get("TEST_OUTCOMES")):
        config.pluginmanager.register(_Outcomes(file))
    config.addinivalue_line("markers", "alone: needs the machine for itself, or changes something that all tests share")
