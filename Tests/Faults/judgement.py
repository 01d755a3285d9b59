"""Pure checks that find violated invariants from requests, status, database and Docker."""

import collections

from history import History, Wish

AT_REST = {"running": True, "unhealthy": True, "stopped": False, "failed": False, "waiting_for_gpu": False}
MAY_BE = {Wish.RUN: {"running", "unhealthy", "failed", "waiting_for_gpu"}, Wish.REST: {"stopped"}}
# The actor of automatic restarts.
SERVICE = "system"


def presence(present: set[str], history: History):
    for name in history.must_be_there - present:
        yield f"{name} was acknowledged and is lost"
    for name in present - history.may_be_there:
        yield f"{name} is there and should not be"


def wishes(apps: dict[str, dict], history: History):
    for name, app in apps.items():
        wish, failure = history.wish(name), app["failure"] or {}
        if wish in MAY_BE and app["state"] not in MAY_BE[wish]:
            yield f"{name} is {app['state']}, and the last that was acknowledged is that it is to {wish}"
        if app["state"] == "failed" and not (failure.get("code") and failure.get("message")):
            yield f"{name} failed without a reason"


def deployments(rows: list[tuple[int, str, str, str]], history: History):
    """Rows are (deployment id, app name, reason, actor)."""
    for number in history.deployments.keys() - {row[0] for row in rows}:
        yield f"deployment {number} of {history.deployments[number]} was acknowledged and is lost"
    for (name, reason, person), count in collections.Counter(row[1:] for row in rows).items():
        if person == SERVICE:
            explained = history.ended[name] if reason == "start" else 0
        else:
            explained = history.perhaps_done[name, reason] if person == "admin" else 0
        if count > explained:
            yield f"{name}: {count} times {reason} by {person}, of which {explained} can be explained"


def containers(apps: dict[str, dict], found: dict[tuple[str, str], list[dict]]):
    """`found` maps each app and service to its containers."""
    for (name, service), entries in found.items():
        if len(entries) > 1:
            yield f"{name} has {len(entries)} containers of {service}"
    for name, app in apps.items():
        runs = any(entry["State"] == "running" for entry in found.get((name, "app"), []))
        if AT_REST.get(app["state"]) is not runs:
            yield f"{name} is {app['state']}, its container {'runs' if runs else 'does not run'}"
