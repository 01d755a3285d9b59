"""Exceeds its memory limit once /eat is opened."""

import http.server


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/eat":
            print("loading the model", flush=True)
            self.eaten = b"x" * (2 << 30)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


http.server.ThreadingHTTPServer(("", 7860), Handler).serve_forever()
