"""Locks of earlier installs, so that going back to a deployment brings back the packages that ran with it.

Each is a file in the app's workspace, named by the hash of what it holds: the control center remembers the name, and whatever
the app does to the file, it is either the same or not used.
"""

import hashlib
import json
import os
import pathlib

from handover import publish

FOLDER = pathlib.Path("/app/.dcc/locks")
MOST = 50
LONGEST = 16 << 20


def save(inputs, content, out):
    """Keeps what was installed, and tells its name in `lock.json`.

    inputs: what the versions were found for; content: JSON object.
    """
    text = json.dumps({"inputs": inputs, **content}, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        publish(FOLDER / f"{name}.json", text)
        for path in sorted(FOLDER.glob("*.json"), key=lambda path: path.lstat().st_mtime)[:-MOST]:
            path.unlink()
    except OSError as error:  # the folder is the app's
        return print(f"The versions are not kept for a rollback: {error}.", flush=True)
    publish(out / "lock.json", json.dumps({"name": name}))


def load(order):
    """What the order's lock holds; None if there is none, or if the settings have changed since."""
    name = order.get("lock")
    if not name:
        return None
    try:
        path = FOLDER / f"{name}.json"
        if not path.is_file() or path.stat().st_size > LONGEST:
            raise ValueError
        content = path.read_bytes()
        saved = json.loads(content)
        if hashlib.sha256(content).hexdigest() != name or saved["inputs"] != order["inputs"]:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        print("The versions that ran with this commit are not known, or the settings have changed; finding new ones.", flush=True)
        return None
    os.utime(path)
    print("Installing the versions that ran with this commit.", flush=True)
    return saved
