"""A small HTTPS client: the installation's authority, basic sign-in, and the headers that a change needs.

On http.client and not on urllib, so that an app's link can be asked without a resolver that knows it, and so that tests
can leave out or bend any header.
"""

import base64
import dataclasses
import http.client
import json
import socket
import ssl

import installation

TRUST = ssl.create_default_context(cafile=str(installation.AUTHORITY))
CHANGE = {"Origin": installation.ORIGIN, "X-DCC": "story", "Content-Type": "application/json"}


def basic(user: str) -> str:
    """The header field that signs this person in."""
    return "Basic " + base64.b64encode(f"{user}:{installation.password(user)}".encode()).decode()


@dataclasses.dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def errors(self) -> dict[str, str]:
        """The codes of a problem's errors, with the field that each names."""
        return {error["code"]: error["field"] for error in self.json["errors"]}


class Client:
    """Asks the installation as a person, by default as its admin, at the control page's address unless told otherwise."""

    def __init__(self, user: str = installation.USER, *, port=installation.PORT, trust=TRUST, sign_in=None):
        """`sign_in` holds the headers that sign one in, `trust` the client's certificate where there is one."""
        self.user = user
        self._port = port
        self._trust = trust
        self._sign_in = {"Authorization": basic(user)} if sign_in is None else sign_in

    def get(self, path: str, **options) -> Reply:
        return self.ask("GET", path, **options)

    def post(self, path: str, form=None, *, headers=None, **options) -> Reply:
        return self.ask("POST", path, body=json.dumps(form or {}).encode(), headers={**CHANGE, **(headers or {})}, **options)

    def patch(self, path: str, settings) -> Reply:
        return self.ask("PATCH", path, body=json.dumps(settings).encode(), headers=CHANGE)

    def delete(self, path: str) -> Reply:
        return self.ask("DELETE", path, body=b"{}", headers=CHANGE)

    def open(self, name: str, path: str = "/", **options) -> Reply:
        """Opens an app's link."""
        return self.ask("GET", path, host=installation.link_host(name), **options)

    def ask(self, method, path, *, body=None, headers=None, host="localhost", host_header=None, signed_in=True, timeout=40):
        """A header whose value is None is left out."""
        given = {"Host": host_header or f"{host}:{installation.PORT}", **(self._sign_in if signed_in else {}), **(headers or {})}
        connection = http.client.HTTPConnection(host, self._port)
        connection.sock = self.connect(host, timeout)
        try:
            connection.request(method, path, body=body, headers={k: v for k, v in given.items() if v is not None})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def connect(self, host="localhost", timeout=40) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self._port), timeout=timeout)
        return self._trust.wrap_socket(plain, server_hostname=host)

    def raw(self, request: bytes, host="localhost", timeout=10) -> bytes:
        """What comes back for bytes that no HTTP library would send, until the server closes."""
        with self.connect(host, timeout) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer
