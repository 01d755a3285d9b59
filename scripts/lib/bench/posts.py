"""Adds apps through the API from several connections at once.

Usage: posts.py PORT CA PASSWORD_FILE FORM_JSON COUNT CONNECTIONS [PORT_BESIDE]. A number is appended to the form's name. With a port
beside it, each POST is followed by the same one there, and how long the answers of both took is printed. Connections are
opened before timing starts, since a browser already has one open.
"""

import base64
import http.client
import json
import pathlib
import ssl
import sys
import threading
import time

from figures import compare

port, authority, password_file, form, count, connections, *beside = sys.argv[1:]
count, connections = int(count), int(connections)
form = json.loads(form)
credentials = base64.b64encode(b"admin:" + pathlib.Path(password_file).read_bytes().strip()).decode()
headers = {
    "Authorization": f"Basic {credentials}",
    "Content-Type": "application/json",
    "Origin": f"https://localhost:{port}",
    "X-DCC": "bench",
}
trust = ssl.create_default_context(cafile=authority)
ready = threading.Barrier(connections)
# In milliseconds, of each port.
accepted: dict[str, list[float]] = {name: [] for name in (port, *beside)}


def post(numbers: range) -> None:
    opened = {name: http.client.HTTPSConnection("localhost", int(name), context=trust, timeout=30) for name in accepted}
    for connection in opened.values():
        connection.connect()
    ready.wait()
    for number in numbers:
        body = json.dumps({**form, "name": f"{form['name']}-{number}"})
        for name, connection in opened.items():
            started = time.perf_counter()
            connection.request("POST", "/api/apps", body, headers)
            reply = connection.getresponse()
            reply.read()
            if reply.status == 202:
                accepted[name].append(1000 * (time.perf_counter() - started))


threads = [threading.Thread(target=post, args=(range(first, count, connections),)) for first in range(connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

for name, milliseconds in accepted.items():
    if len(milliseconds) < count:
        sys.exit(f"only {len(milliseconds)} of {count} POSTs to port {name} were accepted")
if beside:
    compare(f"POST to 202, {connections} at once", accepted[port], "libfcgi, one synced row", accepted[beside[0]],
            "ratio p50 <= 2.0, p99 <= 3.0", parts=(50, 99))
