"""FastCGI records (FastCGI 1.0, section 3.3), written byte by byte to the backend's socket, as nginx never would."""

import contextlib
import ctypes
import os
import platform
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


# Raw system calls (setgroups, setresuid, setresgid) change only the calling thread. glibc's wrappers would change the whole
# process, in which other threads run and start programs.
_CALLS = {"x86_64": (116, 117, 119), "aarch64": (159, 147, 149)}[platform.machine()]
_KEEP = ctypes.c_int(-1)


def _call(number: int, *arguments):
    if ctypes.CDLL(None, use_errno=True).syscall(number, *arguments):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@contextlib.contextmanager
def _acting_as(person: pwd.struct_passwd):
    """Changes the ids of this thread for the duration of the block."""
    set_groups, set_user, set_group = _CALLS
    groups = os.getgroups()
    _call(set_groups, 0, None)
    _call(set_group, _KEEP, person.pw_gid, _KEEP)
    _call(set_user, _KEEP, person.pw_uid, _KEEP)
    try:
        yield
    finally:
        _call(set_user, _KEEP, 0, _KEEP)
        _call(set_group, _KEEP, 0, _KEEP)
        _call(set_groups, len(groups), (ctypes.c_uint32 * len(groups))(*groups))


@contextlib.contextmanager
def connection(user: str = "www-data", timeout: float = 5, at=SOCKET):
    """Connects as that user, by default nginx's."""
    with _acting_as(pwd.getpwnam(user)):
        opened = socket.socket(socket.AF_UNIX)
        opened.settimeout(timeout)
        opened.connect(str(at))
    with opened:
        yield opened


def read_all(opened: socket.socket) -> bytes:
    """Reads until the other side closes, which it must do within the connection's timeout."""
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := opened.recv(65536):
            answer += piece
    return answer
