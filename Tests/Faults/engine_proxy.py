"""A proxy in front of the Docker Engine's socket that simulates an Engine that hangs, is down, fails or drops connections, and
that can hold single requests. The Engine itself is shared with the whole machine. All requests of the backend and its
`docker compose` pass through here.
"""

import contextlib
import pathlib
import re
import socket
import threading

ENGINE = "/var/run/docker.sock"
_REQUEST = re.compile(rb"^(GET|POST|DELETE|PUT|HEAD) (\S+) HTTP/1\.1\r\n")
_TROUBLE = b'HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"message":"trouble"}'


class Moment:
    """A request that the proxy holds until the end of the block, before it reaches the Engine."""

    def __init__(self, pattern: str):
        self._pattern = re.compile(pattern)
        self._came = threading.Event()
        self._over = threading.Event()

    def wait(self, seconds: float = 60):
        assert self._came.wait(seconds), f"no request for {self._pattern.pattern} within {seconds} s"

    def meet(self, request: str):
        if not self._over.is_set() and self._pattern.search(request):
            self._came.set()
            self._over.wait()

    def end(self):
        self._over.set()


class EngineProxy:
    def __init__(self, path: pathlib.Path):
        self.path = path
        self._moments: list[Moment] = []
        self._flows = threading.Event()
        self._flows.set()
        self._is_in_trouble = False
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._listen()

    @contextlib.contextmanager
    def at(self, pattern: str):
        """Holds requests that match the pattern, such as `POST /v1.41/containers/create?name=x`."""
        moment = Moment(pattern)
        self._moments.append(moment)
        try:
            yield moment
        finally:
            moment.end()
            self._moments.remove(moment)

    @contextlib.contextmanager
    def hanging(self):
        """Like a stopped process: accepts connections and never responds."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    @contextlib.contextmanager
    def away(self):
        """Like a process that exited: refuses connections."""
        self.close()
        try:
            yield
        finally:
            self._listen()

    @contextlib.contextmanager
    def in_trouble(self):
        """Answers every new request with status 500."""
        self._is_in_trouble = True
        self.cut()
        try:
            yield
        finally:
            self._is_in_trouble = False

    def cut(self):
        """Drops all open connections."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.path.unlink(missing_ok=True)
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _listen(self):
        self.path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen(128)
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def _accept(self, listener: socket.socket):
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket):
        engine = socket.socket(socket.AF_UNIX)
        with client, engine:
            with self._lock:
                self._connections |= {client, engine}
            with contextlib.suppress(OSError):
                engine.connect(ENGINE)
                back = threading.Thread(target=self._pass, args=[engine, client], daemon=True)
                back.start()
                self._pass(client, engine, self._look)
                back.join()
            with self._lock:
                self._connections -= {client, engine}

    def _look(self, piece: bytes, client: socket.socket):
        request = _REQUEST.match(piece)
        if request is None:
            return
        if self._is_in_trouble:
            client.sendall(_TROUBLE)
            raise OSError
        for moment in list(self._moments):
            moment.meet(f"{request[1].decode()} {request[2].decode()}")

    def _pass(self, source: socket.socket, target: socket.socket, look=lambda piece, source: None):
        try:
            while piece := source.recv(65536):
                look(piece, source)
                self._flows.wait()
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # Signals the end to both sides, so that neither keeps waiting.
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
