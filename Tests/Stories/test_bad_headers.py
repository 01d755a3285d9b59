"""Every corpus line about request headers, with real nginx."""

import pytest

import fronts
import installation
from bad_inputs import ids, line
from client import Client, basic

IGNORED = [line(f"header-{number}") for number in ("001", "003", "006")]
PROXY, HOST, SIBLING, NO_ORIGIN, SAME_SITE, TOSSED, BOMB, SMUGGLED, SIGNED_LENGTH, LONG, BREACH = (
    line(f"header-{number}") for number in ("008", "011", "013", "016", "018", "021", "023", "026", "028", "031", "033"))
HEAD = f"Host: localhost:{installation.PORT}\r\nAuthorization: {basic(installation.USER)}\r\nConnection: close\r\n"


def test_every_line_of_the_corpus_has_a_story():
    covered = [*IGNORED, PROXY, HOST, SIBLING, NO_ORIGIN, SAME_SITE, TOSSED, BOMB, SMUGGLED, SIGNED_LENGTH, LONG, BREACH]
    assert sorted(entry.id for entry in covered) == ids("header")


@pytest.mark.parametrize("entry", IGNORED, ids=[entry.id for entry in IGNORED])
def test_a_header_that_names_somebody_or_somewhere_else_is_ignored(entry, api):
    assert api.get("/api/me", signed_in=False, headers={entry.field: entry.value}).status == 401
    assert api.get("/api/me", headers={entry.field: "mallory"}).json["user"] == installation.USER
    assert api.get("/api/me", headers={entry.field.replace("-", "_"): "mallory"}).json["user"] == installation.USER


def test_a_header_named_proxy_reaches_neither_the_backend_nor_git(apps):
    form = apps.form()
    assert apps.submit(form, headers={PROXY.field: PROXY.value}).status == 202
    apps.adopt(form["name"]).wait_for("running")


@pytest.mark.parametrize(
    "host", [HOST.value, f"localhost:{installation.PORT}@evil.example", "localhost:1:2", "[::1]"],
    ids=["of the corpus", "with user information", "with two ports", "an address"])
def test_a_host_that_only_looks_like_ours_is_refused(host, api):
    assert api.get("/api/apps", host_header=host).status in (400, 421)
    assert api.get("/healthz", host_header=f"localhost:{installation.PORT}@evil.example").status == 400


CHANGES = {
    SIBLING.id: ({"Origin": SIBLING.value}, {"csrf_origin"}),
    NO_ORIGIN.id: ({"Origin": None, "Sec-Fetch-Site": "same-site"}, {"csrf_site"}),
    SAME_SITE.id: ({SAME_SITE.field: SAME_SITE.value}, {"csrf_site"}),
}


@pytest.mark.parametrize("headers, codes", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_from_a_neighbours_page_is_refused(headers, codes, api, apps):
    form = apps.form()
    reply = apps.submit(form, headers=headers)
    assert reply.status == 403
    assert reply.errors and set(reply.errors) <= codes
    assert api.get(f"/api/apps/{form['name']}").status == 404


def test_two_sessions_of_one_name_are_nobodys():
    client = Client(port=fronts.PORTS["oidc"], sign_in={})
    with fronts.running("oidc", client) as state, fronts.gateway(state):
        assert client.get("/api/me", headers={"Cookie": "__Host-dcc=alice|"}).json["user"] == "alice"
        assert client.get("/api/me", headers={"Cookie": "x=1; __Host-dcc=alice|"}).status == 200
        split = "_oauth2_proxy_0=alice; _oauth2_proxy_1=|; _oauth2_proxy_1=|b"
        for cookies in (TOSSED.value, "__Host-dcc=alice|; x=1;__Host-dcc=bob|", split):
            assert client.get("/api/me", headers={"Cookie": cookies}).status == 401


@pytest.mark.parametrize("host", ["localhost", installation.link_host("any-app")])
def test_more_cookies_than_fit_get_a_page_that_says_how_to_recover(host, api):
    bomb = "; ".join(f"c{number}={'x' * 320}" for number in range(200))
    reply = api.ask("GET", "/", host=host, headers={"Cookie": bomb})
    assert reply.status == 431
    assert reply.headers["Clear-Site-Data"] == '"cookies"'
    assert "clear the cookies of this site" in reply.body.decode()


def test_a_body_of_two_lengths_is_refused(api):
    lengths = "Content-Length: 4\r\nTransfer-Encoding: chunked"
    answer = api.raw(f"POST /api/apps HTTP/1.1\r\n{HEAD}{lengths}\r\n\r\n0\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_length_with_a_sign_is_refused(api):
    length = f"Content-Length: {SIGNED_LENGTH.value}"
    answer = api.raw(f"POST /api/apps HTTP/1.1\r\n{HEAD}{length}\r\n\r\n{{}}".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_header_that_is_too_long_is_refused(api):
    assert api.get("/", headers={LONG.field: LONG.value}).status == 431


@pytest.mark.parametrize("path", ["/api/apps", "/api/status?timeout=0", "/api/nothing-here"])
def test_an_answer_that_holds_what_only_its_user_may_see_is_not_compressed(path, api):
    assert "Content-Encoding" not in api.get(path, headers={"Accept-Encoding": "gzip, br"}).headers
