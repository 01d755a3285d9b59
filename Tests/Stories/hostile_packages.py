"""What hostile apps and packages try, to change what other apps import."""

import json

# An app's program: tries to change its shared packages, and writes what became of it to outcomes.json.
PROGRAM = """
import bottle, ctypes, errno, json, os, pathlib

SHARED, FILE = pathlib.Path("/opt/dcc/packages"), pathlib.Path(bottle.__file__)
LIBC = ctypes.CDLL(None, use_errno=True)
BIND, REMOUNT, DETACH, NEW_USER_AND_MOUNTS = 4096, 32, 2, 0x10020000


def call(name, *arguments):
    if getattr(LIBC, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)


def mount(source, flags):
    call("mount", source, b"/opt/dcc/packages", None, ctypes.c_ulong(flags), None)


def link_and_write():
    os.link(FILE, "/app/linked.py")
    open("/app/linked.py", "a").close()


def remount_in_own_namespace():
    call("unshare", NEW_USER_AND_MOUNTS)
    mount(None, REMOUNT | BIND)


ATTEMPTS = {
    "write": lambda: open(FILE, "a"), "truncate": lambda: os.truncate(FILE, 0), "chmod": lambda: FILE.chmod(0o666),
    "chown": lambda: os.chown(FILE, os.getuid(), -1), "touch": lambda: os.utime(FILE), "unlink": FILE.unlink,
    "rename": lambda: FILE.rename(FILE.with_name("other.py")), "replace": lambda: os.replace("/app/app.py", FILE),
    "add": lambda: (FILE.parent / "evil.py").touch(), "add a path file": lambda: (FILE.parent / "evil.pth").touch(),
    "add at the top": lambda: (SHARED / "evil").mkdir(), "chmod the folder": lambda: FILE.parent.chmod(0o777),
    "write through /proc": lambda: open(f"/proc/self/root{FILE}", "a"), "write through a link": link_and_write,
    "remount": lambda: mount(None, REMOUNT | BIND), "mount over it": lambda: mount(b"/app", BIND),
    "unmount": lambda: call("umount2", b"/opt/dcc/packages", DETACH), "own namespace": remount_in_own_namespace,
}


def outcome(attempt):
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"


found = {name: outcome(attempt) for name, attempt in ATTEMPTS.items()}
pathlib.Path("/app/outcomes.json").write_text(json.dumps(found))
"""

# setup.py of an sdist. uv runs it twice: for its metadata in the container that resolves, and to build it in the one that
# builds. It tries to write where it should not, and puts its own list of wheels in place of the resolver's.
SETUP = """
import errno, json, os, pathlib, setuptools, time

OUT, TARGETS, FAKE = pathlib.Path("/dcc/out"), {targets}, {fake}
CONTAINER = "build" if os.path.isdir("/opt/dcc/packages") else "install"


def outcome(path):
    try:
        open(path, "a").close()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"


with open(f"/app/tried-{{CONTAINER}}.json", "w") as file:
    json.dump({{path: outcome(path) for path in TARGETS}}, file)
if CONTAINER == "install" and FAKE and not os.path.exists("/app/taken"):
    # The store's container takes the list as soon as there is one.
    if FAKE == "a pipe":
        os.mkfifo(OUT / "wheels.json")
    else:
        (OUT / "fake.json").write_text(FAKE)
        os.replace(OUT / "fake.json", OUT / "wheels.json")
    while not os.path.exists("/dcc/packages/set.json"):
        time.sleep(0.01)
    pathlib.Path("/app/taken").touch()
setuptools.setup(name="evil", version="1.0", py_modules=[])
"""


def sdist(targets: list[str], packages: list[dict] | str | None = None) -> dict[str, str]:
    """The files of an sdist in the folder `evil`; it claims that these packages were resolved, or leaves `a pipe`."""
    fake = json.dumps({"python": "3.11", "packages": packages}) if isinstance(packages, list) else packages
    return {"evil/setup.py": SETUP.format(targets=targets, fake=repr(fake))}


# Paths in wheels that lead out of the folder that they are unpacked into, and programs that do.
PROGRAMS = "[console_scripts]\n{} = evil:main\n"
LEADING_OUT = {
    "parents": {"../../../../../../evil": "x", "../../../../bottle.py": "x", "evil.py": ""},
    "absolute": {"/opt/dcc/packages/evil": "x", "/dcc/store/evil": "x", "/tmp/store/evil": "x", "evil.py": ""},
    "data": {"evil-1.0.data/data/../../../../../../evil": "x", "evil.py": ""},
    "scripts": {"evil-1.0.data/scripts/../../../../../evil": "x", "evil.py": ""},
    "program": {"evil-1.0.dist-info/entry_points.txt": PROGRAMS.format("../../../evil"), "evil.py": ""},
    "absolute program": {"evil-1.0.dist-info/entry_points.txt": PROGRAMS.format("/tmp/store/evil"), "evil.py": ""},
}
