"""Apps share unpacked packages, keep what their image has, and leave nothing behind."""

import json
import re

import pytest

import backend
import engine
import installation
from cleaning import clean_up, orphans
from package_apps import BOTTLE, PackageApps, package_set, python
from waiting import until

IMAGE = json.loads(backend.CONFIGURATION.read_text())["containers"]["baseImage"]
INODE = "import bottle, os; status = os.stat(bottle.__file__); print(status.st_dev, status.st_ino)"
VERSION = "import importlib.metadata; print(importlib.metadata.version('torch'))"
IMAGES_TORCH = "2.8.0a0+nv25.8"
LOCKED = {
    "pyproject.toml": """[project]
name = "field"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["bottle==0.13.4", "itsdangerous==2.2.0"]
""",
    "uv.lock": """version = 1
requires-python = ">=3.9"

[[package]]
name = "bottle"
version = "0.13.4"
source = { registry = "https://pypi.org/simple" }
wheels = [
    { url = "https://files.pythonhosted.org/packages/83/f6/b55ec74cfe68c6584163faa311503c20b0da4c09883a41e8e00d6726c954/\
bottle-0.13.4-py2.py3-none-any.whl", hash = "sha256:045684fbd2764eac9cdeb824861d1551d113e8b683d8d26e296898d3dd99a12e" },
]

[[package]]
name = "field"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "bottle" }, { name = "itsdangerous" }]

[package.metadata]
requires-dist = [{ name = "bottle", specifier = "==0.13.4" }, { name = "itsdangerous", specifier = "==2.2.0" }]

[[package]]
name = "itsdangerous"
version = "2.2.0"
source = { registry = "https://pypi.org/simple" }
wheels = [
    { url = "https://files.pythonhosted.org/packages/04/96/92447566d16df59b2a776c0fb82dbc4d9e07cd95062562af01e408583fc4/\
itsdangerous-2.2.0-py3-none-any.whl", hash = "sha256:c6242fc49e35958c8b15141343aa660db5fc54d4f13a1db01a3f5891b98700ef" },
]
""",
}


@pytest.fixture(scope="module")
def made(api):
    apps = PackageApps(api)
    yield apps
    apps.take_away()


@pytest.fixture(scope="module")
def first(made):
    app = made.add(BOTTLE, "import bottle")
    app.wait_for("running")
    return app


@pytest.fixture(scope="module")
def torch_image(tmp_path_factory):
    """The base image with what an image of NVIDIA's says about its torch."""
    name = f"dcc/story-torch:{installation.NUMBER}"
    folder = tmp_path_factory.mktemp("torch")
    folder.chmod(0o755)
    information = folder / f"torch-{IMAGES_TORCH}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: torch\nVersion: {IMAGES_TORCH}\n")
    (folder / "torch.py").write_text("")
    container = docker("create", IMAGE, "true")
    docker("cp", f"{folder}/.", f"{container}:/usr/lib/python3/dist-packages/")
    docker("commit", container, name)
    docker("rm", container)
    yield name
    docker("image", "rm", "--force", name)


def docker(*arguments: str) -> str:
    done = engine.docker(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# Sharing


def test_a_second_app_with_the_same_packages_uses_the_same_files(first, made):
    second = made.add(BOTTLE, "import bottle")
    second.wait_for("running")
    assert "On this machine already: bottle 0.13.4" in second.log("install").splitlines()
    assert package_set(second) == package_set(first)
    assert python(second, INODE) == python(first, INODE)
    for app in (first, second):
        packages = app.view()["packages"]
        assert packages["shared_bytes"] > 100_000 and packages["own_bytes"] > 0


def test_sets_with_a_package_in_common_have_its_files_once(first, made):
    other = made.add(f"{BOTTLE}itsdangerous==2.2.0\n", "import bottle, itsdangerous")
    other.wait_for("running")
    assert package_set(other) != package_set(first)
    assert python(other, INODE) == python(first, INODE)


def test_shared_packages_bring_their_programs(first):
    program = "import subprocess; print(subprocess.run(['bottle.py', '--version'], capture_output=True, text=True).stdout)"
    assert "0.13.4" in python(first, program)
    assert (first.workspace / ".dcc" / "venv" / "bin" / "bottle.py").is_symlink()


def test_pip_installs_into_the_apps_own_environment(made, api):
    app = made.add(BOTTLE, "import bottle\nassert bottle.__file__.startswith('/app/.dcc/venv/')", installer="pip")
    app.wait_for("running")
    log = app.log("install")
    assert "Successfully installed bottle-0.13.4" in log and "Collecting bottle==0.13.4" in log
    assert package_set(app) is None
    assert app.view()["packages"]["shared_bytes"] == 0
    assert api.open(app.name).body == b"hello from the field"


def test_an_app_needs_nothing_of_an_index(made):
    """Only a package of its own."""
    setup = "import setuptools\nsetuptools.setup(name='own', version='1.0', py_modules=['own'])\n"
    app = made.add("./own\n", "import own", {"own/setup.py": setup, "own/own.py": ""})
    app.wait_for("running")


# What the repository and its settings say


def test_the_settings_leave_out_what_a_lock_names(made, api):
    app = made.add("", "import bottle", LOCKED, requirements_file="uv.lock", skip_requirements=["itsdangerous"])
    app.wait_for("running")
    assert python(app, "import importlib.util as util; print(util.find_spec('itsdangerous'))") == "None"
    api.patch(app.path, {"skip_requirements": []})
    app.act("redeploy")
    until("the other package", lambda: app.view()["state"] == "running" and "itsdangerous" in app.log("install"))
    assert python(app, "import itsdangerous; print(itsdangerous.__name__)") == "itsdangerous"


def test_a_version_that_is_not_there_is_answered_with_those_that_are(made):
    failure = made.add("bottle==99.1\n").wait_for("failed")["failure"]
    assert failure["code"] == "version_missing"
    assert re.fullmatch(r"There is no bottle==99\.1; the newest versions are .*0\.13\.4.*\.", failure["message"]), failure


def test_without_any_packages_the_python_that_is_asked_for_counts(made):
    app = made.add("", files={"pyproject.toml": '[project]\nname = "field"\nrequires-python = ">=3.99"\n'})
    failure = app.wait_for("failed")["failure"]
    assert failure["code"] == "python_missing" and ">=3.99" in failure["message"], failure


# What the image has


def test_what_the_image_has_stays(made, torch_image):
    app = made.add(f"torch>=2\n{BOTTLE}", "import bottle, torch", image=torch_image)
    app.wait_for("running")
    assert python(app, VERSION) == IMAGES_TORCH
    assert python(app, "import torch; print(torch.__file__)") == "/usr/lib/python3/dist-packages/torch.py"
    assert not list(package_set(app).rglob("torch*"))


def test_torch_alone_is_nothing_to_install(made, torch_image):
    app = made.add("torch\n", "import torch", image=torch_image)
    app.wait_for("running")
    assert python(app, VERSION) == IMAGES_TORCH


def test_another_version_than_the_images_is_looked_for_and_named(made, torch_image):
    app = made.add("torch==2.99\n", image=torch_image)
    failure = app.wait_for("failed")["failure"]
    assert failure["step"] == "install"
    assert "torch==2.99" in failure["message"], failure
    assert "These requirements do not fit what the image has" in app.log("install")


def test_what_an_earlier_deployment_installed_is_not_taken_for_the_images(made):
    """Its name is one of those that an image's Python would keep."""
    app = made.add("nvidia-ml-py==12.575.51\n", "import pynvml")
    app.wait_for("running")
    app.published.commit({"requirements.txt": f"nvidia-ml-py==12.575.51\n{BOTTLE}", "note.txt": "second"})
    app.act("redeploy")
    deployment = app.wait_for("running")["deployment"]
    assert (deployment["reason"], deployment["outcome"]) == ("redeploy", "succeeded"), app.log()
    assert python(app, "import bottle, pynvml; print(pynvml.__file__)").startswith("/opt/dcc/packages/")


# Cleanup


@pytest.fixture
def no_grace():
    backend.settings["DCC_CLEANUP_GRACE_MINUTES"] = "0"
    backend.kill()
    backend.start()
    yield
    del backend.settings["DCC_CLEANUP_GRACE_MINUTES"]
    backend.kill()
    backend.start()


@pytest.fixture(scope="module")
def unused(made, api):
    """The ID and folder of a set whose only app is gone."""
    app = made.add("blinker==1.9.0\n", "import blinker")
    app.wait_for("running")
    folder = package_set(app)
    assert f"packages:{folder.name}" not in orphans(api)
    app.ask_removal()
    app.prove_gone()
    return f"packages:{folder.name}", folder


def test_a_set_that_no_app_uses_is_listed_and_kept_for_a_while(unused, first, api):
    identifier, folder = unused
    found = orphans(api)
    assert found[identifier]["bytes"] > 10_000 and found[identifier]["grace_until"]
    assert f"packages:{package_set(first).name}" not in found
    [kept] = clean_up(api, [identifier])["kept"]
    assert "An app may use it again" in kept["why"]
    assert folder.is_dir()


def test_it_is_removed_after_the_grace_period(unused, first, api, no_grace):
    identifier, folder = unused
    used = f"packages:{package_set(first).name}"
    receipt = clean_up(api, [identifier, used])
    assert [removed["id"] for removed in receipt["removed"]] == [identifier], receipt
    assert receipt["removed"][0]["bytes"] > 10_000
    assert [kept["id"] for kept in receipt["kept"]] == [used]
    assert not folder.exists() and package_set(first).is_dir()
    assert python(first, "import bottle; print(bottle.__version__)") == "0.13.4"
