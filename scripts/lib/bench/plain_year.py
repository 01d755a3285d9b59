"""Reads the year that `UsageYear` wrote with plain SELECTs. Prints `csv_bytes`, the size of all rows as CSV, and for each
range and every fifth app `query RANGE MILLISECONDS`: the time to read its rows and encode them as JSON; then `hour_bytes`: what
it writes to store the newest hour's samples and minutes once more, by app.

Usage: plain_year.py FILE
"""

import json
import pathlib
import sqlite3
import sys
import time

# Of each range: the table that its plot is made of, the seconds of that table's steps, the seconds it covers.
RANGES = {
    "hour": ("samples", 10, 3600), "day": ("minutes", 60, 24 * 3600), "fortnight": ("hours", 3600, 14 * 24 * 3600),
    "year": ("hours", 3600, 365 * 24 * 3600)}

path = sys.argv[1]
database = sqlite3.connect(path)
print("csv_bytes", sum(
    len(",".join(map(str, row))) + 1
    for table in ("samples", "minutes", "hours") for row in database.execute(f"SELECT * FROM usage_{table}")))
apps = [app for (app,) in database.execute("SELECT DISTINCT app_id FROM usage_hours ORDER BY app_id")]
for name, (table, step, seconds) in RANGES.items():
    (newest,) = database.execute(f"SELECT max(at) FROM usage_{table} WHERE app_id = 0").fetchone()
    for app in apps[::5]:
        began = time.perf_counter()
        json.dumps(database.execute(
            f"SELECT * FROM usage_{table} WHERE app_id = ? AND at > ?", [app, newest - seconds // step]).fetchall())
        print("query", name, f"{1000 * (time.perf_counter() - began):.3f}")


def written() -> int:
    """Bytes that this process has written to files so far (proc(5))."""
    return int(pathlib.Path("/proc/self/io").read_text().split("wchar: ")[1].split()[0])


def newest_steps(table: str, count: int) -> list[list[tuple]]:
    """The rows of each of the newest steps."""
    (newest,) = database.execute(f"SELECT max(at) FROM {table} WHERE app_id = 0").fetchone()
    return [
        database.execute(f"SELECT * FROM {table} WHERE at = ? ORDER BY app_id", [at]).fetchall()
        for at in range(newest - count + 1, newest + 1)]


steps = newest_steps("usage_samples", 360) + newest_steps("usage_minutes", 60)
by_app = sqlite3.connect(path + ".by-app")
by_app.execute("PRAGMA journal_mode = WAL")
columns = ", ".join(name for _, name, *_ in database.execute("PRAGMA table_info(usage_samples)"))
by_app.execute(f"CREATE TABLE usage ({columns}, PRIMARY KEY (app_id, at)) WITHOUT ROWID")
before = written()
for rows in steps:
    with by_app:
        by_app.executemany(f"INSERT INTO usage VALUES ({','.join('?' * len(rows[0]))})", rows)
print("hour_bytes", written() - before)
