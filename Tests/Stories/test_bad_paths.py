"""Every corpus line about paths, with real nginx."""

import pytest

import fronts
from bad_inputs import ids, line
from client import Client

OUTSIDE = [line("path-002"), line("path-004")]
DOT, WALKS_UP, WALKS_ACROSS, SIGN_IN, LINE_BREAK, LONG, MOVE = (
    line(f"path-{number}") for number in ("007", "009", "012", "014", "017", "019", "022"))


def test_every_line_of_the_corpus_has_a_story():
    covered = [*OUTSIDE, DOT, WALKS_UP, WALKS_ACROSS, SIGN_IN, LINE_BREAK, LONG, MOVE]
    assert sorted(entry.id for entry in covered) == ids("path")


OURS = ["/.dcc/..%2f..%2fauth.conf", "/.dcc/problems/..%2fusers", "/.dcc/..%2fkey.pem"]


@pytest.mark.parametrize("path", [*(entry.value for entry in OUTSIDE), *OURS])
def test_no_path_leads_out_of_what_is_served(path, api):
    reply = api.get(path)
    # nginx rejects paths above the root as malformed; all others are not found.
    assert reply.status in (400, 404)
    assert b"root:" not in reply.body and b"KEY" not in reply.body


def test_a_path_with_a_dot_is_the_path_without_it(api):
    assert api.get(DOT.value).json.keys() == api.get("/api/apps").json.keys()


def test_a_path_that_walks_up_is_judged_by_where_it_ends(api):
    assert api.get(WALKS_UP.value, signed_in=False).status == 401
    assert api.get(WALKS_UP.value).status == 404


def test_a_path_that_walks_across_is_judged_by_where_it_ends(api, echoes):
    assert api.get(WALKS_ACROSS.value).status == 404
    across = f"/api/apps/no-such-app/logs/../../{echoes.name}/logs"
    assert api.get(f"{across}?timeout=0").json.keys() == api.get(f"{echoes.path}/logs?timeout=0").json.keys()
    assert api.get(across, signed_in=False).status == 401


def test_a_path_that_begins_at_sign_in_and_leaves_it_is_closed(api):
    assert api.get(SIGN_IN.value, signed_in=False).status == 401
    visitor = Client(port=fronts.PORTS["oidc"], sign_in={})
    with fronts.running("oidc", visitor) as state, fronts.gateway(state):
        assert visitor.get(SIGN_IN.value).status == 401
        assert visitor.get("/internal/sign_in").status in (401, 404)


@pytest.mark.parametrize("path", [LINE_BREAK.value, "/api/apps%00", "/api/apps%7f", "/shell/%0aapp.js"])
def test_a_path_with_a_control_character_is_refused(path, api):
    assert api.get(path).status == 400


def test_a_path_that_is_too_long_is_refused(api):
    assert api.get(LONG.value).status == 414


@pytest.mark.parametrize("method", ["MOVE", "POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "TRACE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/shell/app.js", "/static/a"])
def test_files_can_only_be_read(method, path, api):
    assert api.ask(method, path, headers={"Destination": "../../x"}).status == 405
