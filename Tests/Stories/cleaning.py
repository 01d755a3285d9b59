"""Searches for orphans and cleanups, which the service does in the background."""

from waiting import until


def orphans(api) -> dict[str, dict]:
    """What a search that begins now finds, by id."""
    assert api.post("/api/system/orphans/search", {}).status == 202
    return {orphan["id"]: orphan for orphan in ended(api)["orphans"]}


def clean_up(api, ids: list[str]) -> dict:
    """The receipt."""
    accepted = api.post("/api/system/cleanup", {"ids": ids})
    assert (accepted.status, accepted.json["activity"]) == (202, "removing"), accepted.body
    return ended(api)["receipt"]


def ended(api) -> dict:
    """The view once nothing is going on."""
    def view():
        seen = api.get("/api/system/orphans?timeout=0").json
        return seen if seen["activity"] == "idle" else None

    seen = until("the search or cleanup over", view, 60)
    assert seen["trouble"] is None, seen
    return seen
