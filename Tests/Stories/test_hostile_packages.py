"""No app and no package changes what other apps import."""

import json
import pathlib
import subprocess

import pytest

import backend
import installation
from hostile_packages import LEADING_OUT, PROGRAM, sdist
from package_apps import BOTTLE, STORE, PackageApps, package_set, python
from trees import tree
from waiting import until
from wheels import wheel

CONFIGURATION = json.loads(backend.CONFIGURATION.read_text())["containers"]
REFUSED = {"EROFS", "EPERM", "EACCES", "EXDEV"}
CONTENT = "import bottle, hashlib; print(hashlib.sha256(open(bottle.__file__, 'rb').read()).hexdigest())"
WHEEL = "wheels/evil-1.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def made(api):
    apps = PackageApps(api)
    yield apps
    apps.take_away()


@pytest.fixture(scope="module")
def victim(made):
    app = made.add(BOTTLE, "import bottle")
    app.wait_for("running")
    app.before = tree(package_set(app))
    app.content = python(app, CONTENT)
    return app


@pytest.fixture(autouse=True)
def prove_untouched(victim):
    """The other app's packages are as they were, whatever a story does."""
    yield
    assert tree(package_set(victim)) == victim.before
    assert python(victim, CONTENT) == victim.content
    assert not (victim.workspace / "evil").exists()
    assert not [path for path in STORE.rglob("evil*") if "cache" not in path.relative_to(STORE).parts]


def resolved(app) -> list[dict]:
    """The wheels that its resolver, or whoever took its place, named."""
    return json.loads((installation.STACKS / app.name / "resolved" / "wheels.json").read_text())["packages"]


def at_rest(app) -> dict:
    return until(f"{app.name} at rest", lambda: (view := app.view())["state"] in ("running", "failed") and view, 120)


# An app


def test_an_app_cannot_change_its_shared_packages(made, victim):
    app = made.add(BOTTLE, PROGRAM)
    app.wait_for("running")
    assert package_set(app) == package_set(victim)
    outcomes = json.loads((app.workspace / "outcomes.json").read_text())
    assert len(outcomes) == 18 and set(outcomes.values()) <= REFUSED, outcomes


# An sdist, whose setup.py runs


@pytest.fixture(scope="module")
def fakes(made, victim):
    """Apps whose sdist replaces the list of wheels; all at once."""
    older = made.add("bottle==0.13.3\n", "import bottle")
    older.wait_for("running")
    [[real], [old]] = ([package["wheels"][0] for package in resolved(app)] for app in (victim, older))
    elsewhere = {"url": "https://wheels.invalid/bottle-0.13.4-py2.py3-none-any.whl", "sha256": real["sha256"]}
    claims = {
        "another wheel": ("bottle", old), "another address": ("bottle", {**old, "sha256": real["sha256"]}),
        "another hash": ("bottle", {**real, "sha256": old["sha256"]}), "another host": ("bottle", elsewhere),
        "a path for a name": (f"../{package_set(victim).name}", real),
    }
    apps = {}
    for claim, (name, file) in claims.items():
        packages = [{"name": name, "version": "0.13.4", "wheels": [file]}]
        apps[claim] = made.add(f"{BOTTLE}./evil\n", "import bottle", sdist([], packages))
    for app in apps.values():
        at_rest(app)
    return apps


def test_an_sdist_writes_to_its_own_folders_alone(made, victim):
    targets = ["/dcc/store/evil", "/dcc/in/packages.py", "/dcc/packages/set.json", "/opt/dcc/evil", "/opt/dcc/packages/evil",
               "/opt/dcc/packages/lib/python3.11/site-packages/bottle.py", "/usr/local/bin/uv", "/etc/passwd",
               "/usr/lib/python3/dist-packages/evil.pth", f"{victim.workspace}/evil", f"{STORE}/sets/evil"]
    app = made.add(f"{BOTTLE}./evil\n", "import bottle", sdist(targets))
    app.wait_for("running")
    for container in ("install", "build"):
        tried = json.loads((app.workspace / f"tried-{container}.json").read_text())
        assert set(tried) == set(targets) and set(tried.values()) <= REFUSED | {"ENOENT"}, (container, tried)
    assert package_set(app) == package_set(victim)


@pytest.mark.parametrize("claim", ["another wheel", "another address", "another hash", "another host", "a path for a name"])
def test_what_an_sdist_claims_fails_or_stays_in_a_set_of_its_own(claim, fakes, victim):
    app = fakes[claim]
    if app.view()["state"] == "running":
        assert (app.workspace / "taken").exists(), "the list was not replaced"
        # The same hash is the same wheel, wherever it is said to be.
        assert (package_set(app) == package_set(victim)) == (claim == "another address")
    else:
        assert app.view()["failure"]["step"] in ("install", "start", "health"), app.view()["failure"]


def test_what_was_claimed_is_not_in_the_cache(fakes, made, victim):
    """A new set with the same package is linked from uv's cache."""
    app = made.add(f"{BOTTLE}itsdangerous==2.1.2\n", "import bottle")
    app.wait_for("running")
    assert package_set(app) != package_set(victim)
    assert python(app, CONTENT) == victim.content


def test_a_pipe_in_place_of_the_list_holds_nobody_up(made):
    app = made.add(f"{BOTTLE}./evil\n", "import bottle", sdist([], "a pipe"))
    assert app.wait_for("failed", 60)["failure"]["step"] == "install"
    assert "wheels.json is no regular file." in app.log("install")


# A wheel


def test_a_wheels_path_file_runs_in_its_own_app_alone(made, victim):
    archive = wheel({"evil.py": "", "evil.pth": "import pathlib; pathlib.Path('/app/evil').touch()\n"})
    app = made.add(f"{BOTTLE}./{WHEEL}\n", "import bottle, evil", {WHEEL: archive})
    app.wait_for("running")
    assert (app.workspace / "evil").exists()
    assert package_set(app) == package_set(victim)
    assert python(victim, "import sys; print('evil' in sys.modules)") == "False"


def test_a_wheel_that_leads_out_of_its_folder_reaches_nobody(made, victim):
    files = LEADING_OUT["parents"] | LEADING_OUT["absolute"] | LEADING_OUT["data"] | LEADING_OUT["scripts"]
    app = made.add(f"{BOTTLE}./{WHEEL}\n", "import bottle", {WHEEL: wheel(files)})
    at_rest(app)
    assert not (installation.WORKSPACES / "evil").exists()


def test_as_the_store_unpacks_them_wheels_stay_in_their_folder(tmp_path):
    """Anybody can publish such a wheel on PyPI."""
    tmp_path.chmod(0o755)
    for number, files in enumerate(LEADING_OUT.values()):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "evil-1.0-py3-none-any.whl").write_bytes(wheel(files))
    unpack = """uv venv --quiet /tmp/venv
        mkdir -p /tmp/store/sets
        for number in "$@"; do
            uv pip install --quiet --no-deps --only-binary :all: --python /tmp/venv/bin/python \\
                --prefix "/tmp/store/sets/$number" "/wheels/$number/evil-1.0-py3-none-any.whl" && echo "$number" >&2
        done
        find / -xdev -name 'evil*' ; find /tmp/store -name 'evil*'"""
    done = subprocess.run(
        ["docker", "run", "--rm", "--network", "none", "--env", "UV_CACHE_DIR=/tmp/cache", "--volume", f"{tmp_path}:/wheels:ro",
         "--volume", f"{CONFIGURATION['uv']}:/usr/local/bin/uv:ro", CONFIGURATION["baseImage"], "sh", "-c", unpack, "sh",
         *map(str, range(len(LEADING_OUT)))],
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "0" in done.stderr.splitlines(), f"no wheel was unpacked: {done.stderr}"
    found = {pathlib.Path(line) for line in done.stdout.splitlines()}
    inside = {path for path in found if path.is_relative_to("/tmp/cache") or "site-packages" in path.parts}
    assert found == inside
    assert len(inside) > 0
