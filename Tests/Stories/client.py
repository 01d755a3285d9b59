"""A small HTTPS client: trusts the installation's CA, signs in with a password, and sends the headers that changes require.

Uses http.client rather than urllib, so that app links need no DNS entry, and tests can omit or change any header.
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
    """The Authorization header of this user."""
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
        """The error codes of a problem document, with the field of each."""
        return {error["code"]: error["field"] for error in self.json["errors"]}


class Client:
    """A client signed in as a user, by default as admin, for the control page unless another host is given."""

    def __init__(self, user: str = installation.USER, *, port=installation.PORT, trust=TRUST, sign_in=None):
        """`sign_in` holds the sign-in headers, `trust` an SSL context, with a client certificate if there is one."""
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
        """Requests a path through an app's link."""
        return self.ask("GET", path, host=installation.link_host(name), **options)

    def ask(self, method, path, *, body=None, headers=None, host="localhost", host_header=None, signed_in=True, timeout=40):
        """Omits headers whose value is None."""
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
        """Sends raw bytes that no HTTP library would send; returns the response until the server closes."""
        with self.connect(host, timeout) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer
