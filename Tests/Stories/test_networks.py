"""Addresses of apps' networks: from a block that is kept for them, away from what the machine has routes to."""

import contextlib
import ipaddress
import json
import secrets
import subprocess

import engine
import installation
from own_installation import Installation
from waiting import until


def subnet(app) -> ipaddress.IPv4Network:
    [network] = engine.get("/networks", label=[f"dcc.app={app.name}"])
    [pool] = network["IPAM"]["Config"]
    return ipaddress.ip_network(pool["Subnet"])


@contextlib.contextmanager
def route_to(network: ipaddress.IPv4Network):
    """As a VPN adds one while apps run."""
    subprocess.run(["ip", "route", "add", "blackhole", str(network)], check=True)
    try:
        yield
    finally:
        subprocess.run(["ip", "route", "del", "blackhole", str(network)], check=True)


def test_an_app_moves_away_from_a_network_that_the_machine_gets_a_route_to(apps, api):
    app = apps.add("echoes")
    app.wait_for("running")
    first = subnet(app)
    assert first.prefixlen == 28
    with route_to(list(first.subnets())[1]):
        before = app.view()["deployment"]["id"]
        app.act("redeploy")
        until("another deployment", lambda: app.view()["deployment"]["id"] != before)
        app.wait_for("running")
        assert not subnet(app).overlaps(first)
        assert api.open(app.name).status == 200


def test_as_many_apps_are_taken_as_there_are_networks():
    small = Installation()
    given = json.loads(small.configuration.read_text())
    small.configuration.write_text(json.dumps({**given, "networks": {"block": "10.99.7.0/24"}}))
    form = {"repository": f"{installation.GIT}/no-such-repository.git", "start_command": "python app.py", "port": 7860}
    try:
        with route_to(ipaddress.ip_network("10.99.7.0/24")):
            ended = small.dcc("doctor")
            assert "the machine has a route to 10.99.7.0/24 in it" in ended.stdout, ended.stdout
        small.start()
        assert "10.99.7." in small.dcc("doctor").stdout
        names = [f"story-{secrets.token_hex(4)}" for _ in range(9)]
        replies = [small.ask("POST", "/api/apps", {"name": name, **form}) for name in names]
        assert [reply.status for reply in replies] == [202] * 8 + [507]
        assert replies[-1].json["type"].endswith("no_free_network") and "networks.block" in replies[-1].json["detail"]
        assert small.get(f"/api/apps/{names[-1]}").status == 404
        small.remove(names[0])
        small.add(name=names[-1], **form)
    finally:
        small.delete()
