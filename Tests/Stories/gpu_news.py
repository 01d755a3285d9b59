"""Made-up GPUs, processes and usage for the page."""

import time

from playwright.sync_api import Page

from feeds import an_app

GIB = 1 << 30


def a_gpu(index: int, *holders: dict, **differences) -> dict:
    return {
        "uuid": f"GPU-{index}", "index": index, "label": str(index), "name": "NVIDIA A100-SXM4-80GB",
        "total_memory_mib": 80 << 10, "used_memory_mib": 60 << 10, "unified_memory": False, "mig_profile": None,
        "utilisation_percent": 37, "temperature_celsius": 54, "power_watts": 211, "bus_id": f"00000000:0{index}:00.0",
        "holders": list(holders), "promised": [], **differences,
    }


def a_holder(gib: int, deployment: int | None = None, owner: str | None = None, process: str = "python3") -> dict:
    return {"deployment": deployment, "owner": owner, "process": process, "memory_mib": gib << 10}


def a_deployment(number: int, **differences) -> dict:
    return {
        "id": number, "reason": "onboard", "outcome": "succeeded", "failure": None, "requested_by": "admin",
        "started_at": "2026-03-04T11:59:00Z", "finished_at": "2026-03-04T12:00:00Z", "commit": "3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345",
        "image": None, "placement": "GPU 0: 40 GiB free, no other apps", "target": None, "steps": [], "run": None, **differences,
    }


def on_a_gpu(name: str, number: int, state: str = "running", **differences) -> dict:
    return an_app(name, state, gpus=1, deployment=a_deployment(number), **differences)


def a_promise(deployment: int, owner: str, gib: int | None = None, sharing: str = "exclusive") -> dict:
    return {"deployment": deployment, "owner": owner, "memory_mib": None if gib is None else gib << 10, "sharing": sharing}


# The first GPU: used by the app diffusion, an app that is not visible, a process of no app, and a remainder.
GPUS = [a_gpu(0, a_holder(40, 1, "admin"), a_holder(12, 9, "carol"), a_holder(4, process="Xorg")), a_gpu(1, used_memory_mib=0)]

LOST = {
    "id": "card_gone:GPU-2", "kind": "card_gone", "since": "2026-03-04T12:00:00Z", "gpus": ["GPU-2"], "deployments": [1, 2, 9],
    "message": "GPU 2 (NVIDIA A100-SXM4-80GB) is missing: the driver no longer reports it.",
    "mend": "Recreate its apps on another GPU; ask the operator to check the kernel log, and reset the GPU or reboot the machine.",
}


def used(step: int, count: int) -> dict:
    """A series up to now, with a gap in its second quarter; its latest memory value is 6 GiB."""
    end = int(time.time()) // step * step
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(end - step * count))
    gap = range(count // 4, count // 2)

    def line(value: int) -> list[int | None]:
        return [None if index in gap else value + index % 7 for index in range(count)]

    memory = [None if index in gap else 6 * GIB for index in range(count)]
    return {
        "from": start, "to": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(end)), "step_seconds": step,
        "series": {
            "cpu_percent": line(120), "memory_bytes": memory, "disk_bytes": memory, "receive_bytes_per_second": line(2000),
            "send_bytes_per_second": line(90_000), "gpu_percent": [None] * count, "gpu_memory_bytes": [None] * count,
        },
        "limits": {"memory_bytes": 16 * GIB, "gpu_memory_bytes": None},
    }


RANGES = {"hour": (10, 360), "day": (300, 288), "fortnight": (3600, 336), "year": (86_400, 365)}

CAPACITY = {
    "from": "2026-03-01T00:00:00Z", "to": "2026-03-08T00:00:00Z",
    "apps": [
        {"name": "diffusion", "owner": "admin", "removed": False, "gpu_hours": 112.4, "gpu_hours_idle": 80.2, "peak_memory_bytes": 8 * GIB,
         "declared_memory_bytes": 16 * GIB, "peak_gpu_memory_bytes": 39 * GIB, "declared_gpu_memory_bytes": None,
         "own_bytes": 34_000_000, "shared_bytes": 6_100_000_000},
        {"name": "chat", "owner": "alice", "removed": True, "gpu_hours": 60, "gpu_hours_idle": 3, "peak_memory_bytes": None,
         "declared_memory_bytes": 8 * GIB, "peak_gpu_memory_bytes": 11 * GIB, "declared_gpu_memory_bytes": 18 * GIB,
         "own_bytes": None, "shared_bytes": None},
    ],
    "owners": [{"owner": "admin", "gpu_hours": 112.4}, {"owner": "alice", "gpu_hours": 60}],
    "busiest_hours": [0.1] * 14 + [0.95] + [0.2] * 9,
    "could_be_given_back": [{"name": "diffusion", "owner": "admin", "what": "Its GPUs were idle for 80 of 112 hours."}],
}


def answer_usage(page: Page):
    """Answers the page's usage requests."""

    def answer(route):
        chosen = next(name for name in RANGES if f"range={name}" in route.request.url)
        route.fulfill(json=used(*RANGES[chosen]))

    page.route("**/usage?*", answer)
    page.route("**/api/capacity?*", lambda route: route.fulfill(json=CAPACITY))
