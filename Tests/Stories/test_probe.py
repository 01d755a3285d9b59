"""Attacks from inside a container: each probe is shown to work where it is allowed, and must fail inside."""

import contextlib
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import types
import urllib.parse

import pytest

import backend
import engine
import firewall
import installation
import listeners
from apps import App
from waiting import until

PROBE = installation.ROOT / "Tests" / "Fixtures" / "probes" / "probe.py"
UNREACHABLE = ("ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH")
DONE = "done"


@pytest.fixture(scope="module", autouse=True)
def app(lasting_apps) -> App:
    deployed = lasting_apps.add("probes")
    deployed.wait_for("running")
    return deployed


@pytest.fixture(scope="module")
def inside(api, app):
    """Runs a probe in the app's container."""

    def run(*words: str) -> str:
        query = urllib.parse.urlencode([("probe", word) for word in words])
        reply = api.open(app.name, f"/?{query}")
        assert reply.status == 200, reply.body
        return reply.body.decode().strip()

    return run


def outside(*words: str) -> str:
    """Runs a probe on the host, as root."""
    done = subprocess.run([sys.executable, str(PROBE), *words], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.strip()


# The network


@pytest.fixture(scope="module")
def around(app, echoes_everywhere):
    """The servers around the app."""
    echoes_everywhere.wait_for("running")
    [network] = engine.container(echoes_everywhere.name)["NetworkSettings"]["Networks"].values()
    [[published]] = engine.container(echoes_everywhere.name)["NetworkSettings"]["Ports"].values()
    with contextlib.ExitStack() as open_now:
        yield types.SimpleNamespace(
            host=firewall.host_addresses(app.name),
            page=str(open_now.enter_context(listeners.relay(installation.PORT))),
            metadata=str(open_now.enter_context(listeners.metadata_service())),
            stranger=str(open_now.enter_context(listeners.strangers_container(engine.container(app.name)["Config"]["Image"]))),
            neighbour=network["IPAddress"], published=published["HostPort"])


# Blocked by our isolation rules only.
WALLED_OFF = {
    "the control page, at every address of the host": lambda around: [(address, around.page) for address in around.host],
    "the metadata service of a cloud": lambda around: [(listeners.METADATA, around.metadata)],
}
# Blocked by Docker as well.
APART = {
    "a neighbour's container": lambda around: [(around.neighbour, "7860")],
    "a stranger's container, published on every address": lambda around: [(address, around.stranger) for address in around.host],
}


def test_the_internet_is_there(inside):
    assert inside("resolve", "pypi.org") == DONE
    assert inside("connect", "pypi.org", "443") == DONE


def test_its_own_loopback_is_there(inside):
    assert inside("connect", "127.0.0.1", "7860") == DONE


@pytest.mark.parametrize("places", [*WALLED_OFF.values(), *APART.values()], ids=[*WALLED_OFF, *APART])
def test_the_host_reaches_it_and_the_app_does_not(places, around, inside):
    for address, port in places(around):
        assert outside("connect", address, port) == DONE
        assert inside("connect", address, port) in UNREACHABLE, f"{address}:{port}"


def test_a_neighbours_published_port_is_on_the_hosts_loopback_alone(around, inside):
    assert outside("connect", "127.0.0.1", around.published) == DONE
    for address in ["127.0.0.1", *around.host]:
        assert inside("connect", address, around.published) in UNREACHABLE, address


def test_no_name_leads_to_the_host(inside):
    assert inside("resolve", "host.docker.internal") == "unknown name"
    assert inside("resolve", "gateway.docker.internal") == "unknown name"


def test_without_the_fence_all_that_could_be_reached_until_the_next_start_closes_it(app, around, inside):
    places = [place for places in WALLED_OFF.values() for place in places(around)]

    def reached() -> list[str]:
        return [inside("connect", *place) for place in places]

    def opened() -> bool:
        firewall.open_up()
        return reached() == [DONE] * len(places)

    until("the open host", opened, 10)
    app.act("restart")
    app.wait_for("running")
    assert [outcome for outcome in reached() if outcome not in UNREACHABLE] == []


def test_no_machine_beside_the_host_reaches_an_app_past_nginx(around):
    """Docker Engine before 28 forwards packets for the container's own address to a port published on loopback."""

    def beside(*words: str) -> str:
        command = ["ip", "netns", "exec", listeners.NEIGHBOUR, sys.executable, str(PROBE), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()

    assert beside("connect", around.neighbour, "7860") in UNREACHABLE

    def opened() -> bool:
        firewall.open_up()
        return beside("connect", around.neighbour, "7860") == DONE

    # The isolation rules block this.
    until("an open fence", opened, 10)
    until("a closed fence", lambda: beside("connect", around.neighbour, "7860") in UNREACHABLE, 180, pause=1)


def test_the_fence_is_put_back_without_a_deployment(around, inside):
    [place, *_] = WALLED_OFF["the metadata service of a cloud"](around)
    firewall.open_up()
    until("a closed fence", lambda: inside("connect", *place) in UNREACHABLE, 180, pause=1)


@pytest.mark.alone
def test_another_installations_fence_is_left_alone(app):
    with firewall.another_installations():
        before = firewall.rules()
        app.act("restart")
        app.wait_for("running")
        assert firewall.rules() == before
    assert len(firewall.jumps()) == 3


@pytest.mark.alone
def test_a_fence_that_cannot_be_closed_fails_the_deployment(apps):
    with firewall.without_dockers_chain():
        firewall.open_up()
        failure = apps.add().wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("install", "network_fence")


def test_its_network_has_no_ipv6(app):
    [network] = engine.get("/networks", label=[f"dcc.app={app.name}"])
    assert network["EnableIPv6"] is False
    assert network["Options"]["com.docker.network.bridge.name"].startswith("dcc")


# Files of the host


@pytest.fixture
def file_of_the_host():
    """A world-readable file on the host."""
    file = pathlib.Path(f"/etc/story-{secrets.token_hex(4)}")
    file.write_text("of the host\n")
    file.chmod(0o644)
    yield file
    file.unlink()


def test_sockets_of_the_host_are_not_there(inside):
    for path in (installation.STATE / "run" / "dcc.sock", pathlib.Path("/var/run/docker.sock")):
        assert outside("connect_unix", str(path)) == DONE
        assert inside("connect_unix", str(path)) == "ENOENT"


def test_files_of_the_platform_are_not_there(app, echoes, inside):
    for path in (
        echoes.workspace / "app.py", installation.STACKS / echoes.name / "compose.json", installation.STACKS / app.name / "compose.json",
        installation.STATE / "data" / "dcc.db", backend.CONFIGURATION,
    ):
        assert outside("read", str(path)) == DONE
        assert inside("read", str(path)) == "ENOENT"


def test_the_hosts_passwords_are_not_there(inside):
    assert outside("read", "/etc/shadow") == DONE
    # The file there belongs to the image.
    assert inside("read", "/etc/shadow") == "EACCES"


def test_a_link_out_of_the_workspace_stays_in_the_container(app, file_of_the_host, inside):
    (app.workspace / "leads-out").symlink_to(file_of_the_host)
    assert outside("read", str(app.workspace / "leads-out")) == DONE
    for path in ("leads-out", f"../../../../..{file_of_the_host}", f"/proc/1/root{file_of_the_host}"):
        assert inside("read", path) == "ENOENT"


# Privileges


def test_it_makes_no_device(tmp_path, inside):
    assert outside("make_device", str(tmp_path / "device")) == DONE
    assert inside("make_device", "/app/device") == "EPERM"


def test_a_device_in_its_workspace_means_nothing(app, inside):
    log, null = app.workspace / "log", app.workspace / "null"
    os.mknod(log, 0o020666, os.makedev(1, 11))
    os.mknod(null, 0o020666, os.makedev(1, 3))
    for device in (log, null):
        device.chmod(0o666)
        assert outside("open_device", str(device)) == DONE
    # Devices can be opened there, but only those allowed in every container.
    assert inside("open_device", "null") == DONE
    assert inside("open_device", "log") == "EPERM"


def test_it_does_not_become_root(inside):
    assert outside("become_root") == DONE
    assert inside("become_root") == "EPERM"


def test_a_set_uid_bit_in_its_workspace_means_nothing(app, inside):
    program = app.workspace / "identity"
    shutil.copy("/usr/bin/id", program)
    program.chmod(0o4755)
    uid = app.workspace.stat().st_uid
    on_the_host = subprocess.run([program], capture_output=True, text=True, check=True, user=uid, group=uid, extra_groups=[])
    assert "euid=0(root)" in on_the_host.stdout
    in_the_container = inside("print_identity", "./identity")
    assert f"uid={uid}" in in_the_container
    assert "euid" not in in_the_container


def test_it_mounts_nothing(tmp_path, inside):
    in_a_namespace = ["unshare", "--mount", sys.executable, str(PROBE), "mount", str(tmp_path)]
    assert subprocess.run(in_a_namespace, capture_output=True, text=True, check=True).stdout.strip() == DONE
    assert inside("mount", "/tmp") == "EPERM"


def test_it_raises_no_limit(inside):
    assert inside("raise_limit", "0") == DONE
    assert inside("raise_limit", "1") == "EPERM"


@pytest.mark.parametrize("path", ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/sys/kernel/profiling"])
def test_it_changes_nothing_of_the_kernel(path, inside):
    assert outside("write", path) == DONE
    assert inside("write", path) in ("EACCES", "EROFS")


@pytest.mark.parametrize("kind", ["raw_socket", "packet_socket"])
def test_it_sends_no_forged_packets(kind, inside):
    assert outside(kind) == DONE
    assert inside(kind) == "EPERM"


@pytest.mark.parametrize("namespace", ["user", "mount", "net", "pid"])
def test_it_makes_no_namespace(namespace, inside):
    assert outside("unshare", namespace) == DONE
    assert inside("unshare", namespace) == "EPERM"


def test_it_neither_sees_nor_traces_processes_of_the_host(inside):
    assert str(backend.PROGRAM) in outside("print_processes")
    assert "python app.py" in inside("print_processes")
    assert str(backend.PROGRAM) not in inside("print_processes")
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        assert outside("trace", str(sleeper.pid)) == DONE
        assert inside("trace", str(sleeper.pid)) in ("ESRCH", "EPERM")
    finally:
        sleeper.kill()
        sleeper.wait()
