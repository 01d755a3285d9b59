"""Reads the year that `UsageYear` wrote with plain SELECTs. Prints `csv_bytes`, the size of all rows as CSV, and for each
range and every fifth app `query RANGE MILLISECONDS`: the time to read its rows and encode them as JSON.

Usage: plain_year.py FILE
"""

import json
import sqlite3
import sys
import time

# Of each range: the tier that its plot is made of, the seconds of that tier's steps, the seconds it covers.
RANGES = {
    "hour": (0, 10, 3600), "day": (1, 60, 24 * 3600), "fortnight": (2, 3600, 14 * 24 * 3600), "year": (2, 3600, 365 * 24 * 3600)}

database = sqlite3.connect(sys.argv[1])
print("csv_bytes", sum(len(",".join(map(str, row))) + 1 for row in database.execute("SELECT * FROM usage")))
apps = [app for (app,) in database.execute("SELECT DISTINCT app_id FROM usage ORDER BY app_id")]
for name, (tier, step, seconds) in RANGES.items():
    (newest,) = database.execute("SELECT max(at) FROM usage WHERE app_id = 0 AND tier = ?", [tier]).fetchone()
    for app in apps[::5]:
        began = time.perf_counter()
        json.dumps(database.execute(
            "SELECT * FROM usage WHERE app_id = ? AND tier = ? AND at > ?", [app, tier, newest - seconds // step]).fetchall())
        print("query", name, f"{1000 * (time.perf_counter() - began):.3f}")
