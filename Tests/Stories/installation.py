"""The installation that the stories are told on: where it is, who signs in."""

import os
import pathlib

STATE = pathlib.Path(os.environ["DCC_STATE"])
PORT = int(os.environ["DCC_PORT"])
GIT_PORT = int(os.environ["DCC_GIT_PORT"])

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORIGIN = f"https://localhost:{PORT}"
GIT = f"https://localhost:{GIT_PORT}"
AUTHORITY = STATE / "etc" / "authority.pem"
AUTHORITY_KEY = STATE / "etc" / "authority-key.pem"
USER = "admin"

WORKSPACES = STATE / "workspaces"
STACKS = STATE / "data" / "stacks"


def password(user: str) -> str:
    return (STATE / "etc" / f"{user}-password").read_text().strip()


def link_host(name: str) -> str:
    """The host name, without port, at which the app of this name is opened."""
    return f"{name}.apps.localhost"
