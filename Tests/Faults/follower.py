"""A client that polls the status like the page, and retries after errors."""

import threading
import time

from client import Client


class Follower:
    def __init__(self):
        self.api = Client()
        self.states: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def _follow(self):
        at = ""
        while not self._stop.is_set():
            try:
                news = self.api.get(f"/api/status?timeout=2{at}").json
                self.states |= {app["name"]: app["state"] for app in news["apps"]}
                at = f"&instance={news['instance']}&after={news['revision']}"
            except (OSError, ValueError):
                time.sleep(0.2)

    def end(self):
        self._stop.set()
        self._thread.join()
