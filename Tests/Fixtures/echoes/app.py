"""Answers each request with what it saw, as JSON: for tests of what reaches an app, and of what it runs with."""
import http.server
import json
import os
import pathlib
import sys


class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        command = pathlib.Path("/proc/1/cmdline").read_bytes().decode(errors="replace")
        body = json.dumps({
            "path": self.path, "headers": dict(self.headers), "environment": dict(os.environ),
            "arguments": sys.argv[1:], "init": command, "uid": os.getuid(),
            "status": pathlib.Path("/proc/self/status").read_text(),
        }).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


print("started with", json.dumps(sys.argv[1:]), flush=True)
http.server.ThreadingHTTPServer(("0.0.0.0", 7860), Echo).serve_forever()
