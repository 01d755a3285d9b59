"""A Git server with Git LFS: passes Git on to the installation's own server, and keeps large files in memory."""

import base64
import hashlib
import http.client
import json

import hostile_servers
import installation
from client import TRUST

ATTRIBUTES = "*.bin filter=lfs diff=lfs merge=lfs -text\n"


def identifier(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pointer(content: bytes) -> str:
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{identifier(content)}\nsize {len(content)}\n"


def basic(token: str, user: str = "oauth2") -> str:
    return "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()


class LargeFiles:
    """
    Serves `repository` of the installation's Git server, with these large files, from another port.
    `link` gives the address of a file from its id; without it, files are served next to the repository.
    """

    def __init__(self, repository, *contents: bytes, link=None, token: str | None = None):
        self.url = f"https://localhost:{hostile_servers.PRIVATE_PORT}/{repository.name}.git"
        self.contents = {identifier(content): content for content in contents}
        self.downloads: list[str] = []
        self.authorizations: list[str | None] = []
        self._link = link or (lambda name: f"{self.url}/info/lfs/files/{name}")
        self._token = token

    def handle(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        _, is_large, rest = handler.path.partition(".git/info/lfs/")
        if not is_large:
            return _pass_on(handler, body)
        self.authorizations.append(handler.headers.get("Authorization"))
        if self._token and handler.headers.get("Authorization") != basic(self._token):
            return hostile_servers.asking_for_sign_in(handler)
        if rest == "objects/batch":
            return _send(handler, 200, json.dumps(self._batch(json.loads(body))).encode(), "application/vnd.git-lfs+json")
        name = rest.rpartition("/")[2]
        self.downloads.append(name)
        return _send(handler, 200, self.contents[name])

    def _batch(self, asked: dict) -> dict:
        assert asked["operation"] == "download" and asked["transfers"] == ["basic"]
        return {"transfer": "basic", "objects": [self._answer(entry["oid"], entry["size"]) for entry in asked["objects"]]}

    def _answer(self, name: str, size: int) -> dict:
        if name not in self.contents:
            return {"oid": name, "size": size, "error": {"code": 404, "message": "Object does not exist"}}
        return {"oid": name, "size": size, "actions": {"download": {"href": self._link(name), "header": {"X-Story": "told"}}}}


def _pass_on(handler, body: bytes):
    upstream = http.client.HTTPSConnection("localhost", installation.GIT_PORT, context=TRUST)
    headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "expect", "authorization")}
    upstream.request(handler.command, handler.path, body=body or None, headers=headers)
    reply = upstream.getresponse()
    content = reply.read()
    upstream.close()
    _send(handler, reply.status, content, reply.headers["Content-Type"])


def _send(handler, status: int, body: bytes, kind: str = "application/octet-stream"):
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
