"""Reads and removes the network isolation rules in the host's firewall."""

import contextlib
import re
import subprocess

import backend
import engine


def chains() -> str:
    """The name prefix of the backend's chains."""
    return re.findall(r"firewall=(DCC-\w+)", backend.LOG.read_text())[-1]


def jumps() -> list[str]:
    """The rules that jump to the isolation chains."""
    listing = _run("-S")
    return [line.removeprefix("-A ") for line in listing.splitlines() if re.search(rf"-j {chains()}", line)]


def open_up():
    """Removes the isolation rules until the backend checks them next."""
    for rule in jumps():
        _run("-D", *rule.split())


@contextlib.contextmanager
def without_dockers_chain():
    """Renames DOCKER-USER for the duration of the block, so that our rules cannot be installed."""
    _run("-E", "DOCKER-USER", "STORY-USER")
    try:
        yield
    finally:
        _run("-E", "STORY-USER", "DOCKER-USER")


@contextlib.contextmanager
def another_installations():
    """Adds the jump to another installation's isolation chain as the first rule."""
    chain = "DCC-story-HOST"
    rule = ["INPUT", "-i", "dccstory+", "-j", chain]
    _run("-N", chain)
    _run("-I", *rule)
    try:
        yield
    finally:
        _run("-D", *rule)
        _run("-X", chain)


def rules() -> list[str]:
    """The ordered rules that protect the host, and all isolation chains."""
    return [line for line in _run("-S").splitlines() if line.startswith(("-A INPUT", "-A DCC-"))]


def host_addresses(app: str) -> list[str]:
    """Its gateway first, then the host's permanent addresses; those of other bridges may change."""
    networks = engine.container(app)["NetworkSettings"]["Networks"].values()
    gateways = [network["Gateway"] for network in networks]
    shown = subprocess.run(["ip", "-4", "-o", "address"], capture_output=True, text=True, check=True).stdout
    own = re.findall(r"^\d+: (\S+) +inet ([\d.]+)/", shown, re.MULTILINE)
    return gateways + [address for device, address in own if not device.startswith(("lo", "br-", "dcc"))]


def _run(*arguments: str) -> str:
    return subprocess.run(["iptables", "-w", "10", *arguments], capture_output=True, text=True, check=True).stdout
