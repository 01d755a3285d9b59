"""What an installation leaves on its machine: to be the same before the first app and after the last."""

import contextlib
import pathlib
import sqlite3
import subprocess

import engine
import installation

# History is kept: who had an app, and what it ran.
ROWS = ("apps WHERE removed_at IS NULL", "deployments WHERE outcome IS NULL", "secrets")


def left_behind() -> dict[str, object]:
    return {
        "containers": len(engine.get("/containers/json?all=true")),
        "networks": sorted(entry["Name"] for entry in engine.get("/networks")),
        "volumes": len(engine.get("/volumes")["Volumes"] or []),
        "interfaces": sorted(path.split(":")[0].strip() for path in pathlib.Path("/proc/net/dev").read_text().splitlines()[2:]),
        "iptables rules": _rules("iptables", "filter") + _rules("iptables", "nat") + _rules("ip6tables", "raw"),
        "routes": pathlib.Path("/proc/net/route").read_text().count("\n"),
        "mounts": pathlib.Path("/proc/self/mounts").read_text().count("overlay /var/lib/docker"),
        "workspaces": _names(installation.WORKSPACES),
        "stacks": _names(installation.STACKS),
        "rows": _rows(),
    }


def _rules(program: str, table: str) -> int:
    shown = subprocess.run([program, "-w", "10", "-t", table, "-S"], capture_output=True, text=True, check=True).stdout
    # The fence of an installation stays.
    return sum("DCC-" not in line for line in shown.splitlines())


def _names(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _rows() -> int:
    with contextlib.closing(sqlite3.connect(installation.STATE / "data" / "dcc.db")) as database:
        return sum(database.execute(f"SELECT count(*) FROM {rows}").fetchone()[0] for rows in ROWS)
