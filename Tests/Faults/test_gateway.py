"""The sign-in service fails: however it fails, access is denied."""

import concurrent.futures
import contextlib
import pathlib
import socket
import threading

import pytest

import fronts
from client import Client

ALICE = Client(port=fronts.PORTS["oidc"], sign_in={"Cookie": "__Host-dcc=alice|ml,ops"})


@pytest.fixture(scope="module")
def front():
    with fronts.running("oidc", Client(port=fronts.PORTS["oidc"])) as state:
        yield state


@contextlib.contextmanager
def gateway_that(answer, state: pathlib.Path):
    """Listens on the sign-in service's socket and calls `answer` with each connection."""
    path = state / "run" / "gateway.sock"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        path.chmod(0o666)
        listener.listen(64)
        threading.Thread(target=_serve, args=[listener, answer], daemon=True).start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
    path.unlink()


def _serve(listener: socket.socket, answer):
    held = []
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            held.append(connection)
            answer(connection)


def says(text: bytes):
    def answer(connection: socket.socket):
        connection.recv(65536)
        connection.sendall(text)
        connection.close()

    return answer


TROUBLES = {
    "hangs": lambda connection: None,
    "hangs up": lambda connection: connection.close(),
    "fails": says(b"HTTP/1.1 500 Internal Server Error\r\nX-Auth-Request-User: alice\r\nContent-Length: 0\r\n\r\n"),
    "is cut off": says(b"HTTP/1.1 202 Accepted\r\nX-Auth-Request-User: ali"),
    "talks nonsense": says(b"202 alice\r\n\r\n"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whoever_is_signed_in_is_not_let_in_while_the_sign_in_service(trouble, front, bystander):
    with fronts.gateway(front):
        assert ALICE.get("/api/me").json["user"] == "alice"
    with gateway_that(TROUBLES[trouble], front):
        assert ALICE.get("/healthz").status == 200
        # In parallel, because nginx waits for a silent gateway.
        with concurrent.futures.ThreadPoolExecutor() as tabs:
            asked = [
                tabs.submit(ALICE.get, "/"), tabs.submit(ALICE.get, "/api/apps"), tabs.submit(ALICE.open, bystander.name),
                tabs.submit(ALICE.post, f"{bystander.path}/stop"),
            ]
        assert [tab.result().status for tab in asked] == [503] * len(asked)
    with fronts.gateway(front):
        assert ALICE.get("/api/me").json["user"] == "alice"
