"""Answers each request after a time that no healthcheck waits for."""

import http.server
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(12)
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")


http.server.ThreadingHTTPServer(("", 7860), Handler).serve_forever()
