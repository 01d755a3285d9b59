"""Runs a probe for each request: `/?probe=NAME&probe=ARGUMENT` answers what `python3 probe.py NAME ARGUMENT` prints."""
import http.server
import subprocess
import sys
import urllib.parse


class Probes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        words = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("probe", [])
        body = b""
        if words:
            body = subprocess.run([sys.executable, "probe.py", *words], stdout=subprocess.PIPE).stdout
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


http.server.ThreadingHTTPServer(("0.0.0.0", 7860), Probes).serve_forever()
