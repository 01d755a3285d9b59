"""Servers on and near the host that apps must not be able to reach."""

import contextlib
import secrets
import shutil
import socket
import subprocess
import sys
import threading

import engine
from waiting import until

METADATA = "169.254.169.254"
# Network namespace that stands for a machine next to the host.
NEIGHBOUR = "story-metadata"


@contextlib.contextmanager
def relay(port: int):
    """Forwards a port on all addresses of the host to one on loopback, as for a public page; returns the port."""

    def pump(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    with socket.create_server(("0.0.0.0", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def metadata_service():
    """Runs a server at the cloud metadata address, in a network namespace next to the host; returns its port."""
    name = NEIGHBOUR
    _ip("netns", "add", name)
    try:
        _ip("link", "add", "story-meta0", "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("address", "add", "198.51.100.1/30", "dev", "story-meta0")
        _ip("link", "set", "story-meta0", "up")
        for command in (["link", "set", "lo", "up"], ["link", "set", "eth0", "up"], ["address", "add", "198.51.100.2/30", "dev", "eth0"],
                        ["address", "add", f"{METADATA}/32", "dev", "eth0"], ["route", "add", "default", "via", "198.51.100.1"]):
            _ip("-n", name, *command)
        _ip("route", "add", f"{METADATA}/32", "via", "198.51.100.2")
        server = subprocess.Popen(
            ["ip", "netns", "exec", name, sys.executable, "-m", "http.server", "--bind", METADATA, "80"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until("the metadata service", lambda: _answers(METADATA, 80))
            yield 80
        finally:
            server.kill()
            server.wait()
    finally:
        # Deleting the namespace also deletes the interface pair and the route.
        _ip("netns", "delete", name)


@contextlib.contextmanager
def strangers_container(image: str):
    """Runs a container of another owner, published on all addresses of the host; returns the port."""
    name = f"story-{secrets.token_hex(4)}"
    done = engine.docker("run", "--detach", "--rm", "--name", name, "--publish", "8000", image, "python3", "-m", "http.server", "8000")
    assert done.returncode == 0, done.stderr
    try:
        port = int(engine.docker("port", name, "8000/tcp").stdout.splitlines()[0].rpartition(":")[2])
        until("the stranger's container", lambda: _answers("127.0.0.1", port))
        yield port
    finally:
        engine.docker("rm", "--force", name)


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        return False
    return True


def _ip(*arguments: str):
    subprocess.run([shutil.which("ip"), *arguments], check=True, capture_output=True)
