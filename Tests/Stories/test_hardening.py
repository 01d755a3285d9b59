"""What an app can see and do: as little as untrusted code should."""

import pytest

import engine


@pytest.fixture
def seen(echoes, api):
    """What the running app received of a request through its link."""
    return api.open(echoes.name).json


@pytest.fixture
def container(echoes):
    return engine.container(echoes.name)


def status(seen) -> dict[str, str]:
    return dict(line.split(":\t", 1) for line in seen["status"].splitlines())


def test_it_is_nobody_on_the_host(seen, echoes):
    assert seen["uid"] >= 200_000
    assert echoes.workspace.stat().st_uid == seen["uid"]


def test_it_has_no_capability_and_cannot_gain_any(seen):
    process = status(seen)
    assert {process[name] for name in ("CapEff", "CapPrm", "CapBnd")} == {"0" * 16}
    assert process["NoNewPrivs"] == "1"


def test_it_is_in_no_group_but_its_own(seen):
    assert status(seen)["Groups"].split() == [str(seen["uid"])]


def test_it_learns_neither_password_nor_token(seen):
    assert "authorization" not in {name.lower() for name in seen["headers"]}


def test_it_learns_that_it_is_served_over_https_and_to_whom(seen, echoes):
    headers = {name.lower(): value for name, value in seen["headers"].items()}
    assert headers["x-forwarded-proto"] == "https"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["host"].startswith(echoes.name)


def test_a_client_cannot_say_where_it_comes_from(echoes, api):
    spoofed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    headers = api.open(echoes.name, headers=spoofed).json["headers"]
    assert "203.0.113.9" not in str(headers)
    assert "evil.example" not in str(headers)
    assert headers["X-Forwarded-Proto"] == "https"


def test_its_port_is_on_loopback_alone(container):
    [[binding]] = container["NetworkSettings"]["Ports"].values()
    assert binding["HostIp"] == "127.0.0.1"


def test_it_writes_to_its_workspace_and_its_temporary_folder_alone(echoes):
    def touch(path):
        return engine.docker("exec", f"dcc-{echoes.name}-app-1", "touch", path)

    # World-writable folders of the image, protected only by the read-only root.
    for path in ("/var/tmp/x", "/var/lock/x"):
        assert "Read-only file system" in touch(path).stderr
    for path in ("/tmp/x", "/app/.dcc/x"):
        assert touch(path).returncode == 0


def test_it_can_use_up_neither_memory_nor_processes(container):
    limits = container["HostConfig"]
    assert limits["Memory"] == 8 << 30
    assert limits["PidsLimit"] == 4096
    assert limits["NanoCpus"] > 0
    assert limits["LogConfig"] == {"Type": "local", "Config": {"max-size": "10m", "max-file": "3"}}


def test_nothing_of_the_host_is_mounted_but_its_workspace(container, echoes):
    writable = [mount["Source"] for mount in container["Mounts"] if mount["RW"]]
    assert writable == [str(echoes.workspace)]
    assert not any("docker.sock" in mount["Source"] for mount in container["Mounts"])


def test_it_shares_no_namespace_with_the_host(container):
    config = container["HostConfig"]
    assert not config["Privileged"]
    assert [config[mode] for mode in ("PidMode", "UTSMode", "UsernsMode")] == ["", "", ""]
    assert config["IpcMode"] == "private"
    assert config["NetworkMode"] not in ("host", "bridge", "default")
