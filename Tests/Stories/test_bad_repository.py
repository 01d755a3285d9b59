"""Every corpus line about repository contents, from a Git server over HTTPS to where it would do harm."""

import contextlib
import os
import pathlib
import stat
import threading

import pytest

import backend
import canary
import engine
import hostile_servers
import raw_packs
from bad_inputs import ids, line
from canary import CANARY
from raw_repositories import FILE, FOLDER, LINK, NO_COMMIT, PROGRAM, SUBMODULE, RawRepository
from repositories import Repository
from waiting import until

TOUCH_CANARY = f"#!/bin/sh\ntouch {CANARY}\n".encode()
HOOKS_BY_SUBMODULE, SSH_SUBMODULE, UNSAFE_NAMES = line("git_repo-003"), line("git_repo-005"), line("git_repo-008")
LINK_TO_SHADOW, COMPOSE_OVERRIDE, DOCKERFILE = line("git_repo-010"), line("git_repo-013"), line("git_repo-015")
HUGE_DELTA, MANY_REFERENCES, TRICKLE = line("git_repo-018"), line("git_repo-020"), line("git_repo-023")
ESCAPES, EMPTY, MODES = line("git_repo-025"), line("git_repo-028"), line("git_repo-030")
SERVE = "python -m http.server $PORT"


def test_every_line_of_the_corpus_has_a_story():
    covered = [
        HOOKS_BY_SUBMODULE, SSH_SUBMODULE, UNSAFE_NAMES, LINK_TO_SHADOW, COMPOSE_OVERRIDE, DOCKERFILE, HUGE_DELTA, MANY_REFERENCES,
        TRICKLE, ESCAPES, EMPTY, MODES,
    ]
    assert sorted(entry.id for entry in covered) == ids("git_repo")


@pytest.fixture(autouse=True)
def unharmed():
    with canary.unharmed():
        yield


@pytest.fixture
def published():
    """Publishes repositories from raw entries, and removes them afterwards."""
    with contextlib.ExitStack() as made:

        def publish(*entries, **options) -> str:
            repository = RawRepository(*entries, **options)
            made.callback(repository.delete)
            return repository.url

        yield publish


@pytest.fixture(scope="module", autouse=True)
def trickle(lasting_apps):
    """An app whose Git server trickles. Added before the first story, since its failure takes a minute."""
    released = threading.Event()
    with hostile_servers.serving(hostile_servers.TRICKLING_PORT, hostile_servers.trickling(released)):
        yield lasting_apps.add(repository=hostile_servers.address(hostile_servers.TRICKLING_PORT))
        released.set()


def fails(app, entry):
    """Asserts that the deployment fails while cloning, with the code of the corpus line."""
    failure = app.wait_for("failed", 180)["failure"]
    assert (failure["step"], failure["code"]) == ("clone", entry.code), failure
    return failure


# Submodules


def test_a_submodule_brings_neither_hooks_nor_itself(apps, published):
    url = hostile_servers.address(hostile_servers.PRIVATE_PORT)
    modules = f'[submodule "sub"]\n\tpath = "sub\r"\n\turl = {url}\n'.encode()
    repository = published(
        (FILE, b".gitmodules", modules), (SUBMODULE, b"sub\r", NO_COMMIT), (LINK, b"sub", b".git/modules/sub/hooks"),
        (FOLDER, b"hooks", ((PROGRAM, b"post-checkout", TOUCH_CANARY),)))
    with hostile_servers.serving(hostile_servers.PRIVATE_PORT, hostile_servers.asking_for_sign_in) as asked:
        app = apps.add(repository=repository, start_command=SERVE)
        app.wait_for("running")
    assert asked == []
    assert not (app.workspace / ".git" / "modules").exists()
    assert not (app.workspace / ".git" / "hooks" / "post-checkout").exists()
    app.act("redeploy")
    until("another deployment", lambda: app.view()["deployment"]["outcome"] == "succeeded", 180)


def test_a_submodules_address_is_only_text(apps, published):
    modules = f"[submodule \"sub\"]\n\tpath = sub\n\turl = \"ssh://host/'; touch {CANARY}; '\"\n".encode()
    app = apps.add(
        repository=published((FILE, b".gitmodules", modules), (SUBMODULE, b"sub", NO_COMMIT)), start_command=SERVE)
    app.wait_for("running")
    assert (app.workspace / ".gitmodules").read_bytes() == modules


# Names, links, modes


@pytest.mark.parametrize(
    "name", [".GIT", "git~1", ".g\u200cit", ".git::$INDEX_ALLOCATION", ".git", ".git ", "..", "a/../../b"])
def test_a_name_that_leads_into_git_or_out_of_the_workspace_is_refused(name, apps, published):
    hooks = (FOLDER, b"hooks", ((PROGRAM, b"post-checkout", TOUCH_CANARY),))
    app = apps.add(repository=published((FILE, b"app.py", b""), (FOLDER, name.encode(), (hooks,))))
    fails(app, UNSAFE_NAMES)
    assert not (app.workspace / ".git" / "hooks" / "post-checkout").exists()
    assert not (app.workspace.parent / "hooks").exists()


def test_a_link_to_the_hosts_files_is_read_inside_alone(apps, published):
    entries = ((LINK, b"app.py", b"/etc/shadow"),)
    app = apps.add(repository=published(*entries), start_command=f"cat app.py; {SERVE}")
    app.wait_for("running")
    until("the failed read", lambda: "cat: app.py: Permission denied" in app.log("app"))
    refused = apps.add(repository=published(*entries), requirements_file="app.py").wait_for("failed")["failure"]
    assert (refused["step"], refused["code"]) == ("inspect", line("requirements_file-022").code)
    for secret in pathlib.Path("/etc/shadow").read_text().splitlines():
        assert secret not in app.log()


def test_modes_that_give_rights_are_not_kept(apps, published):
    modes = {"104755": 0o755, "106777": 0o755, "100777": 0o755, "100666": 0o644, "104655": 0o655}
    app = apps.add(
        repository=published(*((mode, f"mode-{mode}".encode(), TOUCH_CANARY) for mode in modes)), start_command=SERVE)
    app.wait_for("running")
    written = {mode: stat.S_IMODE((app.workspace / f"mode-{mode}").stat().st_mode) for mode in modes}
    assert written == modes


# Files that other tools would build from


def test_compose_files_of_a_repository_are_not_merged(apps, published):
    override = b"services: {app: {privileged: true, network_mode: host, volumes: ['/:/host']}, extra: {image: x}}\n"
    names = (b"docker-compose.override.yml", b"compose.override.yaml", b"compose.yaml", b"docker-compose.yml")
    app = apps.add(
        repository=published(*((FILE, name, override) for name in names), (FILE, b".env", b"COMPOSE_PROFILES=x\n")), start_command=SERVE)
    app.wait_for("running")
    container = engine.container(app.name)
    assert not container["HostConfig"]["Privileged"]
    assert container["HostConfig"]["NetworkMode"] != "host"
    assert [mount["Destination"] for mount in container["Mounts"] if mount["RW"]] == ["/app"]
    services = {entry["Labels"]["com.docker.compose.service"] for entry in engine.get("/containers/json", label=[f"dcc.app={app.name}"])}
    assert services == {"app"}


def test_a_dockerfile_of_a_repository_is_not_built(apps, published):
    dockerfile = b"FROM scratch\nWORKDIR /proc/self/fd/7\nRUN --mount=type=bind,source=/,target=/host touch /host/tmp/dcc_canary\n"
    images = {image["Id"] for image in engine.get("/images/json")}
    app = apps.add(repository=published((FILE, b"Dockerfile", dockerfile)), start_command=SERVE)
    app.wait_for("running")
    container = engine.container(app.name)
    assert container["Image"] in images
    assert container["Config"]["WorkingDir"] == "/app"
    assert {image["Id"] for image in engine.get("/images/json")} == images


# Servers


PORT = hostile_servers.PRIVATE_PORT


@contextlib.contextmanager
def speaking(references, answer: bytes):
    with hostile_servers.serving(PORT, raw_packs.serving(references, answer)):
        yield hostile_servers.address(PORT)


@pytest.mark.parametrize("size", [8 << 30, (4 << 30) - 2], ids=["8 GiB", "just under 4 GiB"])
def test_a_pack_whose_object_would_fill_the_memory_is_refused(size, apps):
    project = raw_packs.Project(content=b"small")
    with speaking(project.references, raw_packs.band(1, project.pack(result_size=size)) + raw_packs.FLUSH) as address:
        fails(apps.add(repository=address), HUGE_DELTA)


def test_a_million_references_are_too_many(apps):
    project = raw_packs.Project()
    references = project.references + [(f"refs/heads/{number}", project.commit) for number in range(1_000_000)]
    with speaking(references, b"") as address:
        fails(apps.add(repository=address), MANY_REFERENCES)


def test_a_repository_without_a_commit_at_its_head_is_empty(apps, published):
    empty = Repository()
    try:
        unborn = published((FILE, b"app.py", b""), branch="HEAD")
        for app in [apps.add(repository=url) for url in (empty.url, unborn)]:
            fails(app, EMPTY)
    finally:
        empty.delete()


HOSTILE_TEXT = b"\x1b]52;c;dG91Y2g=\x07\x1b[2J\x1b[31mhello from the server\x1b[0m\n"


def test_what_a_server_says_on_the_side_is_harmless(api, apps):
    project = raw_packs.Project()
    with speaking(project.references, raw_packs.band(2, HOSTILE_TEXT) + raw_packs.band(1, project.pack()) + raw_packs.FLUSH) as address:
        app = apps.add(repository=address, start_command=SERVE)
        app.wait_for("running")
    assert "\x1b" not in app.log()
    assert b"\x1b" not in backend.LOG.read_bytes()


def test_no_thread_that_reads_a_pack_has_the_services_rights(apps):
    with hostile_servers.falling_silent(PORT) as asked:
        app = apps.add(repository=hostile_servers.address(PORT))
        until("the request", lambda: asked)
        [child] = [child for child in backend.fetches() if os.readlink(f"/proc/{child}/cwd") == str(app.workspace)]
        prove_without_rights(child, app.workspace.stat().st_uid)


def prove_without_rights(child: int, uid: int):
    assert uid >= 200_000
    threads = list(pathlib.Path(f"/proc/{child}/task").iterdir())
    assert threads
    for thread in threads:
        status = (thread / "status").read_text()
        assert f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}" in status
        assert "CapEff:\t0000000000000000" in status


@pytest.mark.parametrize("speak", [raw_packs.refusing, raw_packs.breaking_off])
def test_a_servers_last_word_is_harmless_too(speak, apps):
    with hostile_servers.serving(PORT, speak(HOSTILE_TEXT)):
        app = apps.add(repository=hostile_servers.address(PORT))
        failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "git_failed")
    assert "\x1b" not in failure["message"] + app.log()


def test_a_servers_reason_is_told(apps):
    with hostile_servers.serving(PORT, raw_packs.refusing(HOSTILE_TEXT)):
        failure = apps.add(repository=hostile_servers.address(PORT)).wait_for("failed")["failure"]
    assert failure["message"].endswith("hello from the server.")


def test_a_trickling_server_can_be_waited_for_and_stopped(apps):
    released = threading.Event()
    with hostile_servers.serving(PORT, hostile_servers.trickling(released)) as asked:
        app = apps.add(repository=hostile_servers.address(PORT))
        until("the request", lambda: asked)
        app.act("stop")
        until("stopped", lambda: app.view()["state"] == "stopped", 5)
        released.set()


# Last, since its app was added first


def test_a_trickling_server_is_given_up(trickle):
    fails(trickle, TRICKLE)
