"""Delay of log lines: from the time that is written in them until they are read, through the API's long-poll and, at the same
time, by `docker logs --follow`.

Usage: logs.py PORT CA PASSWORD_FILE APP CONTAINER SECONDS
"""

import base64
import http.client
import json
import pathlib
import re
import ssl
import subprocess
import sys
import threading
import time

from figures import compare

port, authority, password_file, app, container, seconds = sys.argv[1:]
credentials = base64.b64encode(b"admin:" + pathlib.Path(password_file).read_bytes().strip()).decode()
end = time.time() + float(seconds)
# In milliseconds.
ours: list[float] = []
dockers: list[float] = []


def delays(text: str) -> list[float]:
    now = time.time()
    return [1000 * (now - float(written)) for written in re.findall(r" at ([0-9.]+):", text)]


def follow() -> None:
    command = ["docker", "logs", "--follow", "--tail", "0", container]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as followed:
        for line in followed.stdout:
            dockers.extend(delays(line))
            if time.time() > end:
                followed.terminate()
                return


thread = threading.Thread(target=follow)
thread.start()
connection = http.client.HTTPSConnection("localhost", int(port), context=ssl.create_default_context(cafile=authority), timeout=40)
address = f"/api/apps/{app}/logs"
while time.time() < end:
    connection.request("GET", address, headers={"Authorization": f"Basic {credentials}"})
    page = json.loads(connection.getresponse().read())
    if not page["reset"]:
        for line in page["lines"]:
            ours.extend(delays(line["text"]))
    address = f"/api/apps/{app}/logs?instance={page['instance']}&after={page['last']}"
thread.join()
compare("a log line read from the API", ours, "docker logs --follow", dockers)
