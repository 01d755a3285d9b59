"""Submodules come with the clone from allowed hosts; the others are left out and named."""

import contextlib
import pathlib

import pytest

import hostile_servers
from hostile_servers import PRIVATE_PORT
from raw_repositories import FILE, FOLDER, NO_COMMIT, SUBMODULE, RawRepository
from waiting import until

SERVE = "python -m http.server $PORT"


@pytest.fixture
def published():
    """Publishes repositories from raw entries, and removes them afterwards."""
    with contextlib.ExitStack() as made:

        def publish(*entries, modules: dict[str, str] | None = None) -> RawRepository:
            if modules is not None:
                entries = (*entries, (FILE, b".gitmodules", modules_file(modules)))
            repository = RawRepository(*entries)
            made.callback(repository.delete)
            return repository

        yield publish


def modules_file(addresses: dict[str, str]) -> bytes:
    """`addresses` by path."""
    return "".join(f'[submodule "{path}"]\n\tpath = {path}\n\turl = {url}\n' for path, url in addresses.items()).encode()


def runs(apps, repository: RawRepository, **fields):
    app = apps.add(repository=repository.url, start_command=SERVE, **fields)
    app.wait_for("running")
    return app


def test_submodules_come_with_the_clone_however_deep(apps, published):
    leaf = published((FILE, b"leaf.txt", b"leaf"))
    branch = published(
        (FILE, b"branch.txt", b"branch"), (FOLDER, b"deep", ((SUBMODULE, b"leaf", leaf.commit),)),
        modules={"deep/leaf": f"../{leaf.name}.git"})
    tree = published(
        (FILE, b"app.py", b""), (SUBMODULE, b"branch", branch.commit), (SUBMODULE, b"leaf", leaf.commit),
        modules={"branch": branch.url, "leaf": f"./../{leaf.name}.git"})
    app = runs(apps, tree)
    assert (app.workspace / "branch" / "branch.txt").read_text() == "branch"
    assert (app.workspace / "branch" / "deep" / "leaf" / "leaf.txt").read_text() == "leaf"
    assert (app.workspace / "leaf" / "leaf.txt").read_text() == "leaf"
    owners = {path.lstat().st_uid for path in app.workspace.rglob("*") if ".dcc" not in path.parts}
    assert owners == {app.workspace.stat().st_uid}
    assert "Left out" not in app.log()


def test_what_cannot_be_had_is_left_out_and_named(apps, published):
    wanted = {
        "elsewhere": "https://elsewhere.example/a/b", "gone": "../no-such-repository.git", "by-ssh": "ssh://git@localhost:22/a/b",
        "a-file": "file:///etc", "a-command": "ext::sh -c touch% /tmp/dcc_canary",
    }
    tree = published(
        (FILE, b"app.py", b""), *((SUBMODULE, path.encode(), NO_COMMIT) for path in [*wanted, "unnamed"]), modules=wanted)
    app = runs(apps, tree)
    log = app.log()
    for path in [*wanted, "unnamed"]:
        assert f"Left out the submodule {path}: " in log
    assert "elsewhere.example is not on the operator's list" in log
    assert not pathlib.Path("/tmp/dcc_canary").exists()


def test_a_submodule_is_never_reached_through_a_link(apps, published):
    """The app puts a link in the submodule's place; the next deployment writes nothing behind it."""
    part = published((FILE, b"part.txt", b"part"))
    tree = published((FILE, b"app.py", b""), (FOLDER, b"sub", ((SUBMODULE, b"part", part.commit),)), modules={"sub/part": part.url})
    app = runs(apps, tree)
    assert (app.workspace / "sub" / "part" / "part.txt").exists()
    outside = app.workspace / "outside"
    (app.workspace / "sub").rename(outside)
    (outside / "part" / "part.txt").unlink()
    (app.workspace / "sub").symlink_to("outside")
    app.act("redeploy")
    until("another deployment", lambda: app.view()["deployment"]["outcome"] in ("succeeded", "failed"), 180)
    assert not (outside / "part" / "part.txt").exists()


@pytest.mark.parametrize("name", [".git", ".GIT", ".g\u200cit", "git~1", ".git ", "..", ".dcc"])
def test_a_submodule_never_lies_in_git(name, apps, published):
    hostile = published((FILE, b"config", b"[core]\n\tfsmonitor = touch /tmp/dcc_canary\n"), (FILE, b"HEAD", b"x"))
    tree = published(
        (FILE, b"app.py", b""), (SUBMODULE, name.encode(), hostile.commit), modules={name: hostile.url})
    app = apps.add(repository=tree.url, start_command=SERVE)
    until("an end", lambda: app.view()["state"] in ("running", "failed"), 180)
    if app.view()["state"] == "failed":
        assert app.view()["failure"]["code"] == ("repo_reserved_name" if name == ".dcc" else "repo_unsafe_path")
    else:
        assert "Left out the submodule" in app.log()
        assert "fsmonitor" not in (app.workspace / ".git" / "config").read_text()
        assert not (app.workspace / ".dcc" / "config").exists()


def test_another_host_gets_no_token(apps, published):
    asked = []

    def elsewhere(handler):
        asked.append(handler.headers.get("Authorization"))
        hostile_servers.asking_for_sign_in(handler)

    tree = published(
        (FILE, b"app.py", b""), (SUBMODULE, b"sub", NO_COMMIT), modules={"sub": hostile_servers.address(PRIVATE_PORT)})
    with hostile_servers.serving(PRIVATE_PORT, elsewhere):
        app = runs(apps, tree, repository_token="story-token-0123456789")
    assert asked and set(asked) == {None}
    assert "Left out the submodule sub: localhost requires sign-in" in app.log()


def test_a_hundred_are_enough(apps, published):
    part = published((FILE, b"part.txt", b"part"))
    names = [f"s{number:03}" for number in range(102)]
    tree = published(
        (FILE, b"app.py", b""), *((SUBMODULE, name.encode(), part.commit) for name in names),
        modules={name: f"../{part.name}.git" for name in names})
    app = runs(apps, tree)
    assert (app.workspace / "s099" / "part.txt").exists()
    assert not (app.workspace / "s100" / "part.txt").exists()
    assert "Left out the submodule s100: there are more than 100" in app.log()


def test_one_that_contains_itself_ends(apps, published):
    """Commits cannot contain themselves, but a chain of repositories can be as long as somebody likes."""
    chain = published((FILE, b"end.txt", b""))
    for _ in range(7):
        chain = published((FILE, b"app.py", b""), (SUBMODULE, b"next", chain.commit), modules={"next": f"../{chain.name}.git"})
    app = runs(apps, chain)
    assert (app.workspace / "/".join(["next"] * 5) / "app.py").exists()
    assert not (app.workspace / "/".join(["next"] * 6) / "app.py").exists()
    assert f"Left out the submodule {'/'.join(['next'] * 6)}: " in app.log()
