"""A small app for `scripts/bench hundreds`: serves one page, and writes a line every five seconds."""
import http.server
import os
import threading
import time


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{os.environ['LINK_URL']}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def talk():
    while True:
        print("still here", int(time.time()), flush=True)
        time.sleep(5)


threading.Thread(target=talk, daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", 7860), Page).serve_forever()
