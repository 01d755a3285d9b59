"""Files of Git LFS come with the clone, from the repository's own host, or the clone says which could not be had."""

import contextlib

import pytest

import hostile_servers
import large_files
from hostile_servers import PRIVATE_PORT, TRICKLING_PORT
from large_files import LargeFiles
from repositories import Repository
from waiting import until

MODEL = b"weights of a model " * 100_000
OTHER = b"other weights " * 1000
SERVE = "python -m http.server $PORT"
TOKEN = "story-token-0123456789"


@pytest.fixture
def pushed():
    """Commits pointers to large files; returns the repository."""
    with contextlib.ExitStack() as made:

        def push(attributes: str = large_files.ATTRIBUTES, **contents: bytes) -> Repository:
            files = {f"{name}.bin": large_files.pointer(content) for name, content in contents.items()}
            repository = Repository({"app.py": "", ".gitattributes": attributes, **files})
            made.callback(repository.delete)
            return repository

        yield push


@contextlib.contextmanager
def serving(store: LargeFiles):
    with hostile_servers.serving(PRIVATE_PORT, store.handle):
        yield store


def failure_of(apps, store: LargeFiles, **fields) -> dict:
    failure = apps.add(repository=store.url, **fields).wait_for("failed")["failure"]
    assert failure["step"] == "clone"
    return failure


def test_the_file_itself_is_there_and_comes_once(apps, pushed):
    with serving(LargeFiles(pushed(model=MODEL, same=MODEL, other=OTHER), MODEL, OTHER)) as store:
        app = apps.add(repository=store.url, start_command=SERVE)
        app.wait_for("running")
        assert (app.workspace / "model.bin").read_bytes() == (app.workspace / "same.bin").read_bytes() == MODEL
        assert (app.workspace / "other.bin").read_bytes() == OTHER
        assert (app.workspace / "model.bin").stat().st_ino != (app.workspace / "same.bin").stat().st_ino
        assert (app.workspace / "model.bin").stat().st_uid == app.workspace.stat().st_uid
        assert sorted(store.downloads) == sorted({large_files.identifier(MODEL), large_files.identifier(OTHER)})

        # What is there with the right hash is not downloaded again; what the app changed is.
        store.downloads.clear()
        (app.workspace / "other.bin").write_bytes(b"x" * len(OTHER))
        app.act("redeploy")
        until("another deployment", lambda: app.view()["deployment"]["outcome"] == "succeeded", 180)
        assert store.downloads == [large_files.identifier(OTHER)]
        assert (app.workspace / "model.bin").read_bytes() == MODEL
        assert (app.workspace / "other.bin").read_bytes() == OTHER
        assert not (app.workspace / ".dcc" / "lfs").exists()


def test_a_file_that_cannot_be_had_is_named_at_the_clone(apps, pushed):
    with serving(LargeFiles(pushed(model=MODEL, other=OTHER), OTHER)) as store:
        failure = failure_of(apps, store)
    assert failure["code"] == "lfs_missing"
    assert "model.bin" in failure["message"] and "Git LFS" in failure["message"] and "other.bin" not in failure["message"]


def test_a_server_without_git_lfs_is_named_too(apps, pushed):
    repository = pushed(model=MODEL)
    failure = apps.add(repository=repository.url).wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("clone", "lfs_missing")
    assert "model.bin" in failure["message"] and "localhost" in failure["message"]


@pytest.mark.parametrize("content", [MODEL[:-1], MODEL + b"x", b"x" * len(MODEL)], ids=["short", "long", "other"])
def test_what_has_another_hash_is_not_kept(content, apps, pushed):
    store = LargeFiles(pushed(model=MODEL))
    store.contents = {large_files.identifier(MODEL): content}
    with serving(store):
        failure = failure_of(apps, store)
    assert failure["code"] == "lfs_damaged" and "model.bin" in failure["message"]


@pytest.mark.parametrize("address", ["https://elsewhere.example/x", "http://localhost/x", "https://169.254.169.254/x"])
def test_another_host_is_refused_by_name(address, apps, pushed):
    with serving(LargeFiles(pushed(model=MODEL), MODEL, link=lambda name: address)) as store:
        failure = failure_of(apps, store)
    assert failure["code"] in ("lfs_other_host", "lfs_missing")
    assert "model.bin" in failure["message"]


def test_a_redirect_to_another_host_is_refused_by_name(apps, pushed):
    repository = pushed(model=MODEL)
    redirect = f"https://localhost:{TRICKLING_PORT}/redirect"
    target = hostile_servers.redirecting("https://elsewhere.example/model")
    with hostile_servers.serving(TRICKLING_PORT, target), serving(LargeFiles(repository, MODEL, link=lambda name: redirect)) as store:
        failure = failure_of(apps, store)
    assert failure["code"] == "lfs_other_host" and "elsewhere.example" in failure["message"]


def test_the_token_goes_to_the_repositorys_own_host_alone(apps, pushed):
    """The file is on another allowed host: it gets the headers that it is told to get, and no token."""
    told = []

    def elsewhere(handler):
        told.append(dict(handler.headers))
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(MODEL)))
        handler.end_headers()
        handler.wfile.write(MODEL)

    address = f"https://localhost:{TRICKLING_PORT}/model"
    store = LargeFiles(pushed(model=MODEL), MODEL, link=lambda name: address, token=TOKEN)
    with hostile_servers.serving(TRICKLING_PORT, elsewhere), serving(store):
        app = apps.add(repository=store.url, repository_token=TOKEN, start_command=SERVE)
        app.wait_for("running")
    assert store.authorizations == [large_files.basic(TOKEN)]
    [headers] = told
    assert headers["X-Story"] == "told" and "Authorization" not in headers
    assert TOKEN not in app.log()


def test_a_pointer_that_no_attribute_hands_to_git_lfs_is_a_file(apps, pushed):
    with serving(LargeFiles(pushed("*.txt text\n", model=MODEL))) as store:
        app = apps.add(repository=store.url, start_command=SERVE)
        app.wait_for("running")
    assert (app.workspace / "model.bin").read_text() == large_files.pointer(MODEL)
