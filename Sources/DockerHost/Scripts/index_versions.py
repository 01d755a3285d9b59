"""Which versions of a package an index has. uv does not say so when it lacks the one that was asked for."""

import http.client
import json
import os
import re
import urllib.request

MISSING = re.compile(r"there is no version of ([A-Za-z0-9][A-Za-z0-9._-]*?)(?:\[[^]]*\])?[=<>!~]")
FINAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")
SHOWN = 5


def on_index(name, index):
    """Final versions in ascending order; none if the index does not list them (PEP 691 and 700)."""
    address = f"{index.rstrip('/')}/{re.sub(r'[-_.]+', '-', name).lower()}/"
    request = urllib.request.Request(address, headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            versions = json.load(answer)["versions"]
        final = [version for version in versions if FINAL.fullmatch(version)]
    # An address with a name and password is one that urllib cannot read.
    except (http.client.HTTPException, OSError, ValueError, KeyError, TypeError):
        return []
    return sorted(final, key=lambda version: [int(part) for part in version.split(".")])


def tell(errors, index):
    """Prints the newest versions of the package that uv's errors name first."""
    missing = MISSING.search(errors)
    versions = missing and on_index(missing[1], os.environ.get("PIP_INDEX_URL") or index)
    if versions:
        print(f"Versions of {missing[1]} on the package index: {', '.join(versions[-SHOWN:])}", flush=True)
