"""HTTPS servers on loopback that misbehave as Git servers. The installation's allow-list includes their three addresses."""

import contextlib
import http.server
import socket
import ssl
import subprocess
import tempfile
import threading

import installation

FIRST_PORT = installation.PORT + 8
PORTS = {"redirect-to-metadata.test": FIRST_PORT, "redirect-loop.test": FIRST_PORT + 1, "wrong-host.test": FIRST_PORT + 2}
PRIVATE_PORT = SILENT_PORT = FIRST_PORT
TRICKLING_PORT = FIRST_PORT + 2


def address(port: int) -> str:
    return f"https://localhost:{port}/a/b"


@contextlib.contextmanager
def serving(port: int, handle, certified_name: str = "localhost"):
    """Answers each request with `handle(handler)`, with a certificate from the installation's CA."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            handle(self)

        do_POST = do_GET

        def log_message(self, *arguments):
            pass

    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *ignored: None  # some stories expect the client to reject the certificate
    server.socket = _context(certified_name).wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def redirecting(location: str):
    def handle(handler):
        handler.send_response(302)
        handler.send_header("Location", location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return handle


def asking_for_sign_in(handler):
    handler.send_response(401)
    handler.send_header("WWW-Authenticate", 'Basic realm="private"')
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def trickling(released: threading.Event):
    """Sends the start of a valid response, one byte every ten seconds, until released."""

    def handle(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for byte in b"001e# service=git-upload-pack\n":
                handler.wfile.write(bytes([byte]))
                if released.wait(10):
                    return

    return handle


@contextlib.contextmanager
def silent(port: int):
    """Accepts connections but never sends anything, not even a TLS handshake."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        yield listener


@contextlib.contextmanager
def falling_silent(port: int):
    """Completes the TLS handshake, reads the request, and never responds."""
    released = threading.Event()
    with serving(port, lambda handler: released.wait()) as asked:
        try:
            yield asked
        finally:
            released.set()


def _context(name: str) -> ssl.SSLContext:
    with tempfile.TemporaryDirectory() as folder:
        key, request, certificate, extension = (f"{folder}/{part}" for part in ("key", "request", "certificate", "extension"))
        with open(extension, "w") as file:
            file.write(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\n")
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                 "-keyout", key, "-out", request)
        _openssl("x509", "-req", "-in", request, "-CA", str(installation.AUTHORITY), "-CAkey", str(installation.AUTHORITY_KEY),
                 "-set_serial", str(int.from_bytes(name.encode()[:8], "big")), "-days", "2", "-extfile", extension, "-out", certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


def _openssl(*arguments: str):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
