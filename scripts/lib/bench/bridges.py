"""What bridges cost a machine: as many networks as apps would have, without containers.

Usage: bridges.py COUNT. Runs in namespaces of its own, see bench_hundreds.sh.
"""

import ipaddress
import pathlib
import subprocess
import sys
import time
from statistics import median

import engine
from crowd import cost, idle, memory
from figures import compare, report

FEW = 10


def timed(run) -> float:
    """Milliseconds."""
    began = time.monotonic()
    run()
    return 1000 * (time.monotonic() - began)


def command(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def make(number: int, subnet: ipaddress.IPv4Network):
    command("docker", "network", "create", "--subnet", str(subnet), "--opt", f"com.docker.network.bridge.name=bench{number}", f"bench-{number}")


# What the service does for each start of an app, and each look of Docker at its networks.
LOOKS = {
    "iptables -S, read for each start": lambda: command("iptables", "-w", "10", "-S"),
    "Docker lists its networks": lambda: engine.get("/networks"),
    "the machine's routes are read": lambda: pathlib.Path("/proc/net/fib_trie").read_bytes(),
    "ip link lists the interfaces": lambda: command("ip", "-o", "link"),
}


def looks() -> dict[str, list[float]]:
    return {what: [timed(look) for _ in range(FEW)] for what, look in LOOKS.items()}


def main():
    count = int(sys.argv[1])
    subnets = list(ipaddress.ip_network("10.249.0.0/16").subnets(new_prefix=28))[:count]
    base = memory()
    made, early = [], {}
    for number, subnet in enumerate(subnets):
        made.append(timed(lambda number=number, subnet=subnet: make(number, subnet)))
        if number + 1 == FEW:
            early, spent_early = looks(), cost()
    late = looks()
    compare(f"a network, {count} there", made[-FEW:], f"{FEW} there", made[:FEW], "p50 ratio <= 1.5")
    for what in LOOKS:
        compare(what, late[what], f"{FEW} there", early[what])
    report("processor time for each network", spent_early.since(count - FEW))
    held = memory()
    report(f"{count} bridges take", f"dockerd {held.used['dockerd'] - base.used['dockerd']:.0f} MB, "
           f"the machine {base.available - held.available:.0f} MB in all")
    rules = {table: command("iptables", "-w", "10", "-t", table, "-S").count("\n") for table in ("filter", "nat")}
    report("iptables rules", ", ".join(f"{table} {found}" for table, found in rules.items()))
    report(f"idle with {count} bridges", idle(20))
    gone = [timed(lambda number=number: command("docker", "network", "rm", f"bench-{number}")) for number in range(count)]
    compare("removing a network, first ten", gone[:FEW], "last ten", gone[-FEW:])
    report("all of them", f"made in {sum(made) / 1000:.1f} s, removed in {sum(gone) / 1000:.1f} s; one {median(made):.0f} and {median(gone):.0f} ms")


main()
