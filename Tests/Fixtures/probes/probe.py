"""Tries one thing that an app must not be able to do, and prints how that went: "done", or the error's name.

`python3 probe.py NAME ARGUMENT…`. The tests run it inside a container, and on the host to show that it works.
"""
import contextlib
import ctypes
import errno
import os
import pathlib
import resource
import socket
import stat
import subprocess
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_SEIZE = 0x4206
NAMESPACES = {"user": 0x10000000, "mount": 0x00020000, "net": 0x40000000, "pid": 0x20000000}


def _call(function, *arguments):
    if function(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "")


def connect(host, port):
    socket.create_connection((host, int(port)), 3).close()


def connect_unix(path):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)


def resolve(name):
    socket.getaddrinfo(name, 443)


def read(path):
    pathlib.Path(path).open("rb", buffering=0).close()


def write(path):
    """Opens for writing, and writes nothing."""
    os.close(os.open(path, os.O_WRONLY))


def open_device(path):
    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))


def make_device(path):
    """The kernel's log, which a container has no business with."""
    os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 11))
    os.unlink(path)


def become_root():
    os.setuid(0)


def print_identity(path):
    """Runs a copy of `id`, which says with whose rights it runs."""
    subprocess.run([path], check=True)


def mount(target):
    _call(LIBC.mount, b"none", target.encode(), b"tmpfs", 0, None)


def raise_limit(by):
    _, hard = resource.getrlimit(resource.RLIMIT_RTPRIO)
    resource.prlimit(0, resource.RLIMIT_RTPRIO, (hard + int(by), hard + int(by)))


def raw_socket():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()


def packet_socket():
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()


def unshare(namespace):
    _call(LIBC.unshare, NAMESPACES[namespace])


def trace(pid):
    _call(LIBC.ptrace, PTRACE_SEIZE, ctypes.c_long(int(pid)), None, None)


def print_processes():
    for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            print(entry.read_bytes().replace(b"\0", b" ").decode(errors="replace"))


if __name__ == "__main__":
    try:
        globals()[sys.argv[1]](*sys.argv[2:])
        print("done")
    except socket.gaierror:
        print("unknown name")
    except TimeoutError:
        print("ETIMEDOUT")
    except OSError as error:
        print(errno.errorcode[error.errno])
