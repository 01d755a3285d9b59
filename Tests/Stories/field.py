"""Repositories as people push them, one of each kind, and what becomes of the apps that are made from them."""

import dataclasses
import re

from repositories import Repository

SERVER = """import http.server
import time

PORT, DELAY = {port}, {delay}


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(DELAY)
        text = b"hello from the field"
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


http.server.ThreadingHTTPServer(("0.0.0.0", PORT), Hello).serve_forever()
"""


def server(before: str = "", *, port: int = 7860, delay: float = 0) -> str:
    """A web app that first runs these lines."""
    return before + "\n" + SERVER.format(port=port, delay=delay)


@dataclasses.dataclass(frozen=True)
class Fails:
    """The step and the code as regular expressions, words that the message has, and the action that the page offers."""

    step: str
    code: str
    words: tuple[str, ...]
    action: dict | None = None

    def check(self, failure: dict):
        assert re.fullmatch(self.step, failure["step"]), failure
        assert re.fullmatch(self.code, failure["code"]), failure
        for word in self.words:
            assert word in failure["message"], failure
        if self.action is not None:
            offered = failure["action"] or {}
            assert {key: offered.get(key) for key in self.action} == self.action, failure


@dataclasses.dataclass(frozen=True)
class Kind:
    files: dict[str, str | bytes]
    # The values of the form that differ from `python app.py` and 7860.
    form: dict = dataclasses.field(default_factory=dict)
    fails: Fails | None = None
    # Files that Git marks as executable.
    executable: tuple[str, ...] = ()


CHANGE_COMMAND = "change_start_command"
ADD_PACKAGES = "add_system_packages"
PROGRAM = server("import subprocess\nsubprocess.run(['ffmpeg', '-version'], check=True, stdout=subprocess.DEVNULL)")
# Says hello to those who came by HTTPS, as the link's nginx tells it.
WSGI = """def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"hello from the field" if environ["wsgi.url_scheme"] == "https" else b"hello, you came by HTTP"]
"""
ASGI = """async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello from the field"})
"""
UV_LOCK = """version = 1
requires-python = ">=3.9"

[[package]]
name = "bottle"
version = "0.13.4"
source = { registry = "https://pypi.org/simple" }
wheels = [{ url = "https://files.pythonhosted.org/packages/83/f6/b55ec74cfe68c6584163faa311503c20b0da4c09883a41e8e00d6726c954/bottle-0.13.4-py2.py3-none-any.whl", hash = "sha256:045684fbd2764eac9cdeb824861d1551d113e8b683d8d26e296898d3dd99a12e", size = 103807 }]

[[package]]
name = "field"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "bottle" }]

[package.metadata]
requires-dist = [{ name = "bottle" }]
"""
LFS_POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:ea03768b4672502c22da5a94b52b12ffd3f33b10ae7d0e142780344c12493254\nsize 1048576\n")

# Apps that run.
RUNNING = {
    "requirements in UTF-16 with Windows line ends": Kind(
        {"app.py": server("import bottle"), "requirements.txt": "bottle==0.13.4\r\n".encode("utf-16")}),
    "requirements in Windows' own encoding": Kind(
        {"app.py": server("import bottle"), "requirements.txt": "# Pakete für alle\r\nbottle==0.13.4\r\n".encode("cp1252")}),
    "requirements that include others and a constraint above them": Kind(
        {
            "app.py": server("import bottle\nassert bottle.__version__ == '0.13.3'"), "needs/common.txt": "bottle\n",
            "needs/live.txt": "-r common.txt\n-c ../limits.txt\n", "limits.txt": "bottle==0.13.3\n",
        },
        {"requirements_file": "needs/live.txt"}),
    "dependencies in pyproject.toml only": Kind(
        {
            "app.py": server("import bottle"),
            "pyproject.toml": '[project]\nname = "field"\nversion = "1.0"\ndependencies = ["bottle"]\n',
        }),
    "a conda environment with a section for pip": Kind(
        {
            "app.py": server("import bottle"),
            "environment.yml": "name: field\ndependencies:\n  - python=3.11\n  - ffmpeg\n  - pip:\n    - bottle\n",
        }),
    "system packages named in packages.txt": Kind({"app.py": PROGRAM, "packages.txt": "ffmpeg\n"}),
    "a lock file of uv": Kind(
        {
            "app.py": server("import bottle\nassert bottle.__version__ == '0.13.4'"), "uv.lock": UV_LOCK,
            "pyproject.toml": '[project]\nname = "field"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ["bottle"]\n',
        }),
    "an app in a folder with requirements of its own": Kind(
        {
            "backend/app.py": server("import bottle"), "backend/requirements.txt": "bottle==0.13.4\n",
            "frontend/package.json": '{"name": "frontend"}',
        },
        {"start_command": "cd backend && python app.py"}),
    "gunicorn's workers, which are told that their visitors use HTTPS": Kind(
        {"web.py": WSGI, "requirements.txt": "gunicorn\n"}, {"start_command": "gunicorn -w 2 web:app"}),
    "a first page that takes twelve seconds": Kind({"app.py": server(delay=12)}),
    "an app that asks who it is and where its home is": Kind(
        {"app.py": server("import getpass, pathlib\nassert getpass.getuser()\nassert pathlib.Path.home().is_dir()")}),
    "an app that looks up its own name for both families": Kind(
        {
            "app.py": server(
                "import os, socket, time\nbegan = time.monotonic()\n"
                "for family in socket.AF_INET, socket.AF_INET6:\n"
                "    assert socket.getaddrinfo(os.environ['LINK_HOST'], None, family)\n"
                "assert time.monotonic() - began < 0.5, 'the lookups take too long'")
        }),
}

# Apps that say what is wrong.
FAILING = {
    "a Dockerfile and no Python": Kind(
        {
            "package.json": '{"name": "field", "scripts": {"start": "node index.js"}}', "index.js": "",
            "Dockerfile": "FROM node:20\nCOPY . .\nCMD npm start\n",
        },
        {"start_command": "npm start"}, Fails("inspect", ".*", ("Dockerfile",))),
    "a file that is only in Git LFS, which the server does not have": Kind(
        {
            "app.py": server("open('model.bin', 'rb').read()"), "model.bin": LFS_POINTER,
            ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
        },
        fails=Fails("clone", "lfs_.*", ("model.bin", "Git LFS"))),
    "a script that is not executable": Kind(
        {"run.sh": "#!/bin/bash\nexec python app.py\n", "app.py": server()}, {"start_command": "./run.sh"},
        Fails(
            "health|start", "script_not_executable", ("run.sh", "not executable"),
            {"kind": CHANGE_COMMAND, "start_command": "bash ./run.sh"})),
    "a script with Windows line ends": Kind(
        {"run.sh": b"#!/bin/bash\r\nexec python app.py\r\n", "app.py": server()}, {"start_command": "./run.sh"},
        Fails("health|start", "script_windows_lines", ("run.sh", "Windows line ends")), executable=("run.sh",)),
    "sudo": Kind(
        {"app.py": server()}, {"start_command": "sudo python app.py"},
        Fails("health|start", "sudo_not_needed", ("sudo",), {"kind": CHANGE_COMMAND, "start_command": "python app.py"})),
    "system packages in the start command": Kind(
        {"app.py": server()}, {"start_command": "apt-get install -y ffmpeg && python app.py"},
        Fails(
            "health|start", "system_packages_at_start", ("ffmpeg", "root"),
            {"kind": ADD_PACKAGES, "packages": ["ffmpeg"], "start_command": "python app.py"})),
    "a version that the index does not have": Kind(
        {"app.py": server(), "requirements.txt": "bottle==0.13.4\ntensorflow-gpu==1.15\n"},
        fails=Fails("install", "version_missing|version_for_other_python|package_renamed", ("tensorflow-gpu==1.15",))),
    "a version that is too old for the image's Python": Kind(
        {"app.py": server(), "requirements.txt": "numpy==1.19.5\n"},
        fails=Fails("install", "version_too_old_for_python|version_for_other_python", ("numpy", "1.19.5", "Python 3."))),
    "a requirement from a Git host that cannot be reached": Kind(
        {"app.py": server(), "requirements.txt": "git+https://git.invalid/field/tool.git\n"},
        fails=Fails("install", "requirement_host_unknown", ("git.invalid",))),
    "a Python that is not there": Kind(
        {
            "app.py": server(),
            "pyproject.toml": '[project]\nname = "field"\nversion = "1"\nrequires-python = ">=3.99"\ndependencies = ["bottle"]\n',
        },
        fails=Fails("install", "python_missing", (">=3.99", "requires-python", "Python 3."))),
    "a program that goes to the background": Kind(
        {"app.py": "import os, sys\nif os.fork():\n    sys.exit()\n" + server()},
        fails=Fails("health|start", "ended_by_itself", ("exit code 0",))),
    "an app with a certificate of its own": Kind(
        {"web.py": ASGI, "requirements.txt": "uvicorn\n"},
        {
            "start_command":
                "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout /tmp/key -out /tmp/certificate "
                "&& uvicorn web:app --ssl-keyfile /tmp/key --ssl-certfile /tmp/certificate",
        },
        Fails("health", "serves_https", ("HTTPS", "7860"))),
    "a question in a terminal": Kind(
        {"app.py": server("input('Your name: ')")}, fails=Fails("health|start", "no_input", ("app.py, line 1",))),
    "a download that is named only before the traceback": Kind(
        {
            "app.py": server(
                "import urllib.request\nurl = 'https://hub.' + 'invalid/model'\nprint('Downloading', url)\n"
                "urllib.request.urlopen(url)")
        },
        fails=Fails("health|start", "host_unknown", ("hub.invalid",))),
    "a module that no requirement brings": Kind(
        {"app.py": server("print('starting')\nimport module_of_nobody")},
        fails=Fails("health|start", "module_missing", ("module_of_nobody", "no requirement"))),
    "a model hub that cannot be reached": Kind(
        {"app.py": server("import urllib.request\nurllib.request.urlopen('https://hub.invalid/model.safetensors')")},
        fails=Fails("health|start", "host_unknown", ("hub.invalid",))),
}

# Apps that run once their failure's action is taken.
MENDED = {
    "a library that the image lacks": Kind(
        {"app.py": server("import ctypes\nctypes.CDLL('libGL.so.1')")},
        fails=Fails(
            "health|start", "library_missing", ("libGL.so.1", "libgl1"), {"kind": ADD_PACKAGES, "packages": ["libgl1"]})),
    "a program that the image lacks": Kind(
        {"app.py": PROGRAM},
        fails=Fails("health|start", "program_missing", ("ffmpeg",), {"kind": ADD_PACKAGES, "packages": ["ffmpeg"]})),
    "a part of a package that is started as a file": Kind(
        {"src/app.py": server("from . import name"), "src/name.py": ""}, {"start_command": "python src/app.py"},
        Fails(
            "health|start", "relative_import", ("src/app.py",),
            {"kind": CHANGE_COMMAND, "start_command": "python -m src.app"})),
    "a Unix socket": Kind(
        {"web.py": WSGI, "requirements.txt": "gunicorn\n"}, {"start_command": "gunicorn web:app --bind unix:/tmp/web.sock"},
        Fails(
            "health", "listens_on_unix_socket", ("Unix socket", "7860"),
            {"kind": CHANGE_COMMAND, "start_command": "gunicorn web:app --bind 0.0.0.0:7860"})),
    "uvicorn for IPv6 only": Kind(
        {"web.py": ASGI, "requirements.txt": "uvicorn\n"}, {"start_command": "uvicorn web:app --host :: --port 7860"},
        Fails(
            "health", "listens_on_ipv6", ("IPv6",),
            {"kind": CHANGE_COMMAND, "start_command": "uvicorn web:app --host 0.0.0.0 --port 7860"})),
    "another port than the form says": Kind(
        {"app.py": server(port=8080)},
        fails=Fails("health", "wrong_port", ("8080", "7860"), {"kind": "change_port", "port": 8080})),
}


class FieldRepository(Repository):
    """Also takes folders, files that are not text, executable files and tags."""

    def __init__(self, kind: Kind):
        self._executable = kind.executable
        super().__init__(kind.files)

    def commit(self, files: dict[str, str | bytes]) -> str:
        for path, content in files.items():
            file = self._work / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            file.chmod(0o755 if path in self._executable else 0o644)
        return super().commit({})

    def link(self, path: str, target: str):
        """For the next commit."""
        (self._work / path).symlink_to(target)

    def tag(self, name: str):
        self._git("tag", name)
        self._git("push", "-q", "origin", name)


def settings_after(action: dict, view: dict) -> dict:
    """The settings that taking a failure's action changes, as the page does."""
    match action["kind"]:
        case "change_port":
            return {"port": action["port"]}
        case "change_start_command":
            return {"start_command": action["start_command"]}
        case "add_system_packages":
            changed = {"system_packages": [*view["system_packages"], *action["packages"]]}
            command = action.get("start_command")
            return changed | ({"start_command": command} if command else {})
        case kind:
            raise AssertionError(f"no story takes {kind}")
