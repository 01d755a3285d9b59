"""App links: which requests pass, what the app receives, and what its responses may do."""

import base64
import contextlib
import hashlib
import json
import os
import re
import ssl
import struct
import subprocess
import time

import pytest
from playwright.sync_api import expect

import backend
import installation
from client import Client, basic
from waiting import settled, until

MEBIBYTE = 1 << 20


@pytest.fixture
def ask(api, links):
    """Sends a request through the link of the app."""
    return lambda path, method="GET", **options: api.ask(method, path, host=installation.link_host(links.name), **options)


def seen(reply) -> dict[str, str]:
    """The headers that the app received, by lowercase name; asserts that there are no duplicates."""
    lines = [line.partition(": ") for line in reply.json["headers"]]
    headers = {name.lower(): value for name, _, value in lines}
    assert len(headers) == len(lines)
    return headers


# Access


OWN = "the link's own origin"
ASKED = {
    "opened from a neighbour's page": ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}, 200),
    "opened from anywhere": ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
    "its own page": ("POST", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": OWN}, 200),
    "its own page, an older browser": ("POST", {"Origin": OWN}, 200),
    "a program": ("POST", {}, 200),
    "a neighbour's script": ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    "a neighbour's form": ("POST", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}, 403),
    "another site's script": ("POST", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    "a neighbour, an older browser": ("POST", {"Origin": "https://evil.apps.localhost"}, 403),
    "a page in a sandbox": ("POST", {"Origin": "null"}, 403),
    "an origin that begins alike": ("POST", {"Origin": f"{OWN}.evil.example"}, 403),
}


@pytest.mark.parametrize("method, headers, status", ASKED.values(), ids=ASKED.keys())
def test_no_other_sites_page_asks_an_app_in_its_visitors_name(method, headers, status, ask, links):
    own = f"https://{link_of(links)}"
    given = {name: value.replace(OWN, own) for name, value in headers.items()}
    assert ask("/echo", method, body=b"" if method == "POST" else None, headers=given).status == status


@pytest.mark.parametrize("origin, status", [(OWN, b"101"), ("https://evil.apps.localhost", b"403"), ("null", b"403")])
def test_no_other_sites_page_opens_an_apps_socket(origin, status, api, links):
    origin = origin.replace(OWN, f"https://{link_of(links)}")
    connection, head = upgrade(api, links, "websocket", f"Origin: {origin}\r\n")
    connection.close()
    assert head.split()[1] == status


# Allowed requests


def test_a_page_of_a_thousand_files_loads_without_one_failed_request(links, page):
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.url} {request.failure}"))
    page.on("response", lambda response: response.status != 200 and failed.append(f"{response.url} {response.status}"))
    page.goto(f"https://{link_of(links)}/page?files=1000", timeout=60_000)
    assert page.evaluate("loaded") == 1000
    assert failed == []


@pytest.mark.parametrize("method, body, connections", [("GET", "", 1), ("POST", "x", 8)])
def test_reading_shares_connections_and_what_has_a_body_gets_one_of_its_own(method, body, connections, api, links):
    def request(more: str = "") -> str:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        return (f"{method} /echo HTTP/1.1\r\nHost: {link_of(links)}\r\nAuthorization: {basic(installation.USER)}\r\n"
                f"{length}{more}\r\n{body}")

    # At once, so that none has to wait for this program.
    answer = api.raw((7 * request() + request("Connection: close\r\n")).encode(), installation.link_host(links.name))
    peers = re.findall(rb'"peer": (\d+)', answer)
    assert (len(peers), len(set(peers))) == (8, connections), answer


def test_no_request_hides_a_body_from_the_app(links):
    """HTTP/2 sends a body without announcing it, which an app could take for the next visitor's request."""
    ended = subprocess.run(
        ["curl", "-sS", "--http2", "--cacert", installation.AUTHORITY, "--connect-to", f"::127.0.0.1:{installation.PORT}",
         "-u", f"{installation.USER}:{installation.password(installation.USER)}", "-X", "GET", "-T", "-",
         f"https://{link_of(links)}/echo"],
        input=b"GET /hidden HTTP/1.1\r\n\r\n", capture_output=True, timeout=20)
    seen = json.loads(ended.stdout)
    assert seen["line"] == "GET /echo HTTP/1.1"
    assert not [line for line in seen["headers"] if line.lower().startswith(("content-length", "transfer-encoding"))]


def test_method_path_query_and_body_arrive_as_they_were_sent(ask):
    assert ask("/echo?a=1%2F..%2f&b=%20", "PATCH", body=b"x").json["line"] == "PATCH /echo?a=1%2F..%2f&b=%20 HTTP/1.1"
    assert ask("/a%2Fb//c").json["line"] == "GET /a%2Fb//c HTTP/1.1"


def test_an_upload_arrives_whole_while_it_is_sent(ask):
    piece = os.urandom(MEBIBYTE)
    digest = hashlib.sha256()
    for _ in range(300):
        digest.update(piece)
    body = (piece for _ in range(300))
    reply = ask("/upload", "POST", body=body, headers={"Content-Length": str(300 * MEBIBYTE)}, timeout=120)
    assert reply.json == {"bytes": 300 * MEBIBYTE, "sha256": digest.hexdigest()}


def test_an_upload_of_unknown_length_arrives_whole(ask):
    reply = ask("/upload", "POST", body=iter([b"abc", b"defg"]), timeout=10)
    assert reply.json == {"bytes": 7, "sha256": hashlib.sha256(b"abcdefg").hexdigest()}


def test_an_upload_over_two_gigabytes_is_refused_before_it_is_sent_by_a_page_that_names_the_limit(ask):
    reply = ask("/upload", "POST", headers={"Content-Length": str((2 << 30) + 1)})
    assert (reply.status, reply.headers["Content-Type"]) == (413, "text/html")
    limits = (installation.STATE / "etc" / "uploads.conf").read_text()
    assert "client_max_body_size 2g;" in limits
    assert "Uploads to apps may be up to 2 GiB in size." in reply.body.decode()
    assert "<code>client_max_body_size</code> in <code>uploads.conf</code>" in reply.body.decode()


def test_an_apps_own_refusal_of_an_upload_reaches_its_visitor(ask):
    body = bytes(20 * MEBIBYTE)
    assert (ask("/too-large?read=1", "POST", body=body).status, ask("/too-large", "POST", body=b"x").body) == (413, b"own")
    for _ in range(10):
        # An app that closes instead of reading can be cut off before nginx has read its answer.
        reply = ask("/too-large", "POST", body=body)
        assert reply.status == 413 or (reply.status == 502 and b"did not take the upload" in reply.body)


def test_a_download_that_is_paused_goes_on(api, links):
    request = f"GET /long?bytes=200000000 HTTP/1.1\r\nHost: {link_of(links)}\r\nAuthorization: {basic(installation.USER)}\r\n\r\n"
    with api.connect(installation.link_host(links.name), timeout=60) as connection:
        connection.sendall(request.encode())
        assert connection.recv(1 << 16)
        # Longer than nginx waits for visitors of the control page.
        time.sleep(35)
        text = b""
        while not text.endswith(b"\r\n0\r\n\r\n"):
            piece = connection.recv(1 << 20)
            assert piece, "cut off"
            text = text[-16:] + piece


def test_many_cookies_pass_both_ways(ask):
    assert len(ask("/cookies?count=34").headers.get_all("Set-Cookie")) == 34
    cookies = "; ".join(f"c{number}={'x' * 480}" for number in range(34))
    assert seen(ask("/echo", headers={"Cookie": cookies}))["cookie"] == cookies


def test_a_long_answer_arrives_whole(ask):
    assert ask("/long?bytes=200000000", timeout=120).body == bytes(200_000_000)


def test_an_answer_may_take_its_time(ask):
    assert ask("/slow?seconds=35", timeout=60).body == b"small\n"


def test_events_arrive_one_by_one(api, ask, links):
    request = f"GET /events HTTP/1.1\r\nHost: {link_of(links)}\r\nAuthorization: {basic(installation.USER)}\r\nConnection: close\r\n\r\n"
    with api.connect(installation.link_host(links.name)) as connection:
        connection.sendall(request.encode())
        text = b""
        # A chunk that is buffered on the way would never arrive, since no other follows it.
        for number in range(3):
            while b"data: %d\n\n" % number not in text:
                piece = connection.recv(4096)
                assert piece, text
                text += piece
            assert ask("/seen").status == 200
    assert re.findall(rb"data: (\d)", text) == [b"0", b"1", b"2"]


def link_of(app) -> str:
    return f"{installation.link_host(app.name)}:{installation.PORT}"


def upgrade(api, app, protocol: str, more: str = "") -> tuple[ssl.SSLSocket, bytes]:
    """A connection that requested a protocol upgrade, and the head of the response."""
    key = base64.b64encode(b"sixteen bytes ok").decode()
    connection = api.connect(installation.link_host(app.name), timeout=10)
    connection.sendall(
        f"GET /socket HTTP/1.1\r\nHost: {link_of(app)}\r\nAuthorization: {basic(installation.USER)}\r\nConnection: Upgrade\r\n"
        f"Upgrade: {protocol}\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{more}\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(1)
    return connection, head


def test_a_websocket_talks_both_ways(api, links):
    connection, head = upgrade(api, links, "websocket")
    with connection:
        assert head.startswith(b"HTTP/1.1 101 ")
        assert b"Sec-WebSocket-Accept: " in head
        for text in (b"one", b"two"):
            connection.sendall(struct.pack("!BB", 0x81, 0x80 | len(text)) + bytes(4) + text)
            assert connection.recv(100) == struct.pack("!BB", 0x81, len(text)) + text
            # Longer than a poll, shorter than the test timeout.
            time.sleep(1)


def test_no_other_protocol_goes_through(api, ask, links):
    request = (
        f"GET /echo HTTP/1.1\r\nHost: {link_of(links)}\r\nAuthorization: {basic(installation.USER)}\r\n"
        "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
    answer = api.raw(request.encode(), installation.link_host(links.name))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"Upgrade: h2c" not in answer
    assert b'"Connection: ' not in answer


# What the app receives


IDENTITIES = (
    "Authorization", "Proxy-Authorization", "Remote-User", "Remote-Groups", "X-Remote-User", "X-Forwarded-User",
    "X-Forwarded-Groups", "X-Forwarded-Email", "X-Forwarded-Access-Token", "X-Auth-Request-User", "X-Auth-Request-Groups",
    "X-Auth-Request-Access-Token", "X-DCC-User", "X-DCC-Groups", "X-DCC-Port", "X-DCC-Upstream", "X-WebAuth-User", "Forwarded", "Proxy",
    "X-Original-URI", "X-Original-URL",
)


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_app_is_told_nothing_by_which_a_client_could_be_somebody_else(name, ask):
    headers = {} if name == "Authorization" else {name: "mallory"}
    assert name.lower() not in seen(ask("/echo", headers=headers))


def test_no_underscore_takes_the_place_of_a_dash(ask):
    assert "mallory" not in str(seen(ask("/echo", headers={"X_Forwarded_User": "mallory", "Remote_User": "mallory"})))


def test_no_connection_header_makes_a_header_of_ours_vanish(ask):
    headers = seen(ask("/echo", headers={"Connection": "close, X-Forwarded-For, X-Forwarded-Proto, Cookie"}))
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "https")


def test_an_app_is_told_by_which_name_it_was_opened(ask, links):
    headers = seen(ask("/echo", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"}))
    assert headers["host"] == headers["x-forwarded-host"] == link_of(links)
    assert headers["x-forwarded-for"] == headers["x-real-ip"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])


COOKIES = {
    "a=1; b=2": "a=1; b=2",
    "__Host-dcc=s": None,
    "__Host-dcc=s; a=1": "a=1",
    "a=1; __Host-dcc=s": "a=1",
    "a=1; _oauth2_proxy=s; b=2": "a=1; b=2",
    "_oauth2_proxy_0=s; _oauth2_proxy_1=t; a=1;_oauth2_proxy_csrf=u": "a=1",
    "a=1; _oauth2_proxy_0=s; _oauth2_proxy_1=t; _oauth2_proxy_2=u; _oauth2_proxy_csrf_x=v; b=2": "a=1; b=2",
    # More cookies than any session has, or another spelling: none is passed.
    "_oauth2_proxy_0=s; _oauth2_proxy_1=t; _oauth2_proxy_2=u; _oauth2_proxy_3=v; _oauth2_proxy_4=w; a=1": None,
    "a=1; _OAuth2_Proxy=s": None,
    "a=1; x__Host-dcc=s": None,
}


@pytest.mark.parametrize("sent, passed", COOKIES.items())
def test_cookies_of_sign_in_never_reach_an_app(sent, passed, ask):
    assert seen(ask("/echo", headers={"Cookie": sent})).get("cookie") == passed


# What responses may do


def test_an_answer_cannot_steer_nginx(ask):
    reply = answer(
        ask, "X-Accel-Redirect: /.dcc/page.css", "X-Accel-Limit-Rate: 1", "X-Accel-Charset: utf-16",
        "X-DCC-Upstream: 127.0.0.1:1", "X-DCC-Port: 1")
    assert (reply.status, reply.body) == (200, b"own")
    assert not [name for name in reply.headers if name.lower().startswith(("x-accel", "x-dcc"))]


def answer(ask, *headers: str, status: int = 200):
    query = "&".join("header=" + "".join(f"%{byte:02x}" for byte in header.encode()) for header in headers)
    return ask(f"/answer?status={status}&{query}")


DOMAINS = [
    "Domain=apps.localhost", "domain=.apps.localhost", "DOMAIN=localhost", "Domain = .apps.localhost",
    "Domain=a.apps.localhost; Domain=apps.localhost", "Path=/; Secure; Domain=apps.localhost; HttpOnly",
]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_cookie_of_an_app_stays_under_its_own_name(domain, ask, links):
    [cookie] = answer(ask, f"Set-Cookie: a=1; {domain}").headers.get_all("Set-Cookie")
    attributes = [part.partition("=") for part in cookie.split(";")]
    named = [value.strip() for key, _, value in attributes if key.strip().lower() == "domain"]
    assert named
    assert set(named) == {installation.link_host(links.name)}


def test_an_app_keeps_the_cookies_that_it_sets_for_itself(ask):
    reply = answer(ask, "Set-Cookie: a=1; Path=/", "Set-Cookie: b=2; HttpOnly")
    assert reply.headers.get_all("Set-Cookie") == ["a=1; Path=/", "b=2; HttpOnly"]


@pytest.mark.parametrize("header", ['Clear-Site-Data: "cookies"', "Alt-Svc: h3=':1'"])
def test_an_answer_cannot_speak_for_more_than_its_own_name(header, ask):
    assert header.partition(":")[0] not in answer(ask, header).headers


@pytest.mark.parametrize("status", [401, 403, 404, 413, 500, 502])
def test_an_apps_own_error_is_shown_as_it_is(status, ask):
    reply = answer(ask, status=status)
    assert (reply.status, reply.body) == (status, b"own")


REDIRECTS = {
    "http://LINK/next?a=1": "https://LINK/next?a=1",
    "http://localhost:7860/next": "https://LINK/next",
    "http://127.0.0.1:7860/": "https://LINK/",
    "http://0.0.0.0:7860/next": "https://LINK/next",
    "https://localhost:7860/next": "https://LINK/next",
    "/next": "/next",
    # Another program of the visitor's machine, or of another name.
    "http://localhost:7861/next": "http://localhost:7861/next",
    "http://localhost.example:7860/": "http://localhost.example:7860/",
}


@pytest.mark.parametrize("sent, received", REDIRECTS.items())
def test_a_redirect_to_where_the_app_listens_leads_to_its_link(sent, received, ask, links):
    reply = answer(ask, f"Location: {sent.replace('LINK', link_of(links))}", status=302)
    assert reply.headers["Location"] == received.replace("LINK", link_of(links))


# Unavailable apps


def test_a_name_without_an_app_shows_a_page_that_tells_nothing(api):
    first, second = (api.open(name, "/small") for name in ("no-such-app", "another-one"))
    assert first.status == second.status == 404
    assert first.body == second.body
    assert b"Page not found" in first.body


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_that_stands_in_for_something_looks_like_the_control_page(page, scheme):
    page.emulate_media(color_scheme=scheme)
    ask = "() => { const { backgroundColor, color, fontFamily } = getComputedStyle(document.body); return [backgroundColor, color, fontFamily]; }"
    page.goto("/")
    looks = page.evaluate(ask)
    page.goto(f"https://{installation.link_host('no-such-app')}:{installation.PORT}/")
    expect(page.get_by_role("heading")).to_have_text("Page not found")
    assert page.evaluate(ask) == looks


def test_an_app_that_is_not_running_says_so_and_is_entered_when_it_is_up(apps, page):
    app = apps.add("links")
    app.wait_for("running")
    app.act("stop")
    app.wait_for("stopped")
    with waiting_page(page, app) as violations:
        expect(page.get_by_role("heading")).to_have_text(f"{app.name} is not running")
        expect(page.locator("#state")).to_have_text("Stopped")
        expect(page.locator("main")).to_contain_text("Start it in the control center.")
        app.act("start")
        expect(page.get_by_role("heading")).to_have_text(f"{app.name} is starting")
        expect(page.locator("body")).to_have_text("small", timeout=60_000)
        assert page.url.endswith("/small")
        assert violations == []


def test_an_app_that_failed_says_why_and_whose_it_is_and_leads_to_its_page(apps, page):
    app = apps.add("broken-requirements")
    failure = app.wait_for("failed")["failure"]
    with waiting_page(page, app) as violations:
        expect(page.locator("#reason")).to_have_text(failure["message"])
        expect(page.locator("#owner")).to_have_text(f"It belongs to {installation.USER}.")
        page.get_by_role("link", name="Open in the control center").click()
        expect(page.locator("#app-name")).to_have_text(app.name)
        assert violations == []


def test_the_page_for_nothing_leads_to_the_control_center(page):
    page.goto(f"https://{installation.link_host('no-such-app')}:{installation.PORT}/")
    page.get_by_role("link", name="Open the control center").click()
    expect(page.locator("#app-gone")).to_contain_text("No app named “no-such-app”")


def test_before_sign_in_there_is_a_way_on_too(api):
    reply = api.open("no-such-app", "/.dcc/page", signed_in=False)
    assert (reply.status, reply.headers["Location"]) == (302, f"{installation.ORIGIN}/#/apps/no-such-app")


@contextlib.contextmanager
def waiting_page(page, app):
    """Opens an app's link in a browser; returns CSP violations of the page."""
    refused: list[str] = []
    page.on("console", lambda message: "Content Security Policy" in message.text and refused.append(message.text))
    page.goto(f"https://{link_of(app)}/small")
    yield refused


def test_the_waiting_page_is_sent_with_a_status_that_no_program_takes_for_the_app(apps, api):
    app = apps.add("broken-requirements")
    app.wait_for("failed")
    reply = api.open(app.name, "/anything", headers={"Accept": "application/json"})
    assert reply.status == 503
    assert reply.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
    assert b"<script type=\"module\" src=\"/.dcc/waiting.js\">" in reply.body
    # A submitted form gets the page too.
    assert api.ask("POST", "/", host=installation.link_host(app.name), body=b"a=1").status == 503


def test_news_of_an_app_is_told_at_its_link_to_who_may_see_it(api, links):
    assert [app["name"] for app in api.open(links.name, "/.dcc/status?timeout=0").json["apps"]] == [links.name]
    assert api.open("no-such-app", "/.dcc/status?timeout=0").status == 404
    assert api.open(links.name, "/.dcc/status?timeout=0", signed_in=False).status == 401


def test_an_app_that_stopped_is_shown_as_stopped_within_two_seconds(apps, api):
    app = apps.add("links")
    app.wait_for("running")
    assert api.open(app.name, "/small").status == 200
    app.act("stop")
    app.wait_for("stopped")
    settled("the waiting page", lambda: b"waiting.js" in api.open(app.name, "/small").body, 2)


def test_a_permission_that_is_taken_away_is_gone_within_two_seconds(api, apps):
    app = apps.add("links", shared_with=["bob"])
    app.wait_for("running")
    bob = Client("bob")
    assert bob.open(app.name, "/small").body == b"small\n"
    assert api.patch(app.path, {"shared_with": []}).status == 200
    settled("the link closed", lambda: bob.open(app.name, "/small").status == 404, 2)
    # A route cached for one user does not apply to another.
    assert api.open(app.name, "/small").status == 200
    assert bob.open(app.name, "/small").status == 404
    assert api.open(app.name, "/small", signed_in=False).status == 401


def test_an_app_that_runs_and_takes_no_request_is_said_to(links, page):
    page.goto(f"https://{link_of(links)}/flood")
    expect(page.get_by_role("heading")).to_have_text(f"{links.name} did not accept the request")


def test_a_link_is_entered_when_the_control_center_is_back(links, page):
    backend.kill()
    try:
        # Until nginx's cached route expires.
        time.sleep(2.5)
        assert page.goto(f"https://{link_of(links)}/small").status == 503
        expect(page.get_by_role("heading")).to_have_text("The control center is unreachable")
    finally:
        backend.start()
    expect(page.locator("body")).to_have_text("small", timeout=20_000)


def test_each_request_is_logged_with_who_asked_and_the_number_that_the_app_got(ask, links):
    number = seen(ask("/echo?secret=1"))["x-request-id"]

    def logged():
        lines = (installation.STATE / "nginx-access.log").read_text().splitlines()
        return [entry for entry in map(json.loads, lines[-200:]) if entry["id"] == number]

    [entry] = until("the line", logged, 5)
    assert (entry["user"], entry["host"], entry["status"]) == (installation.USER, installation.link_host(links.name), 200)
    # Query strings may hold private input.
    assert entry["path"] == "/echo"
