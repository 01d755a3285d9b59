"""FastCGI records (FastCGI 1.0, section 3.3), written byte by byte as nginx never would, to the backend's own socket."""

import contextlib
import grp
import os
import pwd
import socket
import struct

import installation

SOCKET = installation.STATE / "run" / "dcc.sock"
BEGIN, ABORT, PARAMS, STDIN = 1, 2, 4, 5
CLOSE_AFTERWARDS = struct.pack("!HB5x", 1, 0)


def record(kind: int, content: bytes = b"", request: int = 1) -> bytes:
    return struct.pack("!BBHHBx", 1, kind, request, len(content), 0) + content


def parameters(**values: str) -> bytes:
    return b"".join(pair(name.encode(), value.encode()) for name, value in values.items())


def pair(name: bytes, value: bytes) -> bytes:
    return struct.pack("!BB", len(name), len(value)) + name + value


def get(path: str, query: str = "", **values: str) -> bytes:
    """A whole request."""
    given = parameters(REQUEST_METHOD="GET", SCRIPT_NAME=path, QUERY_STRING=query, HTTP_HOST="localhost", **values)
    return record(BEGIN, CLOSE_AFTERWARDS) + record(PARAMS, given) + record(PARAMS) + record(STDIN)


@contextlib.contextmanager
def connection(user: str = "www-data", timeout: float = 5, at=SOCKET):
    """A connection made as that user, nginx's by default."""
    person = pwd.getpwnam(user)
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(grp.getgrgid(person.pw_gid).gr_gid)
    os.seteuid(person.pw_uid)
    try:
        opened = socket.socket(socket.AF_UNIX)
        opened.settimeout(timeout)
        opened.connect(str(at))
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
    with opened:
        yield opened


def read_all(opened: socket.socket) -> bytes:
    """Everything until the other side closes, which it must do within the connection's time limit."""
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := opened.recv(65536):
            answer += piece
    return answer
