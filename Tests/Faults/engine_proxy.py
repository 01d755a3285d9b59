"""A socket in front of the Docker Engine's, for an engine that hangs, is away, answers nonsense or is cut off, and for moments.

The Engine itself belongs to the whole machine. Everything that the backend and its `docker compose` ask comes through here.
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
    """A request that is held before it reaches the Engine, from when it comes until the end of the block."""

    def __init__(self, pattern: str):
        self._pattern = re.compile(pattern)
        self._came = threading.Event()
        self._over = threading.Event()

    def wait(self, seconds: float = 60):
        assert self._came.wait(seconds), f"nobody asked for {self._pattern.pattern} within {seconds} s"

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
        """Holds requests such as `POST /v1.41/containers/create?name=x` that the pattern finds."""
        moment = Moment(pattern)
        self._moments.append(moment)
        try:
            yield moment
        finally:
            moment.end()
            self._moments.remove(moment)

    @contextlib.contextmanager
    def hanging(self):
        """As a stopped process: connections are taken and nothing comes back."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    @contextlib.contextmanager
    def away(self):
        """As a process that ended."""
        self.close()
        try:
            yield
        finally:
            self._listen()

    @contextlib.contextmanager
    def in_trouble(self):
        """Every new request is answered with status 500."""
        self._is_in_trouble = True
        self.cut()
        try:
            yield
        finally:
            self._is_in_trouble = False

    def cut(self):
        """Ends every connection in its midst."""
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
            # Neither side waits for what will not come.
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
