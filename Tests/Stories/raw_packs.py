"""A hand-written Git server: the story controls references, messages and packs. Protocol version 0 over HTTP; see
gitprotocol-http, gitprotocol-pack and gitformat-pack in Git's documentation.
"""

import hashlib
import zlib

COMMIT, TREE, BLOB, OFFSET_DELTA = 1, 2, 3, 6
PERSON = b"Story <story@localhost> 1700000000 +0000"
CAPABILITIES = b"side-band-64k ofs-delta shallow symref=HEAD:refs/heads/main agent=story"


def line(content: bytes) -> bytes:
    return b"%04x" % (len(content) + 4) + content


FLUSH = b"0000"


def band(number: int, content: bytes) -> bytes:
    """One side-band-64k packet: band 1 is the pack, 2 is progress, 3 is a fatal error."""
    pieces = [content[start:start + 60_000] for start in range(0, len(content), 60_000)]
    return b"".join(line(bytes([number]) + piece) for piece in pieces)


def advertisement(references: list[tuple[str, str]]) -> bytes:
    """`references` are (name, commit)."""
    lines = [f"{commit} {name}".encode() for name, commit in references]
    lines[0] += b"\0" + CAPABILITIES
    return line(b"# service=git-upload-pack\n") + FLUSH + b"".join(line(text + b"\n") for text in lines) + FLUSH


class Project:
    """One commit with one file, and its pack."""

    def __init__(self, name: bytes = b"app.py", content: bytes = b""):
        self._blob = content
        self._tree = b"100644 " + name + b"\0" + _identifier(b"blob", content)
        self._commit = b"tree %s\nauthor %s\ncommitter %s\n\nTell\n" % (_identifier(b"tree", self._tree).hex().encode(), PERSON, PERSON)
        self.commit = _identifier(b"commit", self._commit).hex()
        self.references = [("HEAD", self.commit), ("refs/heads/main", self.commit)]

    def pack(self, result_size: int | None = None) -> bytes:
        """With `result_size`, adds a delta against the file whose header declares this result size."""
        objects = [_packed(COMMIT, self._commit), _packed(TREE, self._tree), _packed(BLOB, self._blob)]
        if result_size is not None:
            size = len(self._blob)
            delta = _varint(size) + _varint(result_size) + bytes([0x80 | 0x10, size])
            objects.append(_packed(OFFSET_DELTA, delta, before_data=bytes([len(objects[-1])])))
        body = b"PACK" + (2).to_bytes(4) + len(objects).to_bytes(4) + b"".join(objects)
        return body + hashlib.sha1(body).digest()


def serving(references: list[tuple[str, str]], answer: bytes):
    """A handler that advertises these references and sends these bytes as the pack."""

    def handle(handler):
        length = int(handler.headers.get("Content-Length") or 0)
        asked = handler.rfile.read(length)
        if handler.command == "GET":
            return _send(handler, "advertisement", advertisement(references))
        # No commit has a parent, so the list of shallow commits is empty.
        _send(handler, "result", line(b"NAK\n") + answer if b"done" in asked else FLUSH)

    return handle


def refusing(reason: bytes):
    """A handler that sends an error instead of references."""
    return lambda handler: _send(
        handler, "advertisement", line(b"# service=git-upload-pack\n") + FLUSH + line(b"ERR " + reason) + FLUSH)


def breaking_off(reason: bytes):
    """A handler that sends an error instead of a pack."""
    return serving(Project().references, band(3, reason))


def _send(handler, kind: str, body: bytes):
    handler.send_response(200)
    handler.send_header("Content-Type", f"application/x-git-upload-pack-{kind}")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _identifier(kind: bytes, content: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0" % (kind, len(content)) + content).digest()


def _packed(kind: int, content: bytes, before_data: bytes = b"") -> bytes:
    size, first = len(content) >> 4, kind << 4 | len(content) & 15
    header = bytes([first | (0x80 if size else 0)]) + (_varint(size) if size else b"")
    return header + before_data + zlib.compress(content)


def _varint(number: int) -> bytes:
    digits = []
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])
