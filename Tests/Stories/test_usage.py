"""Usage of apps and host: series with gaps, CSV, capacity for operators, and Prometheus metrics."""

import contextlib
import csv
import datetime
import http.client
import io
import os
import re
import signal
import socket
import time

import pytest
from playwright.sync_api import expect
from prometheus_client.parser import text_string_to_metric_families

import backend
import engine
import installation
from client import TRUST, Client
from waiting import until

BOB = Client("bob")


def at(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()


def series(api, path: str, name: str = "cpu_percent", query: str = "range=hour") -> list[tuple[float, float | None]]:
    """Values of one series, each with the start of its step in seconds."""
    reply = api.get(f"{path}/usage?{query}")
    assert reply.status == 200, reply.body
    start, step = at(reply.json["from"]), reply.json["step_seconds"]
    return [(start + index * step, value) for index, value in enumerate(reply.json["series"][name])]


def known(values) -> list[float]:
    return [value for _, value in values if value is not None]


@pytest.fixture
def measured(echoes, api):
    """A running app with two measurements, so that it has rates."""
    until("two looks at it", lambda: known(series(api, echoes.path)), 120, 0.5)
    return echoes


def test_a_running_app_shows_what_it_uses(measured, api):
    reply = api.get(f"{measured.path}/usage?range=hour").json
    assert reply["step_seconds"] == 10
    assert at(reply["to"]) - at(reply["from"]) == 3600
    assert time.time() - 15 < at(reply["to"]) <= time.time()
    assert all(len(values) == 360 for values in reply["series"].values())
    assert 0 <= known(series(api, measured.path))[-1] < 100 * os.cpu_count()
    # A Python interpreter uses some memory, but less than its limit.
    assert 4 << 20 <= known(series(api, measured.path, "memory_bytes"))[-1] < reply["limits"]["memory_bytes"] == 8 << 30
    assert known(series(api, measured.path, "gpu_percent")) == []
    assert reply["limits"]["gpu_memory_bytes"] is None


@pytest.mark.alone
def test_work_shows_on_its_processor(measured, api):
    burn = "import time\nend = time.monotonic() + 12\nwhile time.monotonic() < end: pass"
    engine.docker("exec", f"dcc-{measured.name}-app-1", "python3", "-c", burn)
    until("the work in its series", lambda: max(known(series(api, measured.path))[-3:]) > 30, 60, 0.5)


@pytest.mark.parametrize("span", ["day", "fortnight", "year"])
def test_long_ranges_know_the_newest_too(span, measured, api):
    values = series(api, measured.path, "memory_bytes", f"range={span}")
    assert 200 <= len(values) <= 510
    assert values[-1][1] or values[-2][1]


def test_the_machine_has_a_series_of_its_own(measured, api):
    assert known(series(Client("vera"), "/api/host"))[-1] > 0
    reply = api.get("/api/host/usage").json
    assert max(known(series(api, "/api/host", "memory_bytes"))) < reply["limits"]["memory_bytes"]
    assert known(series(api, "/api/host", "disk_bytes"))[-1] > 0


def test_a_table_to_keep_holds_the_same(measured, api):
    reply = api.get(f"{measured.path}/usage?range=hour&format=csv")
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="usage-{measured.name}-hour.csv"'
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    values = dict(series(api, measured.path, "memory_bytes"))
    assert len(rows) == 360
    same = [row for row in rows if row["memory_bytes"]]
    assert same and all(float(row["memory_bytes"]) == values[at(row["at"])] for row in same)


def test_what_is_asked_wrongly_is_named(measured, api):
    assert api.get(f"{measured.path}/usage?range=decade").errors == {"range_unknown": "range"}
    assert api.get(f"{measured.path}/usage?format=xml").errors == {"format_unknown": "format"}
    assert api.get("/api/capacity?days=91").errors == {"days_range": "days"}


def test_who_may_not_see_the_app_does_not_see_what_it_uses(measured):
    for query in ("", "?format=csv"):
        assert BOB.get(f"{measured.path}/usage{query}").status == 404
    assert measured.name not in BOB.get("/api/host/usage").body.decode()


def test_capacity_is_for_operators(measured, api):
    assert BOB.get("/api/capacity").status == 403
    report = api.get("/api/capacity?days=1").json
    [app] = [app for app in report["apps"] if app["name"] == measured.name]
    assert (app["owner"], app["gpu_hours"], app["declared_memory_bytes"]) == ("admin", 0, 8 << 30)
    assert app["peak_memory_bytes"] > 0 and app["declared_gpu_memory_bytes"] is None
    assert "admin" in [owner["owner"] for owner in report["owners"]]
    assert len(report["busiest_hours"]) == 24 and 0 < max(report["busiest_hours"]) <= 1


def test_prometheus_can_read_what_runs(measured, api):
    def families():
        reply = api.get("/metrics", signed_in=False)
        assert (reply.status, reply.headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
        return {family.name: family for family in text_string_to_metric_families(reply.body.decode())}

    apps = families()["dcc_apps"]
    assert apps.type == "gauge"
    assert {"state": "running"} in [sample.labels for sample in apps.samples]
    labels = {"name": measured.name, "owner": "admin"}
    for name in ("container_cpu_usage_seconds", "container_memory_working_set_bytes", "container_network_receive_bytes"):
        # On a busy machine a measurement may be missing; the next one has it.
        [value] = until(name, lambda: [sample.value for sample in families()[name].samples if sample.labels == labels], 60, 1)
        assert value > 0


@contextlib.contextmanager
def open_to_the_network(address: str, port: int):
    """Serves the control page at an address reachable from other machines, during the block."""
    etc = installation.STATE / "etc"
    site = etc / "extra" / "network.conf"
    site.write_text(
        f"server {{ listen {address}:{port} ssl; server_name localhost; root {installation.STATE}/web; "
        f"set $dcc_nginx {etc}; include control.conf; }}\n")
    nginx = int((installation.STATE / "nginx-master.pid").read_text())
    os.kill(nginx, signal.SIGHUP)
    try:
        yield lambda path: ask(address, port, path)
    finally:
        site.unlink()
        os.kill(nginx, signal.SIGHUP)


def ask(address: str, port: int, path: str) -> int | None:
    with contextlib.suppress(OSError):
        connection = http.client.HTTPConnection("localhost")
        plain = socket.create_connection((address, port), timeout=5)
        connection.sock = TRUST.wrap_socket(plain, server_hostname="localhost")
        connection.request("GET", path)
        with contextlib.closing(connection):
            return connection.getresponse().status


def test_metrics_are_for_this_machine_alone():
    [bridge] = engine.get("/networks/bridge")["IPAM"]["Config"]
    with open_to_the_network(bridge["Gateway"], installation.PORT + 40) as status:
        until("the page at that address", lambda: status("/healthz") == 200)
        assert status("/metrics") == 403


def test_while_the_backend_is_away_there_is_a_gap(measured, api, page):
    try:
        backend.kill()
        gone = time.time()
        time.sleep(26)
    finally:
        back = time.time()
        backend.start()
    values = until(
        "looks after the gap",
        lambda: (found := series(api, measured.path, "memory_bytes")) and known(found[-2:]) and found, 30, 0.5)
    away = [value for second, value in values if gone < second + 5 and second + 10 < back]
    assert away and set(away) == {None}
    assert known((second, value) for second, value in values if second < gone - 10)

    page.goto(f"/#/apps/{measured.name}/usage")
    line = page.locator(".plot", has=page.get_by_role("slider", name="Memory", exact=True)).locator(".plot-line-0").first
    expect(line).to_have_attribute("d", re.compile("M.*M"))
