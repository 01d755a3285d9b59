"""Every corpus line about FastCGI records, at the backend's socket."""

import contextlib
import os
import stat
import time

import pytest

import backend
import records
from bad_inputs import ids, line
from records import ABORT, BEGIN, PARAMS, STDIN, connection, read_all, record
from waiting import until

PREFIX, NOBODY, DISORDER, GIVEN_UP = (line(f"fastcgi-{number}") for number in ("002", "004", "007", "009"))


def test_every_line_of_the_corpus_has_a_story():
    assert sorted(entry.id for entry in (PREFIX, NOBODY, DISORDER, GIVEN_UP)) == ids("fastcgi")


@pytest.fixture(autouse=True)
def unharmed(api):
    before = backend.pid()
    yield
    assert (backend.pid(), backend.is_alive()) == (before, True)
    assert api.get("/healthz", timeout=3).status == 200


def test_only_nginx_can_write_records_at_all():
    mode = records.SOCKET.stat()
    assert (stat.S_IMODE(mode.st_mode), records.SOCKET.group()) == (0o660, "www-data")
    with pytest.raises(PermissionError):
        with connection("nobody"):
            pass


def test_who_got_to_the_socket_all_the_same_is_not_listened_to():
    """The mode of the socket or its folder may be too open by mistake, so the peer's user and group are checked too."""
    request = records.get("/healthz")
    os.chmod(records.SOCKET, 0o666)
    try:
        with connection("nobody") as opened:
            with contextlib.suppress(BrokenPipeError):
                opened.sendall(request)
            assert b"Status" not in read_all(opened)
        with connection("www-data") as opened:
            opened.sendall(request)
            assert b"Status: 200" in read_all(opened)
    finally:
        os.chmod(records.SOCKET, 0o660)


@pytest.mark.parametrize("identity", [{}, {"REMOTE_USER": ""}], ids=["absent", "empty"])
@pytest.mark.parametrize("path", ["/api/apps", "/api/status", "/internal/route"])
def test_without_identity_nothing_is_told(identity, path):
    with connection() as opened:
        opened.sendall(records.get(path, **identity))
        assert b"Status: 401" in read_all(opened)


BEGINNING = record(BEGIN, records.CLOSE_AFTERWARDS)
GIVEN = records.parameters(REQUEST_METHOD="GET", SCRIPT_NAME="/api/apps", REMOTE_USER="admin")
DISORDERS = {
    "a body before the parameters end": BEGINNING + record(STDIN, b"x") + record(PARAMS, GIVEN),
    "two requests in one": BEGINNING + record(BEGIN, records.CLOSE_AFTERWARDS, request=2) + record(PARAMS, GIVEN, request=2),
    "a request that never began": record(PARAMS, GIVEN, request=7) + record(STDIN, request=7),
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a record cut off": BEGINNING + record(PARAMS, GIVEN)[:-5],
    "a parameter longer than its record": BEGINNING + record(PARAMS, b"\xff\xff\xff\xff\xff\xff\xff\xff") + record(PARAMS),
}


@pytest.mark.parametrize("sent", DISORDERS.values(), ids=DISORDERS.keys())
def test_records_in_disorder_end_the_connection_and_tell_nothing(sent):
    with connection() as opened:
        opened.sendall(sent)
        # nginx would have disconnected by now; a client that stays gets no response either.
        opened.shutdown(1)
        assert b"Status: 200" not in read_all(opened)


@pytest.mark.alone
def test_polls_that_are_given_up_are_freed_within_a_second(api):
    before = backend.connections()

    def twenty_wait() -> bool:
        """Like nginx, closes the connections rather than wait for responses. News at this moment answers all of them."""
        news = api.get("/api/status?timeout=0").json
        query = f"instance={news['instance']}&after={news['revision']}&timeout=25"
        with contextlib.ExitStack() as polls:
            for _ in range(20):
                opened = polls.enter_context(connection())
                opened.sendall(records.get("/api/status", query, REMOTE_USER="admin"))
                opened.sendall(record(ABORT))
            time.sleep(0.2)
            return backend.connections() >= before + 20

    until("twenty polls that wait", twenty_wait)
    until("twenty polls that are gone", lambda: backend.connections() <= before + 2, 1)
