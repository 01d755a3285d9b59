"""What apps do with a connection: WebSockets, server-sent events, uploads, long answers, and answers that try to steer what
is in front of them. For tests of links and for `scripts/bench route`; nothing but the standard library."""
import asyncio
import base64
import hashlib
import json
import struct
import urllib.parse

OK = b"HTTP/1.1 200 OK\r\n"


async def small(request, reader, writer):
    writer.write(OK + b"Content-Type: text/plain\r\nContent-Length: 6\r\n\r\nsmall\n")


async def echo(request, reader, writer):
    """Tells the method, the path, the headers as they came, each line of them, and the connection's other end."""
    peer = writer.get_extra_info("peername")
    body = json.dumps({"line": request["line"], "headers": request["lines"], "peer": peer[1]}).encode()
    writer.write(OK + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def upload(request, reader, writer):
    """Counts and hashes a body while it arrives."""
    size, digest = 0, hashlib.sha256()
    async for piece in body_of(request, reader):
        size += len(piece)
        digest.update(piece)
    body = json.dumps({"bytes": size, "sha256": digest.hexdigest()}).encode()
    writer.write(OK + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def body_of(request, reader):
    if request["headers"].get("transfer-encoding") == "chunked":
        while length := int(await reader.readline(), 16):
            yield await reader.readexactly(length)
            await reader.readline()
        await reader.readline()
        return
    left = int(request["headers"].get("content-length", 0))
    while left > 0 and (piece := await reader.read(min(left, 1 << 20))):
        left -= len(piece)
        yield piece


async def long(request, reader, writer):
    """As many bytes as the query's `bytes` says, in chunks."""
    left = int(request["query"]["bytes"])
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while left > 0:
        piece = bytes(min(left, 1 << 16))
        left -= len(piece)
        writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        await writer.drain()
    writer.write(b"0\r\n\r\n")


async def slow(request, reader, writer):
    """An answer of which nothing comes for as many seconds as the query's `seconds` says."""
    await asyncio.sleep(float(request["query"]["seconds"]))
    await small(request, reader, writer)


seen_events = asyncio.Semaphore(0)


async def events(request, reader, writer):
    """Three server-sent events, each once the one before it was seen."""
    writer.write(OK + b"Content-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")
    for number in range(3):
        writer.write(b"data: %d\n\n" % number)
        await writer.drain()
        await seen_events.acquire()
    writer.close()


async def seen(request, reader, writer):
    """An event has arrived."""
    seen_events.release()
    await small(request, reader, writer)


async def socket(request, reader, writer):
    """A WebSocket (RFC 6455) that sends back each short text it gets."""
    key = request["headers"].get("sec-websocket-key", "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest())
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
    while True:
        kind, length = struct.unpack("!BB", await reader.readexactly(2))
        mask = await reader.readexactly(4)
        text = bytes(byte ^ mask[place % 4] for place, byte in enumerate(await reader.readexactly(length & 0x7F)))
        writer.write(struct.pack("!BB", kind, len(text)) + text)
        if kind & 0x0F == 8:
            writer.close()
            return


async def answer(request, reader, writer):
    """An answer with the header lines that the query's `header` gives, and its `status`."""
    query = urllib.parse.parse_qs(request["line"].split()[1].partition("?")[2])
    lines = "".join(f"{line}\r\n" for line in query.get("header", []))
    status = query.get("status", ["200"])[0]
    writer.write(f"HTTP/1.1 {status} Answer\r\n{lines}Content-Length: 3\r\n\r\nown".encode("latin-1"))


async def cookies(request, reader, writer):
    """Sets as many cookies of 500 bytes as the query's `count` says."""
    lines = b"".join(b"Set-Cookie: c%d=%b; Path=/\r\n" % (number, b"x" * 480) for number in range(int(request["query"]["count"])))
    writer.write(OK + lines + b"Content-Length: 3\r\n\r\nown")


async def too_large(request, reader, writer):
    """Refuses a body: at once, or after reading it if the query's `read` says so."""
    if "read" in request["query"]:
        async for _ in body_of(request, reader):
            pass
    writer.write(b"HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nown")
    await writer.drain()
    writer.close()


async def page(request, reader, writer):
    """A page that loads as many scripts as the query's `files` says, each of which counts itself."""
    scripts = "".join(f"<script async src='/file?{number}'></script>" for number in range(int(request["query"]["files"])))
    body = f"<!doctype html><title>Page</title><script>var loaded = 0;</script>{scripts}".encode()
    writer.write(OK + b"Content-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def file(request, reader, writer):
    """A script of 1 KiB."""
    body = b"loaded += 1;".ljust(1024)
    writer.write(OK + b"Content-Type: text/javascript\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def flood(request, reader, writer):
    """Headers without end."""
    writer.write(OK)
    for number in range(100_000):
        writer.write(b"X-Flood-%d: %b\r\n" % (number, b"x" * 100))
        await writer.drain()
    writer.close()


PAGES = {
    "/small": small, "/echo": echo, "/upload": upload, "/long": long, "/slow": slow, "/events": events, "/seen": seen,
    "/socket": socket, "/answer": answer, "/cookies": cookies, "/too-large": too_large,
    "/flood": flood, "/page": page, "/file": file,
}


async def read_request(reader):
    line = (await reader.readline()).decode().strip()
    if not line:
        return None
    lines = []
    while text := (await reader.readline()).decode("latin-1").strip():
        lines.append(text)
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in lines)}
    path, _, query = line.split()[1].partition("?")
    return {"line": line, "path": path, "query": dict(urllib.parse.parse_qsl(query)), "lines": lines, "headers": headers}


async def serve(reader, writer):
    try:
        while not writer.is_closing() and (request := await read_request(reader)):
            await PAGES.get(request["path"], echo)(request, reader, writer)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    async with await asyncio.start_server(serve, "0.0.0.0", 7860, limit=1 << 20, backlog=1024) as server:
        await server.serve_forever()


asyncio.run(main())
