"""Sign-in modes other than passwords, with real nginx: a gateway (oauth2-proxy stand-in) and client certificates."""

import ssl
import subprocess

import pytest
from playwright.sync_api import expect

import fronts
import installation
from client import TRUST, Client

OPENS_A_PAGE = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}
PATHS = ["/", "/shell/app.js", "/api/me", "/api/apps"]


def who(client: Client, **options) -> tuple[str, list[str]]:
    reply = client.get("/api/me", **options)
    assert reply.status == 200, reply.body
    return reply.json["user"], sorted(reply.json["groups"])


def is_problem(reply, status: int) -> bool:
    is_one = reply.headers["Content-Type"] == "application/problem+json"
    return is_one and reply.status == reply.json["status"] == status


@pytest.mark.parametrize("text", [None, "", "# Nothing.\n"], ids=["missing", "empty", "without sign-in"])
def test_nginx_refuses_to_start_without_a_mode_of_sign_in(text):
    state = fronts.install("oidc")
    assert fronts.judge(state).returncode == 0
    chosen = state / "etc" / "auth.conf"
    chosen.unlink() if text is None else chosen.write_text(text)
    refusal = fronts.judge(state)
    assert refusal.returncode != 0
    assert ("auth.conf" if text is None else "dcc_user") in refusal.stderr


# Through a gateway


@pytest.fixture(scope="module")
def oidc_front():
    with fronts.running("oidc", Client(port=fronts.PORTS["oidc"])) as state:
        yield state


@pytest.fixture
def gateway(oidc_front):
    with fronts.gateway(oidc_front):
        yield


def visitor(session: str | None = None) -> Client:
    """A client with that session cookie, or none."""
    return Client(port=fronts.PORTS["oidc"], sign_in={"Cookie": session} if session else {})


ALICE = visitor("__Host-dcc=alice|ml,ops")


def test_the_gateway_says_who_one_is(gateway):
    assert who(ALICE) == ("alice", ["ml", "ops"])
    assert ALICE.get("/").status == 200


def test_a_session_in_two_parts_is_one(gateway):
    assert who(visitor("_oauth2_proxy_0=bo; _oauth2_proxy_1=b|ml")) == ("bob", ["ml"])


@pytest.mark.parametrize("path", ["/api/me", "/api/apps", "/api/nothing-here"])
def test_a_program_without_a_session_gets_a_problem(path, gateway):
    assert is_problem(visitor().get(path), 401)


def test_a_browser_without_a_session_is_sent_to_sign_in_and_back(gateway):
    reply = visitor().get("/?a=1&b=2", headers=OPENS_A_PAGE)
    assert (reply.status, reply.headers["Location"]) == (302, f"{installation.ORIGIN}/?a=1&b=2")
    assert reply.headers["Set-Cookie"].startswith("__Host-dcc=")


def test_a_part_of_a_page_is_not_sent_to_sign_in(gateway):
    assert visitor().get("/shell/app.js", headers={"Sec-Fetch-Mode": "no-cors", "Accept": "*/*"}).status == 401
    assert visitor().get("/", headers={"Sec-Fetch-Mode": "cors", "Accept": "text/html"}).status == 401


def test_a_person_signs_in_with_a_browser(gateway, browser):
    context = browser.new_context(ignore_https_errors=True)
    try:
        page = context.new_page()
        page.goto(f"https://localhost:{fronts.PORTS['oidc']}/")
        expect(page).to_have_title("Docker Control Center")
        assert [cookie["name"] for cookie in context.cookies()] == ["__Host-dcc"]
    finally:
        context.close()


FORGED = {"X-Auth-Request-User": "admin", "X-Auth-Request-Groups": "operators", "X-Forwarded-User": "admin", "Remote-User": "admin"}


def test_no_header_of_a_client_is_mistaken_for_the_gateways(gateway):
    assert who(ALICE, headers=FORGED) == ("alice", ["ml", "ops"])
    assert visitor().get("/api/me", headers=FORGED).status == 401


def test_a_password_is_no_session(gateway):
    assert visitor().get("/api/me", headers={"Authorization": "Basic YWRtaW46YWRtaW4="}).status == 401


def test_a_session_that_names_nobody_is_nobodys(gateway):
    assert visitor("__Host-dcc=|ml").get("/api/me").status == 401


@pytest.mark.parametrize("path", ["/", "/api/me"])
def test_a_refreshed_session_reaches_the_browser(path, gateway):
    [cookie] = visitor("__Host-dcc=alice|ml|refresh").get(path).headers.get_all("Set-Cookie")
    assert cookie.startswith("__Host-dcc=alice|ml; Path=/; Expires=Fri, 01 Jan 2100")


def test_both_parts_of_a_refreshed_session_reach_the_browser(gateway):
    reply = visitor("_oauth2_proxy_0=alice|; _oauth2_proxy_1=ml|refresh").get("/api/me")
    [first, second] = reply.headers.get_all("Set-Cookie")
    assert first.startswith("_oauth2_proxy_0=alice|; Path=/; Expires=Fri, 01 Jan 2100")
    assert second == first.replace("_oauth2_proxy_0=alice|", "_oauth2_proxy_1=ml")


def test_a_link_is_for_who_signed_in_at_the_gateway(gateway, links):
    assert visitor().open(links.name, "/small").status == 401
    reply = visitor().open(links.name, "/small?a=1&b=2", headers=OPENS_A_PAGE)
    link = f"https://{installation.link_host(links.name)}:{installation.PORT}/small?a=1&b=2"
    assert (reply.status, reply.headers["Location"]) == (302, link)


def test_a_gateway_that_is_down_lets_nobody_in(oidc_front, links):
    for path in PATHS:
        reply = ALICE.get(path)
        assert reply.status == 503, path
        assert path != "/api/me" or is_problem(reply, 503)
    assert ALICE.open(links.name, "/small").status == 503
    assert visitor().get("/", headers=OPENS_A_PAGE).status == 503
    assert visitor().get("/healthz").status == 200


# With a certificate


@pytest.fixture(scope="module")
def mtls_front():
    with fronts.running("mtls", Client(port=fronts.PORTS["mtls"])) as state:
        yield state


@pytest.fixture
def holder(mtls_front, tmp_path):
    """Creates a client with a certificate for a subject, by default signed by the CA that nginx trusts."""

    def make(subject: str, authority=(installation.AUTHORITY, installation.AUTHORITY_KEY)) -> Client:
        key, request, certificate = (tmp_path / name for name in ("key.pem", "request.pem", "certificate.pem"))
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", authority[0], "-CAkey", authority[1], "-days", "1", "-out", certificate)
        trust = ssl.create_default_context(cafile=str(installation.AUTHORITY))
        trust.load_cert_chain(certificate, key)
        return Client(port=fronts.PORTS["mtls"], trust=trust, sign_in={})

    return make


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


SUBJECTS = {
    "/CN=alice": ("alice", []),
    "/O=Example/OU=ml/OU=Machine Learning/OU=ops/CN=alice": ("alice", ["ml", "ops"]),
    "/O=Example, Inc./OU=ml/CN=alice@example.com": ("alice@example.com", ["ml"]),
    "/O=x,CN=admin/CN=alice": ("alice", []),
    "/O=x\\+CN=admin/CN=alice": ("alice", []),
    "/O=x,OU=operators/OU=ml/CN=alice": ("alice", ["ml"]),
    "/OU=a,b/OU=ml/CN=alice": ("alice", ["ml"]),
    "/OU=a/OU=b/OU=c/OU=d/OU=e/CN=alice": ("alice", ["b", "c", "d", "e"]),
}


@pytest.mark.parametrize("subject, identity", SUBJECTS.items())
def test_a_certificate_says_who_one_is(subject, identity, holder):
    assert who(holder(subject)) == identity


NOBODY = [
    "/O=Example", "/CN=alice/CN=bob", "/O=x+CN=bob/CN=alice", "/CN=al,ice", "/CN=a b", "/O=x\\\\,CN=admin/CN=alice",
]


@pytest.mark.parametrize("subject", NOBODY)
def test_a_certificate_that_names_nobody_plainly_lets_nobody_in(subject, holder):
    client = holder(subject)
    assert is_problem(client.get("/api/me"), 401)
    assert client.get("/").status == 401


def test_without_a_certificate_everything_is_closed_but_health(mtls_front, links):
    client = Client(port=fronts.PORTS["mtls"], trust=TRUST)
    for path in PATHS:
        assert client.get(path).status == 401
    assert client.open(links.name, "/small").status == 401
    assert client.get("/healthz").status == 200


def test_a_certificate_of_another_authority_is_refused(holder, tmp_path):
    other = tmp_path / "other.pem", tmp_path / "other-key.pem"
    same_name = "/CN=DCC local authority"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", same_name, "-keyout", other[1], "-out", other[0])
    assert holder("/CN=alice", other).get("/api/me").status == 400


def test_no_header_takes_the_place_of_a_certificate(mtls_front):
    client = Client(port=fronts.PORTS["mtls"], sign_in={"X-SSL-Client-S-DN": "CN=admin", **FORGED})
    assert client.get("/api/me").status == 401
