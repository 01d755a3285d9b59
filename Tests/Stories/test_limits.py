"""Rate limits per address and user, and timeouts of slow clients."""

import contextlib
import time

import pytest

import fronts
import installation
from client import Client, basic
from waiting import until, within


@pytest.fixture(scope="module")
def front():
    """An nginx whose rate limits are used by these stories only."""
    client = Client(port=fronts.PORTS["basic"])
    with fronts.running("basic", client):
        yield client


def head(path: str, *, signed_in: bool = True) -> bytes:
    sign_in = f"Authorization: {basic(installation.USER)}\r\n" if signed_in else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost:{installation.PORT}\r\n{sign_in}\r\n".encode()


def ask_fast(client: Client, path: str, count: int) -> tuple[list[str], str]:
    """Sends requests as fast as one connection can, without signing in; returns all statuses and the last response."""
    last = head(path, signed_in=False).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    text = client.raw(head(path, signed_in=False) * (count - 1) + last, timeout=30).decode()
    answers = text.split("HTTP/1.1 ")[1:]
    return [answer.split()[0] for answer in answers], answers[-1]


def test_who_asks_too_often_is_told_to_wait(front):
    statuses, last = ask_fast(front, "/api/me", 700)
    assert len(statuses) == 700
    assert set(statuses) == {"401", "429"}
    # Opening a page stays far below the limit.
    assert statuses[:300] == ["401"] * 300
    assert "Content-Type: application/problem+json" in last
    assert "urn:dcc:problem:too_many_requests" in last
    _, page = ask_fast(front, "/", 300)
    assert "Content-Type: text/html" in page
    assert "Too many requests" in page
    # App links have their own limit.
    assert front.open("no-such-app").status == 404


def test_one_person_cannot_hold_every_connection(front):
    def is_refused() -> bool:
        news = front.get("/api/status?timeout=0").json
        path = f"/api/status?instance={news['instance']}&after={news['revision']}&timeout=25"
        with contextlib.ExitStack() as polls:
            for _ in range(256):
                polls.enter_context(front.connect()).sendall(head(path))
            time.sleep(1)
            reply = front.get("/api/apps")
            return reply.status == 429 and reply.json["status"] == 429

    # Wait, so that the rate limit cannot cause the rejection. Retried, since updates meanwhile answer the polls.
    time.sleep(5)
    until("refused", is_refused, 120, pause=5)


def test_a_client_that_is_slow_to_say_what_it_wants_is_let_go(front):
    with within(20), front.connect(timeout=25) as connection:
        started = time.monotonic()
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"GET / HTTP/1.1\r\n")
            for _ in range(25):
                connection.sendall(b"X-Slow: 1\r\n")
                time.sleep(1)
                connection.settimeout(0.01)
                with contextlib.suppress(TimeoutError):
                    if connection.recv(1) == b"":
                        break
        assert time.monotonic() - started > 13


def test_a_body_over_64_kib_is_refused_before_it_is_sent(front):
    reply = front.ask("POST", "/api/apps", headers={"Content-Length": str((64 << 10) + 1)})
    assert (reply.status, reply.headers["Content-Type"]) == (413, "application/problem+json")
    assert list(reply.errors) == ["body_too_large"]
