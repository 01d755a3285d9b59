"""Processes started by the backend, from strace: only expected programs, and never a shell, for any input."""

import contextlib
import pathlib
import re
import secrets
import signal
import subprocess

import pytest

import backend
from apps import Apps
from bad_inputs import lines
from canary import CANARY
from repositories import Repository
from waiting import until

# The kernel loads a script's interpreter without another execve, so the nvidia-smi stand-in appears as itself.
SERVICE = {"dcc", "nice", "docker", "docker-compose", "nvidia-smi", "iptables", "ip6tables", "iptables-restore", "ip6tables-restore"}
EXECUTION = re.compile(r'^\d+ +(?:<\.\.\. )?execve(?:at)?\((?:AT_FDCWD, )?"([^"]+)", \[(.*?)\], ', re.MULTILINE)


class Trace:
    def __init__(self, file: pathlib.Path):
        self._file = file

    @property
    def text(self) -> str:
        return self._file.read_text(errors="replace")

    @property
    def programs(self) -> set[str]:
        return {pathlib.Path(program).name for program, _ in EXECUTION.findall(self.text)}

    @property
    def calls(self) -> list[str]:
        return [arguments.replace('", "', " ").strip('"') for _, arguments in EXECUTION.findall(self.text)]


@contextlib.contextmanager
def traced(file: pathlib.Path):
    """Every execve of the backend and its child processes, with full arguments and environment."""
    command = ["strace", "-f", "-v", "-s", "100000", "-e", "trace=execve,execveat", "-o", str(file), "-p", str(backend.pid())]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    threads = pathlib.Path(f"/proc/{backend.pid()}/task")
    try:
        until("strace at every thread", lambda: all(
            f"TracerPid:\t{tracer.pid}\n" in (thread / "status").read_text() for thread in threads.iterdir()))
        yield Trace(file)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()


@pytest.fixture(scope="module")
def hostile(api, tmp_path_factory):
    """The trace of a backend that received every hostile value in every field, and the marker in the accepted ones."""
    CANARY.unlink(missing_ok=True)
    apps = Apps(api)
    mark = f"mark{secrets.token_hex(8)}"
    command = f"echo {mark}; touch {CANARY}x; echo $(touch {CANARY}y) `id` \"'\" && python -m http.server $PORT"
    name = "$(id);`id`.txt"
    repository = Repository({"app.py": "", name: f"# {mark}\n"})
    fields = ("name", "repository", "requirements_file", "start_command", "port")
    with traced(tmp_path_factory.mktemp("trace") / "execve") as trace:
        for entry in lines(*fields, expect="reject"):
            apps.submit(apps.form(**{entry.field: entry.value}))
        for branch in (f"$(touch {CANARY})", f"main;touch${{IFS}}{CANARY}", "--upload-pack=id", "`id`"):
            apps.submit(apps.form(branch=branch))
        app = apps.add(repository=repository.url, start_command=command, requirements_file=name, gpus=1)
        app.wait_for("running")
        app.act("redeploy")
        until("another deployment", lambda: app.view()["deployment"]["outcome"] == "succeeded", 180)
        app.act("stop")
        app.wait_for("stopped")
        apps.take_away()
    repository.delete()
    return trace, mark


def test_the_trace_has_what_a_deployment_needs(hostile):
    trace, _ = hostile
    assert trace.programs >= {"dcc", "nice", "docker", "docker-compose", "nvidia-smi", "iptables"}
    assert any(call.endswith(" fetch") for call in trace.calls)
    assert any(" up --detach " in call for call in trace.calls)


def test_nothing_but_the_expected_programs_is_started(hostile):
    trace, _ = hostile
    assert trace.programs <= SERVICE


def test_an_accepted_command_is_in_no_argument_and_no_environment_on_the_host(hostile):
    trace, mark = hostile
    assert mark not in trace.text
    assert CANARY.name not in trace.text


def test_nothing_that_was_written_ran_on_the_host(hostile):
    assert list(CANARY.parent.glob(f"{CANARY.name}*")) == []
