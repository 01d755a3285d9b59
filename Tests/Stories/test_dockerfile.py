"""Apps that are built from the Dockerfile of their repository: what the build may do, and what the app may."""

import contextlib
import sqlite3
import textwrap

import pytest

import engine
import installation
from client import Client
from repositories import Repository
from waiting import until

APP = textwrap.dedent("""\
    import http.server, json, os, pathlib

    def tried(path):
        try:
            pathlib.Path(path).write_text("x")
            return "written"
        except OSError as error:
            return error.strerror

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            seen = {"uid": os.getuid(), "folder": os.getcwd(), "files": sorted(os.listdir()), "home": os.environ["HOME"],
                    "greeting": os.environ["GREETING"], "library": os.environ["LD_LIBRARY_PATH"],
                    "writes": {path: tried(path) for path in ("/srv/x", "/data/x", "/cache/x", "/etc/x")}}
            self.wfile.write(json.dumps(seen).encode())

    http.server.HTTPServer(("", 8123), Handler).serve_forever()
    """)


@pytest.fixture(scope="module")
def base(api) -> str:
    return api.get("/api/images").json["default"]


@pytest.fixture
def repositories():
    made: list[Repository] = []

    def publish(files: dict[str, str]) -> Repository:
        made.append(Repository(files))
        return made[-1]

    yield publish
    for repository in made:
        repository.delete()


@pytest.fixture
def build(apps, repositories):
    """Adds an app that is built from these lines."""

    def add(*lines: str, files: dict[str, str] | None = None, **form):
        repository = repositories({"Dockerfile": "\n".join(lines) + "\n", **(files or {})})
        app = apps.add(repository=repository.url, build="dockerfile", **{"start_command": "", **form})
        app.published = repository
        return app

    return add


def instance() -> str:
    with contextlib.closing(sqlite3.connect(f"file:{installation.STATE}/data/dcc.db?mode=ro", uri=True)) as database:
        return database.execute("SELECT id FROM installation").fetchone()[0]


def left_of_build(app) -> list:
    """Everything but the image itself."""
    label = [f"dcc.instance={instance()}", f"dcc.image=dcc/build:{app.name}"]
    containers = [entry for entry in engine.get("/containers/json", label=label) if "dcc.app" not in entry["Labels"]]
    untagged = [image for image in engine.get("/images/json", label=label, dangling=["true"])]
    return containers + engine.get("/networks", label=label) + untagged


def images_of(app) -> list:
    return engine.get("/images/json", label=[f"dcc.app={app.name}", f"dcc.instance={instance()}"])


def test_it_runs_as_its_image_starts_and_without_rights(build, base, api):
    app = build(
        "# syntax=docker/dockerfile:1", f"ARG BASE={base}", "FROM ${BASE} AS make",
        "RUN mkdir /made \\", "    && echo built >/made/word", "FROM ${BASE}", "ENV GREETING=hello LD_LIBRARY_PATH=/srv/lib",
        "WORKDIR /srv", "COPY --from=make /made/word .", "COPY . .", "VOLUME /cache", "USER nobody", "EXPOSE 8123",
        'CMD ["python3", "app.py"]', files={"app.py": APP, "notes.md": "", ".dockerignore": "*.md\nDockerfile\n"}, port=8123)
    app.wait_for("running", 600)
    seen = api.open(app.name).json
    assert seen["uid"] == app.workspace.stat().st_uid >= 200_000
    assert (seen["folder"], seen["greeting"], seen["home"]) == ("/srv", "hello", "/data/home")
    assert seen["files"] == ["app.py", "word"]
    assert seen["library"] == "/srv/lib"
    read_only = "Read-only file system"
    assert seen["writes"] == {"/srv/x": read_only, "/data/x": "written", "/cache/x": "written", "/etc/x": read_only}

    container = engine.container(app.name)
    host = container["HostConfig"]
    assert (host["CapDrop"], host["ReadonlyRootfs"], host["PidsLimit"]) == (["ALL"], True, 4096)
    assert "LD_LIBRARY_PATH=" in container["Config"]["Env"]
    assert [mount["Destination"] for mount in container["Mounts"] if mount["RW"]] == ["/data"]
    assert left_of_build(app) == []
    log = app.log("image").splitlines()
    assert "Line 4: RUN mkdir /made     && echo built >/made/word" in log
    assert not any("--->" in line or "DEPRECATED" in line for line in log)

    first, deployed = container["Image"], app.newest_deployment()["deployment"]["id"]
    app.act("redeploy")
    app.wait_for("running")
    assert app.log("image").splitlines()[-1] == "Using the image that was built from this commit."
    app.published.commit({"more.txt": "another commit"})
    app.act("redeploy")
    app.wait_for("running", 600)
    assert engine.container(app.name)["Image"] != first
    assert api.post(f"{app.path}/rollback", {"deployment": deployed}).status == 202
    app.wait_for("running")
    assert engine.container(app.name)["Image"] == first
    assert (app.workspace / ".dcc" / "x").read_text() == "x"

    assert images_of(app) != []
    app.ask_removal()
    app.prove_gone()
    assert images_of(app) == []


def test_an_app_without_python_runs_on_nothing_but_its_own_files(build, base, api):
    app = build(
        f"FROM {base} AS tools", "RUN apt-get update && apt-get install --yes --no-install-recommends busybox-static",
        "RUN mkdir -p /tree/bin && cp /bin/busybox /tree/bin && for name in sh mkdir rm; do ln -s busybox /tree/bin/$name; done",
        "FROM scratch", "COPY --from=0 /tree/ /", "COPY index.html /www/", "EXPOSE 8080",
        'ENTRYPOINT ["/bin/busybox", "httpd", "-f"]', 'CMD ["-p", "8080", "-h", "/www"]',
        files={"index.html": "no Python here"}, port=8080)
    app.wait_for("running", 600)
    assert b"no Python here" in api.open(app.name).body


def test_what_it_may_not_write_is_told_with_the_place_to_write_to(build, base):
    app = build(f"FROM {base}", "WORKDIR /srv", "CMD python3 -c \"open('/srv/state.json', 'w')\"")
    failure = app.wait_for("failed")["failure"]
    assert failure["code"] == "path_read_only"
    assert "/srv/state.json" in failure["message"] and "/data" in failure["hint"] and "/app" not in failure["hint"]


REFUSED = [
    ("FROM ubuntu:24.04", "dockerfile_image_not_allowed", "Line 1 of the Dockerfile names the image ubuntu:24.04"),
    ("FROM {base}\nADD https://example.com/x /x", "dockerfile_unsupported", "Line 2 of the Dockerfile adds a file from an address"),
    ("FROM {base}\nRUN --mount=type=secret,id=x cat /run/secrets/x", "dockerfile_unsupported", "Line 2"),
]


@pytest.mark.parametrize(("text", "code", "words"), REFUSED, ids=[code for _, code, _ in REFUSED])
def test_a_line_that_is_not_built_is_named_before_anything_runs(build, base, text, code, words):
    app = build(text.format(base=base))
    failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("inspect", code)
    assert failure["message"].startswith(words)


def test_the_step_that_fails_is_named(build, base):
    app = build(f"FROM {base}", "RUN true", "RUN echo first; echo why >&2; \\", "    exit 3")
    failure = app.wait_for("failed")["failure"]
    assert (failure["step"], failure["code"]) == ("image", "dockerfile_failed")
    assert failure["message"].startswith("Line 3 of the Dockerfile failed with exit code 3: RUN echo first")
    # Docker keeps the order within each of the two outputs only.
    assert sorted(failure["lines"]) == ["first", "why"]
    assert left_of_build(app) == [] and images_of(app) == []


def test_an_image_without_a_shell_says_so(build):
    app = build("FROM scratch", "COPY Dockerfile /", 'CMD ["/Dockerfile"]')
    failure = app.wait_for("failed")["failure"]
    assert failure["code"] == "image_no_shell"


PROBE = textwrap.dedent("""\
    import os, pathlib, socket, struct

    for line in open("/proc/net/route").read().splitlines()[1:]:
        fields = line.split()
        if fields[1] == "00000000":
            gateway = socket.inet_ntoa(struct.pack("<I", int(fields[2], 16)))
    for name, place in {"host": (gateway, PORT), "metadata": ("169.254.169.254", 80)}.items():
        try:
            socket.create_connection(place, 3).close()
            print(name, "reached")
        except OSError:
            print(name, "not reached")
    print("workspace", pathlib.Path("WORKSPACE").exists(), "socket", pathlib.Path("/var/run/docker.sock").exists())
    print("secret", "SECRET_WORD" in os.environ)
    """)


def test_a_build_reaches_neither_the_host_nor_another_app(build, base, echoes):
    probe = PROBE.replace("PORT", str(installation.PORT)).replace("WORKSPACE", str(echoes.workspace))
    app = build(
        f"FROM {base}", "COPY probe.py /", "RUN python3 /probe.py && exit 9", files={"probe.py": probe},
        environment=[{"name": "SECRET_WORD", "value": "not-for-builds", "secret": True}])
    failure = app.wait_for("failed")["failure"]
    assert failure["code"] == "dockerfile_failed", failure
    lines = app.log("image").splitlines()
    assert {"host not reached", "metadata not reached", "workspace False socket False", "secret False"} <= set(lines)


def test_a_cancelled_build_leaves_nothing_and_each_step_is_limited(build, base):
    app = build(f"FROM {base}", "RUN echo before", "RUN echo waiting; sleep 600")
    label = [f"dcc.image=dcc/build:{app.name}"]

    def waiting():
        running = [entry for entry in engine.get("/containers/json", label=label) if entry["State"] == "running"]
        return "waiting" in app.log("image").splitlines() and running

    [step] = until("the step that waits", waiting, 240)
    limits = until("its limits", lambda: _limits(step["Id"]), 10)
    assert limits["Memory"] == limits["MemorySwap"] == 8 << 30 and limits["CpuQuota"] > 0
    assert limits["NetworkMode"].startswith("dcc-build-")
    app.act("stop")
    app.wait_for("stopped")
    until("nothing left", lambda: not left_of_build(app), 10)


def _limits(container: str):
    limits = engine.get(f"/containers/{container}/json")["HostConfig"]
    return limits if limits["PidsLimit"] == 4096 else None


def test_a_folder_that_an_app_made_a_link_is_not_mounted(apps, api, base, repositories):
    repository = repositories({"Dockerfile": f"FROM {base}\nCMD python3 -m http.server 7860\n", "app.py": ""})
    app = apps.add(
        repository=repository.url, start_command="rm -rf /app/.dcc; ln -s /etc /app/.dcc; exec python3 -m http.server 7860")
    app.wait_for("running")
    assert api.patch(app.path, {"build": "dockerfile", "start_command": ""}).status == 200
    app.act("redeploy")
    until("the end of the redeployment", lambda: app.view()["deployment"]["outcome"], 240)
    assert app.view()["deployment"]["failure"]["code"] == "workspace_conflict"


def test_only_whom_the_operator_lets_may_build(apps, api, alices_apps):
    assert api.get("/api/images").json["dockerfile"] is True
    assert Client("alice").get("/api/images").json["dockerfile"] is False
    refused = alices_apps.submit(alices_apps.form(build="dockerfile"))
    assert refused.status == 422 and refused.errors == {"dockerfile_not_allowed": "build"}
    app = alices_apps.add()
    changed = Client("alice").patch(app.path, {"build": "dockerfile"})
    assert changed.errors == {"dockerfile_not_allowed": "build"}
    missing = apps.submit(apps.form(start_command=""))
    assert missing.errors == {"command_required": "start_command"}
