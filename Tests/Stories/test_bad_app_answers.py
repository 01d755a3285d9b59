"""Every corpus line about app responses, with real apps."""

import engine
import installation
from bad_inputs import ids, line
from test_links import answer, ask  # noqa: F401 (a fixture)

ELSEWHERE, FLOOD, FETCH, UNKNOWN, NEIGHBOUR = (line(f"app_proxy-{number}") for number in ("002", "004", "007", "009", "012"))


def test_every_line_of_the_corpus_has_a_story():
    covered = [ELSEWHERE, FLOOD, FETCH, UNKNOWN, NEIGHBOUR]
    assert sorted(entry.id for entry in covered) == ids("app_proxy")


def test_an_app_may_lead_elsewhere_and_nothing_happens_there(ask, api):  # noqa: F811
    target = f"{installation.ORIGIN}/logout"
    assert answer(ask, f"Location: {target}", status=302).headers["Location"] == target
    assert api.get("/logout").status == 404


def test_headers_without_end_are_that_apps_trouble_alone(ask, api, echoes):  # noqa: F811
    reply = ask("/flood")
    assert reply.status == 502
    assert b"waiting.js" in reply.body
    assert ask("/small").body == b"small\n"
    assert api.open(echoes.name).status == 200
    assert api.get("/healthz").status == 200


def test_what_an_apps_page_asks_of_the_control_page_stays_unread(api, links):
    origin = f"https://{installation.link_host(links.name)}:{installation.PORT}"
    reply = api.get("/api/apps", headers={"Origin": origin, "Sec-Fetch-Site": "same-site"})
    assert not [name for name in reply.headers if name.lower().startswith("access-control-")]
    refused = api.post("/api/apps", {}, headers={"Origin": origin, "Sec-Fetch-Site": "same-site"})
    assert refused.status == 403
    asked_first = api.ask("OPTIONS", "/api/apps", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert not [name for name in asked_first.headers if name.lower().startswith("access-control-")]


def test_a_name_without_an_app_is_no_directory_of_apps(api, links):
    reply = api.open("unknown")
    assert reply.status == 404
    assert links.name not in reply.body.decode()


def test_an_app_cannot_listen_on_a_neighbours_port(links, echoes):
    mode, other = (engine.container(app.name)["HostConfig"]["NetworkMode"] for app in (links, echoes))
    assert mode != "host" and mode != other
    [[binding]] = engine.container(links.name)["NetworkSettings"]["Ports"].values()
    assert binding["HostIp"] == "127.0.0.1"
