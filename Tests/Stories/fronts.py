"""A second nginx in front of the same backend on another port, with its own sign-in mode and rate limits; set up by
the scripts' own functions."""

import contextlib
import os
import pathlib
import shutil
import subprocess

import installation
from waiting import until

PORTS = {"oidc": installation.PORT + 10, "mtls": installation.PORT + 20, "basic": installation.PORT + 30}
GATEWAY = installation.ROOT / "Tests" / "StandIns" / "sign-in-gateway"
# Copied once, so that it has the installation's certificate and users.
SHARED = ("authority.pem", "authority-key.pem", "certificate.pem", "key.pem", "users", "admin-password")


def install(mode: str) -> pathlib.Path:
    """Installs the files of a second nginx; returns its state folder."""
    state = installation.STATE / "fronts" / mode
    shutil.rmtree(state, ignore_errors=True)
    for name in ("etc", "run"):
        (state / name).mkdir(parents=True)
    for name in SHARED:
        shutil.copy2(installation.STATE / "etc" / name, state / "etc" / name)
    (state / "run" / "dcc.sock").symlink_to(installation.STATE / "run" / "dcc.sock")
    subprocess.run(
        ["bash", "-c", f". '{installation.ROOT}/scripts/lib/all.sh' && install_nginx_files"], check=True,
        env={**os.environ, "STATE": str(state), "PORT": str(PORTS[mode]), "GIT_PORT": "0", "SIGN_IN": mode})
    return state


def judge(state: pathlib.Path) -> subprocess.CompletedProcess:
    """Runs nginx -t with that configuration."""
    return subprocess.run(["nginx", "-t", "-c", str(state / "etc" / "nginx.conf")], capture_output=True, text=True)


@contextlib.contextmanager
def running(mode: str, client):
    """Runs nginx in that mode during the block; waits until `client` gets /healthz through it."""
    state = install(mode)
    with open(state / "nginx-error.log", "a") as log:
        nginx = subprocess.Popen(
            ["nginx", "-c", str(state / "etc" / "nginx.conf"), "-g", "daemon off;"], stderr=log, start_new_session=True)
    try:
        until(f"nginx in mode {mode}", lambda: nginx.poll() is None and answers(client), 10)
        yield state
    finally:
        nginx.terminate()
        nginx.wait(10)
        shutil.rmtree(state)


def answers(client) -> bool:
    with contextlib.suppress(OSError):
        return client.get("/healthz", signed_in=False).status == 200
    return False


@contextlib.contextmanager
def gateway(state: pathlib.Path):
    """Runs the stand-in for oauth2-proxy on the gateway socket of that nginx."""
    socket = state / "run" / "gateway.sock"
    socket.unlink(missing_ok=True)
    process = subprocess.Popen([str(GATEWAY), str(socket)])
    try:
        until("the gateway", socket.is_socket, 10)
        yield
    finally:
        process.terminate()
        process.wait(10)
        socket.unlink(missing_ok=True)
