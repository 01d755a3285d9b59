"""Made-up status updates: the page is real, but its long-poll is answered here."""

import re

from playwright.sync_api import Page, Route

HOST = {
    "docker": "reachable", "gpus": [], "base_image": "python",
    "cpu": {"cores": 16, "used_percent": 37},
    "memory": {"total_bytes": 128 << 30, "used_bytes": 32 << 30},
    "disk": {"total_bytes": 10**12, "free_bytes": 4 * 10**11},
}


def an_app(name: str, state: str = "running", **differences) -> dict:
    return {
        "name": name, "state": state, "owner": "admin", "shared_with": [], "repository": f"https://github.com/owner/{name}",
        "branch": None, "commit": None, "requirements_file": None, "start_command": "python app.py", "port": 7860, "gpus": 0,
        "extra_requirements": [], "skip_requirements": [], "build": "python", "installer": "uv", "system_packages": [], "image": None, "models": [],
        "repository_user": None, "gpu_memory_gib": None, "gpu_sharing": "exclusive", "lease_hours": None, "lease_ends_at": None, "idle_minutes": None,
        "idle": None, "memory_kills": None, "serving": False, "line": None, "release": None, "memory_gib": None, "environment": [], "has_repository_token": False, "link": f"https://{name}.apps.localhost/",
        "failure": None, "deployment": None, "progress": None, "changed_at": "2026-03-04T12:00:00Z", **differences,
    }


class Feed:
    """Answers the first poll with the full state, and holds the next one until there is an update."""

    def __init__(self, page: Page, apps: list[dict], host: dict | None = None):
        self._apps = apps
        self._host = {**HOST, **(host or {})}
        self._revision = 1
        self._parked: Route | None = None
        self._page = page
        page.route(re.compile(r"/api/status(\?|$)"), self._poll)

    def _poll(self, route: Route):
        if "after=" in route.request.url:
            self._parked = route
        else:
            self._answer(route, full=True, apps=self._apps, host=self._host)

    def _answer(self, route: Route, **news):
        news = {"instance": "story", "revision": self._revision, "full": False, "apps": [], "removed": [], **news}
        route.fulfill(json=news)

    def tell(self, *apps: dict):
        while self._parked is None:
            self._page.wait_for_timeout(20)
        route, self._parked = self._parked, None
        self._revision += 1
        self._answer(route, apps=list(apps))
