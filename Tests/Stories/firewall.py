"""The fence in the host's firewall, looked at and opened by the stories."""

import contextlib
import re
import subprocess

import backend
import engine


def chains() -> str:
    """What the names of the backend's chains begin with."""
    return re.findall(r"firewall=(DCC-\w+)", backend.LOG.read_text())[-1]


def jumps() -> list[str]:
    """The rules that lead into the fence."""
    listing = _run("-S")
    return [line.removeprefix("-A ") for line in listing.splitlines() if re.search(rf"-j {chains()}", line)]


def open_up():
    """Takes the fence away, until the backend next looks."""
    for rule in jumps():
        _run("-D", *rule.split())


@contextlib.contextmanager
def without_dockers_chain():
    """Docker's chain for rules like ours has another name meanwhile, so that ours have nowhere to be."""
    _run("-E", "DOCKER-USER", "STORY-USER")
    try:
        yield
    finally:
        _run("-E", "STORY-USER", "DOCKER-USER")


@contextlib.contextmanager
def another_installations():
    """The rule by which another installation's fence would be entered, before all others."""
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
    """What guards the host, and every fence, in order."""
    return [line for line in _run("-S").splitlines() if line.startswith(("-A INPUT", "-A DCC-"))]


def host_addresses(app: str) -> list[str]:
    """Its gateway first, then the host's lasting addresses: those of other networks' bridges come and go."""
    networks = engine.container(app)["NetworkSettings"]["Networks"].values()
    gateways = [network["Gateway"] for network in networks]
    shown = subprocess.run(["ip", "-4", "-o", "address"], capture_output=True, text=True, check=True).stdout
    own = re.findall(r"^\d+: (\S+) +inet ([\d.]+)/", shown, re.MULTILINE)
    return gateways + [address for device, address in own if not device.startswith(("lo", "br-", "dcc"))]


def _run(*arguments: str) -> str:
    return subprocess.run(["iptables", "-w", "10", *arguments], capture_output=True, text=True, check=True).stdout
