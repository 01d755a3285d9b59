"""Adds apps through the API over concurrent connections and prints the response times.

Usage: posts.py PORT CA PASSWORD_FILE FORM_JSON COUNT CONNECTIONS. A number is appended to the form's name. Connections are
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

port, authority, password_file, form, count, connections = sys.argv[1:]
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
seconds: list[float] = []


def post(numbers: range) -> None:
    connection = http.client.HTTPSConnection("localhost", int(port), context=trust, timeout=30)
    connection.connect()
    ready.wait()
    for number in numbers:
        body = json.dumps({**form, "name": f"{form['name']}-{number}"})
        started = time.perf_counter()
        connection.request("POST", "/api/apps", body, headers)
        reply = connection.getresponse()
        reply.read()
        if reply.status == 202:
            seconds.append(time.perf_counter() - started)


threads = [threading.Thread(target=post, args=(range(first, count, connections),)) for first in range(connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

milliseconds = sorted(1000 * value for value in seconds)
if not milliseconds:
    sys.exit("no POST was accepted")
median = milliseconds[len(milliseconds) // 2]
p99 = milliseconds[min(len(milliseconds) - 1, len(milliseconds) * 99 // 100)]
print(
    f"POST to 202       {len(milliseconds)} of {count} accepted, {connections} at once: "
    f"median {median:.1f} ms, p99 {p99:.1f} ms, slowest {milliseconds[-1]:.1f} ms"
)
