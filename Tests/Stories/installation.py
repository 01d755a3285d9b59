"""The installation that the tests use: its paths, ports and users. Each pytest worker has its own."""

import os
import pathlib

# As scripts/lib/testing.sh numbers them; 0 where there are no workers.
NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
STATE = pathlib.Path(os.environ["TEST_STATE"] + (f"-{NUMBER}" if NUMBER else ""))
PORT = int(os.environ["TEST_PORT"]) + 100 * NUMBER
GIT_PORT = int(os.environ["TEST_GIT_PORT"]) + 100 * NUMBER

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
