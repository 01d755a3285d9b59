"""Every corpus line about app output, from a real container to the API and a real browser."""

import base64
import contextlib
import pathlib
import statistics
import time

import pytest
from playwright.sync_api import expect

import backend
import engine
from bad_inputs import ids, lines
from browser import Troubles
from repositories import Repository
from waiting import clock, until

# The expected text of each line. The line about secrets is covered in test_environment.py.
SHOWN = {
    "log_output-002": "",
    "log_output-004": "click",
    "log_output-007": "red",
    "log_output-009": "</pre><img src=x onerror=fetch('/api/apps',{method:'POST'})>",
    "log_output-012": "a\\u202Eb\\u2066c",
    "log_output-017": "\ufffd" * 6,
}
# Color codes reach the page, which turns them into classes; all other terminal escape codes are removed.
COLOURED = {"log_output-007": "\x1b[31mred\x1b[0m"}
SECRET, FLOOD = "log_output-014", "log_output-019"
WRITTEN = [entry for entry in lines("log_output", expect="neutralise") if entry.id in SHOWN]


def test_every_line_of_the_corpus_has_a_story():
    assert sorted([*SHOWN, SECRET, FLOOD]) == ids("log_output")


def bytes_of(value) -> bytes:
    return base64.b64decode(value["$b64"]) if isinstance(value, dict) else value.encode()


@pytest.fixture(scope="module")
def writer(lasting_apps):
    """An app that writes each corpus line after its id."""
    text = b"".join(f"[{entry.id}] ".encode() + bytes_of(entry.value) + b"\n" for entry in WRITTEN)
    repository = Repository({"app.py": f"import os\nos.write(1, {text!r})\nos.execvp('python3', ['python3', '-m', 'http.server', '7860'])\n"})
    app = lasting_apps.add(repository=repository.url)
    app.wait_for("running")
    until("its output", lambda: all(f"[{entry.id}]" in app.log("app") for entry in WRITTEN))
    repository.delete()
    return app


@pytest.mark.parametrize("entry", WRITTEN, ids=[entry.id for entry in WRITTEN])
def test_a_line_is_harmless_in_the_answer_and_in_the_browser(entry, writer, page):
    expected = f"[{entry.id}] {SHOWN[entry.id]}"
    assert f"[{entry.id}] {COLOURED.get(entry.id, SHOWN[entry.id])}" in writer.log("app").split("\n")

    troubles = Troubles(page)
    page.goto("/")
    page.locator(f'[data-app="{writer.name}"]').get_by_role("link", name="Logs").click()
    title = f"{writer.name} · Docker Control Center"
    line = page.locator("#log .log-text").filter(has_text=f"[{entry.id}]")
    expect(line).to_have_count(1)
    assert line.evaluate("element => element.textContent") == expected
    assert line.evaluate("element => element.childElementCount") == (1 if entry.id in COLOURED else 0)
    assert page.locator("#log").locator("a, img, pre, script").count() == 0
    assert page.title() == title
    assert troubles.all() == []


# Flooding


SECONDS = 20
FLOODING = f"""
import http.server, os, threading, time
server = http.server.ThreadingHTTPServer(("0.0.0.0", 7860), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=server.serve_forever).start()
while not os.path.exists("begin"):
    time.sleep(0.05)
end, written, chunk = time.monotonic() + {SECONDS}, 0, (b"x" * 199 + b"\\n") * 5000
while time.monotonic() < end:
    written += os.write(1, chunk)
os.write(1, b"\\nwrote %d bytes\\n" % written)
"""


@pytest.fixture
def flooding(apps):
    repository = Repository({"app.py": FLOODING})
    app = apps.add(repository=repository.url)
    app.wait_for("running")
    repository.delete()
    return app


def polls(api, path: str, seconds: float) -> list[float]:
    """The duration of each poll in seconds."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begun = clock()
        assert api.get(path).status == 200
        took.append(clock() - begun)
        time.sleep(0.05)
    return took


def p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


def memory() -> int:
    """Memory of the backend in KiB."""
    status = pathlib.Path(f"/proc/{backend.pid()}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def test_a_flood_of_output_slows_no_other_apps_polls_and_fills_no_disk(api, flooding, echoes):
    path = f"{echoes.path}/logs?timeout=0"
    calm = p99(polls(api, path, 5))
    (flooding.workspace / "begin").touch()
    in_the_flood = p99(polls(api, path, SECONDS))
    kept = memory()
    until("its last line", lambda: "wrote" in flooding.log("app"), 180, pause=1)
    [written] = [line for line in flooding.log("app").splitlines() if line.startswith("wrote")]

    print(f"{written} in {SECONDS} s; p99 of polls {calm * 1000:.0f} ms calm, {in_the_flood * 1000:.0f} ms; backend {kept >> 10} MiB")
    assert in_the_flood < 0.5
    assert kept < 256 << 10
    assert size_of_logs(flooding) < 40 << 20


def size_of_logs(app) -> int:
    """Size of the logs on disk in bytes. The Engine keeps three files of 10 MB, older ones compressed."""
    folder = pathlib.Path(engine.get("/info")["DockerRootDir"], "containers", engine.container(app.name)["Id"])
    total = 0
    for file in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += file.stat().st_size if file.is_file() else 0
    assert total > 0
    return total
