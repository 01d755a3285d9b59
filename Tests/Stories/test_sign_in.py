"""Without sign-in nothing is visible, and no page of another site can act with a user's identity."""

import pytest

import installation
from client import CHANGE


@pytest.mark.parametrize("path", ["/", "/shell/app.js", "/api/apps", "/api/status", "/api/nothing-here"])
def test_without_sign_in_the_page_and_the_api_are_closed(path, api):
    assert api.get(path, signed_in=False).status == 401


def test_without_sign_in_a_link_is_closed_whether_or_not_the_app_is_there(api, echoes):
    assert api.open(echoes.name, signed_in=False).status == 401
    assert api.open("no-such-app", signed_in=False).status == 401


def test_with_a_wrong_password_everything_stays_closed(api):
    assert api.get("/api/apps", headers={"Authorization": "Basic YWRtaW46d3Jvbmc="}).status == 401


def test_health_is_told_to_everybody_and_says_nothing_else(api):
    reply = api.get("/healthz", signed_in=False)
    assert (reply.status, reply.json) == (200, {"status": "ok"})


IDENTITIES = {name: "mallory" for name in ("REMOTE_USER", "Remote-User", "X-Remote-User", "X-Forwarded-User", "X-DCC-User")}


@pytest.mark.parametrize("path", ["/api/apps", "/internal/route"])
def test_no_header_signs_anybody_in(path, api):
    assert api.get(path, signed_in=False, headers=IDENTITIES).status == 401


def test_no_header_changes_who_one_is(apps):
    reply = apps.submit(apps.form(), headers=IDENTITIES)
    assert (reply.status, reply.json["owner"]) == (202, "admin")
    assert reply.json["deployment"]["requested_by"] == "admin"


def test_the_routing_of_links_cannot_be_asked_from_outside(api, echoes):
    assert api.get("/internal/route").status == 404
    assert "X-DCC-Upstream" not in api.open(echoes.name, "/internal/route").headers


FOREIGN = {
    "no origin": ({"Origin": None}, 403, "csrf_origin"),
    "another origin": ({"Origin": "https://evil.example"}, 403, "csrf_origin"),
    "an app's page": ({"Origin": f"https://app.apps.localhost:{installation.PORT}"}, 403, "csrf_origin"),
    "an origin with more behind it": ({"Origin": f"{installation.ORIGIN}.evil.example"}, 403, "csrf_origin"),
    "a page in a sandbox": ({"Origin": "null"}, 403, "csrf_origin"),
    "a page of the same site": ({"Sec-Fetch-Site": "same-site"}, 403, "csrf_site"),
    "a page of another site": ({"Sec-Fetch-Site": "cross-site"}, 403, "csrf_site"),
    "no header of ours": ({"X-DCC": None}, 403, "csrf_header"),
    "a form's text": ({"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
    "a form's fields": ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    "no media type": ({"Content-Type": None}, 415, "unsupported_media_type"),
}


@pytest.mark.parametrize("headers, status, code", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_change_that_another_site_could_send_is_refused(headers, status, code, api, apps):
    form = apps.form()
    reply = apps.submit(form, headers=headers)
    assert (reply.status, list(reply.errors)) == (status, [code])
    assert api.get(f"/api/apps/{form['name']}").status == 404


@pytest.mark.parametrize("action", ["stop", "restart", "redeploy"])
def test_the_same_holds_for_every_change(action, api, echoes):
    assert api.post(f"{echoes.path}/{action}", headers={"Origin": "https://evil.example"}).status == 403
    assert api.ask("DELETE", echoes.path, body=b"{}", headers={**CHANGE, "X-DCC": None}).status == 403
    assert echoes.view()["state"] == "running"


def test_no_address_changes_anything_by_being_read(api, echoes):
    for action in ("stop", "restart", "redeploy", "start"):
        reply = api.get(f"{echoes.path}/{action}")
        assert (reply.status, reply.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/", "/shell/app.js", "/api/apps", "/no-such-file"])
def test_every_answer_tells_browsers_to_be_careful(path, api):
    headers = api.get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    # Responses do not reveal software or version.
    assert headers["Server"] == "nginx"


def test_a_name_that_is_not_ours_is_misdirected(api):
    assert api.get("/healthz", host_header="evil.example").status == 421


def test_the_page_is_sent_small_and_only_when_it_changed(api):
    reply = api.get("/shell/app.js", headers={"Accept-Encoding": "gzip"})
    assert (reply.status, reply.headers["Content-Encoding"]) == (200, "gzip")
    assert "text/javascript" in reply.headers["Content-Type"]
    again = api.get("/shell/app.js", headers={"If-None-Match": reply.headers["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status, again.body) == (304, b"")


def test_answers_of_the_api_are_neither_kept_nor_compressed(api):
    headers = api.get("/api/apps", headers={"Accept-Encoding": "gzip"}).headers
    assert headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in headers
