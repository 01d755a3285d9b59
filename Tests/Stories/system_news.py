"""Made-up orphans and backup status for the page."""

import time

from playwright.sync_api import Page


def ago(hours: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))


def an_orphan(kind: str, key: str, **differences) -> dict:
    return {
        "id": f"{kind}:{key}", "kind": kind, "name": key, "bytes": None, "since": ago(5), "why": "No app has this name.",
        "grace_until": None, **differences,
    }


ORPHANS = [
    an_orphan("network", "dcc-gone", why="It is labeled for the app gone, which does not exist."),
    an_orphan("stack", "gone", bytes=4096),
    an_orphan("workspace", "gone", bytes=2_500_000),
    an_orphan("workspace", "young", bytes=1_000_000, since=ago(0.5), grace_until=ago(-0.5)),
]

GOOD = {
    "repository": "/srv/backups", "trouble": None, "last_check": {"at": ago(24), "ok": True}, "last_drill": {"at": ago(25), "ok": True, "files": 1204},
    "last": {"at": ago(3), "snapshot": "4f2a9c1b7d4e5f60", "bytes_added": 1_200_000_000, "apps": 14, "left_out": []},
}

BAD = {
    **GOOD, "last": {**GOOD["last"], "at": ago(60)}, "last_check": {"at": ago(2), "ok": False}, "last_drill": {"at": ago(2), "ok": False, "files": 0},
    "trouble": {"code": "repository_missing", "message": "The repository is not there.", "hint": "Mount the disk that it lies on."},
}

OFF = {"repository": None, "trouble": None, "last": None, "last_check": None, "last_drill": None}


class System:
    """Answers the page's requests. Requested removals are in `asked`, and disappear from the list unless they are kept.

    `holds` keeps a cleanup at its first resource until `finish`.
    """

    def __init__(self, page: Page, orphans: list[dict], backups: dict, kept: dict[str, str] | None = None, holds: bool = False):
        self.asked: list[list[str]] = []
        self._kept = kept or {}
        self._holds = holds
        self._waiting: list = []
        self._state = {
            "revision": 1, "activity": "idle", "progress": None, "orphans": orphans, "looked_at": ago(0), "receipt": None, "trouble": None,
        }
        page.route("**/api/system/orphans?*", self._poll)
        page.route("**/api/system/orphans/search", lambda route: route.fulfill(status=202, json=self._state))
        page.route("**/api/system/backups", lambda route: route.fulfill(json=backups))
        page.route("**/api/system/cleanup", self._clean_up)

    def finish(self):
        """Ends the cleanup that was asked for last."""
        ids, orphans = self.asked[-1], self._state["orphans"]
        removed = [orphan for orphan in orphans if orphan["id"] in ids and orphan["id"] not in self._kept]
        receipt = {
            "removed": [{key: orphan[key] for key in ("id", "kind", "name", "bytes")} for orphan in removed],
            "kept": [{"id": id, "why": self._kept[id]} for id in ids if id in self._kept], "by": "admin", "at": ago(0),
        }
        # To the second; the page takes another time for another list.
        self.change(
            activity="idle", progress=None, receipt=receipt, looked_at=ago(-1 / 3600),
            orphans=[orphan for orphan in orphans if orphan not in removed])

    def change(self, **differences):
        self._state = {**self._state, **differences, "revision": self._state["revision"] + 1}
        for route in self._waiting:
            route.fulfill(json=self._state)
        self._waiting = []

    def _poll(self, route):
        if route.request.url.endswith(f"after={self._state['revision']}"):
            self._waiting.append(route)
        else:
            route.fulfill(json=self._state)

    def _clean_up(self, route):
        ids = route.request.post_data_json["ids"]
        self.asked.append(ids)
        kind, _, name = ids[0].partition(":")
        self.change(activity="removing", receipt=None, progress={"done": 0, "total": len(ids), "kind": kind, "name": name})
        route.fulfill(status=202, json=self._state)
        if not self._holds:
            self.finish()
