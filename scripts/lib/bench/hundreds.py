"""Hundreds of real apps on one engine: deployed, started again after `kill -9` of dockerd, and removed; with what they cost, and
what is left behind.

Usage: hundreds.py APPS. Runs in namespaces of its own, see bench_hundreds.sh.
"""

import concurrent.futures
import os
import pathlib
import signal
import subprocess
import sys
import time
from statistics import median

import engine
import installation
from client import Client
from crowd import available, cost, idle, memory, processes
from figures import compare_rounds, report
from left_behind import left_behind

FORM = {"repository": f"{installation.GIT}/small-app.git", "start_command": "python app.py", "port": 7860}
ENGINE_PID = pathlib.Path("/run/dcc-engine/dockerd.pid")
MAPPINGS = pathlib.Path(__file__).parent.parent / "bench_memory.sh"
# A machine that makes no headway for so long has reached its end.
STUCK_SECONDS = 120


def states(api: Client) -> dict[str, str]:
    reply = api.get("/api/status?timeout=0")
    return {app["name"]: app["state"] for app in reply.json["apps"]} if reply.status == 200 else {}


def follow(api: Client, names: list[str], done, what: str) -> list[float]:
    """Seconds after which each app was `done(state)`; state None for an app that is gone. Ends early where nothing moves."""
    began = moved = time.monotonic()
    reached: dict[str, float] = {}
    last: dict[str, str] = {}
    low = available()
    while len(reached) < len(names):
        try:
            seen = states(api)
        except OSError:
            seen = last
        now = time.monotonic()
        low = min(low, available())
        if seen != last:
            moved, last = now, seen
        for name in names:
            if name not in reached and done(seen.get(name)):
                reached[name] = now - began
        if now - moved > STUCK_SECONDS:
            report(f"{what} ends at", f"{len(reached)} of {len(names)}: nothing moved for {STUCK_SECONDS} s; {tally(seen)}")
            break
        time.sleep(1)
    report(f"least memory while {what}", f"{low:.0f} MB")
    return sorted(reached.values())


def tally(seen: dict[str, str]) -> str:
    counts: dict[str, int] = {}
    for state in seen.values():
        counts[state] = counts.get(state, 0) + 1
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))


def all_at_once(ask, names: list[str]):
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(ask, names))
    refused = [reply for reply in replies if reply.status >= 300]
    if refused:
        report("refused", f"{len(refused)} requests, the first with {refused[0].status} {refused[0].body[:200]!r}")


def own_seconds(api: Client, name: str) -> dict[str, float]:
    """How long each step of the newest deployment took."""
    newest = api.get(f"/api/apps/{name}/deployments").json["deployments"][0]
    return {step["step"]: step["seconds"] or 0 for step in newest["steps"]}


def tell_deploying(api: Client, names: list[str], reached: list[float]):
    tenth = max(1, len(reached) // 10)
    first, last = reached[tenth - 1] / tenth, (reached[-1] - reached[-tenth - 1]) / tenth
    report("all of them run", f"after {reached[-1]:.1f} s, {reached[-1] / len(reached):.2f} s for each")
    compare_rounds("one more app, last tenth", [last], "first tenth", [first], "ratio <= 1.25", unit="s")
    steps = [own_seconds(api, name) for name in names]
    for part, chosen in (("first", steps[:tenth]), ("last", steps[-tenth:])):
        spent = {step: median(found.get(step, 0) for found in chosen) for step in chosen[0]}
        report(f"steps of the {part} tenth (median)", ", ".join(f"{step} {seconds:.2f} s" for step, seconds in spent.items()))


def tell_mappings():
    service, *_ = processes()["service"]
    subprocess.run(["bash", "-c", '. "$0" && memory_by_mapping "$1"', MAPPINGS, service.name], check=True)


def kill_engine():
    pid = int(ENGINE_PID.read_text())
    os.kill(pid, signal.SIGKILL)
    while pathlib.Path(f"/proc/{pid}").exists() and " Z " not in pathlib.Path(f"/proc/{pid}/stat").read_text():
        time.sleep(0.05)


def start_engine() -> float:
    """Seconds until it answers. As `start_engine` in scripts/lib/engine.sh starts it."""
    began = time.monotonic()
    for left in ("/run/docker.pid", "/run/docker/containerd/containerd.pid"):
        pathlib.Path(left).unlink(missing_ok=True)
    with open("/run/dcc-engine/dockerd.log", "a") as log:
        process = subprocess.Popen(["dockerd"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    ENGINE_PID.write_text(f"{process.pid}\n")
    while True:
        try:
            engine.get("/version")
            return time.monotonic() - began
        except (OSError, AssertionError):
            time.sleep(0.1)


def containers() -> dict[str, str]:
    """Status by name of each app's running container."""
    found = engine.get("/containers/json", label=["com.docker.compose.service=app"])
    return {entry["Names"][0]: entry["Status"] for entry in found if entry["State"] == "running"}


def main():
    count = int(sys.argv[1])
    api = Client()
    names = [f"small-{number}" for number in range(count)]
    before = memory()
    bare = left_behind()

    began = cost()
    report("the empty machine", before.words())
    all_at_once(lambda name: api.post("/api/apps", {**FORM, "name": name}), names)
    reached = follow(api, names, lambda state: state in ("running", "failed"), "deploying")
    report("state", tally(states(api)))
    tell_deploying(api, names, reached)
    report("processor time for each app", began.since(len(names)))
    report("memory", memory().words(), "the service <= 30 MB")
    tell_mappings()
    report("while nothing happens", idle(30))
    healthy = [name for name, status in containers().items() if "healthy" in status]
    report("Docker shows", f"{len(healthy)} healthy containers")

    kill_engine()
    time.sleep(2)
    answering = start_engine()
    began = time.monotonic()
    report("the engine answers again", f"after {answering:.1f} s")
    follow(api, names, lambda state: state != "running", "noticing")
    reached = follow(api, names, lambda state: state in ("running", "failed"), "starting again")
    lasted = time.monotonic() - began
    report("all of them run again", f"{lasted:.1f} s later, {lasted / len(reached):.2f} s for each; {tally(states(api))}")

    began = time.monotonic()
    all_at_once(lambda name: api.delete(f"/api/apps/{name}"), names)
    accepted = time.monotonic() - began
    reached = follow(api, names, lambda state: state is None, "removing")
    report("all of them are removed", f"{accepted:.1f} s to accept, {accepted + reached[-1]:.1f} s to the last")
    report("the empty machine again", memory().words())
    tell_mappings()
    left = {what: found for what, found in left_behind().items() if found != bare[what]}
    report("left behind", str(left) if left else "nothing", "nothing")


main()
