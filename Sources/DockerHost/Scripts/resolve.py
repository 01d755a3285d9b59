"""Which versions fit. Metadata of sdists is built here, so code of packages may run."""

import os
import pathlib
import subprocess
import sys
import tempfile

import python_choice
import saved_lock
from image_python import kept_packages, write_wheel

IN = pathlib.Path("/dcc/in")


def read_toml(text):
    try:
        import tomllib
    except ImportError:  # before Python 3.11
        from pip._vendor import tomli as tomllib
    return tomllib.loads(text)


def indexes():
    """uv's options for what pip's variables say; the app's own variables may name an index with a password."""
    options = []
    if os.environ.get("PIP_INDEX_URL"):
        options += ["--default-index", os.environ["PIP_INDEX_URL"]]
    for address in os.environ.get("PIP_EXTRA_INDEX_URL", "").split():
        options += ["--extra-index-url", address]
    return options


def export_uv_lock(folder, python, skipped):
    """The repository's uv.lock as requirements, without these packages."""
    target = folder / "uv-lock.txt"
    command = ["uv", "export", "--frozen", "--no-dev", "--no-emit-project", "--no-header", "--no-annotate", "--quiet"]
    command += ["--project", "/app", "--python", python, "--output-file", str(target)]
    command += [f"--prune={name}" for name in skipped]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit("uv.lock could not be read.")
    return target


def compile(requirements, constraints, options, lock, quietly=False):
    """(uv's exit status, what it said)."""
    command = ["uv", "pip", "compile", *map(str, requirements), "--format", "pylock.toml", "--output-file", str(lock)]
    # As pip does: the best version from any index that the requirements name.
    command += ["--index-strategy", "unsafe-best-match", "--no-header", "--no-annotate"]
    command += ["--preview-features", "pylock", *indexes(), *options]
    for path in constraints:
        command += ["--constraints", str(path)]
    said = ""
    pipe = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, errors="replace", **pipe) as uv:
        for line in uv.stderr:
            said += line
            if not quietly:
                print(line, end="", flush=True)
    return uv.returncode, said


def lock_versions(order, folder, python, lock):
    """Writes the lock, and returns the names of the image's packages that stay."""
    common = ["--python", python] + (["--prerelease", "allow"] if order["prereleases"] else [])
    requirements = [IN / "requirements.txt"]
    if order["uv_lock"]:
        requirements.append(export_uv_lock(folder, python, order["skipped"]))
    constraints = [path for path in [IN / "constraints.txt"] if path.stat().st_size > 0]
    # Another Python does not see the image's packages.
    kept = kept_packages() if python == python_choice.IMAGE else {}
    image = []
    if kept:
        for name, distribution in kept.items():
            write_wheel(folder, name, distribution)
        lines = [f"{name}=={distribution.version}" for name, distribution in kept.items()]
        (folder / "image.txt").write_text("\n".join(lines) + "\n")
        image.append(folder / "image.txt")
    if os.environ.get("PIP_CONSTRAINT"):
        image += [path for path in map(pathlib.Path, os.environ["PIP_CONSTRAINT"].split()) if path.is_file()]
    if image:
        options = [*common, "--find-links", str(folder)]
        status, _ = compile(requirements, constraints + image, options, lock, quietly=True)
        if status == 0:
            return set(kept)
        print("These requirements do not fit what the image has; installing versions of their own.", flush=True)
    status, errors = compile(requirements, constraints, common, lock)
    if status != 0:
        # Not above: it takes longer to load than all others together.
        import index_versions

        index_versions.tell(errors, order["index"])
        sys.exit(1)
    return set()


def split(text, kept):
    """(wheels of an index, a lock with only everything else)."""
    head, *blocks = text.split("\n[[packages]]\n")
    wheels, own = [], [head]
    for written in blocks:
        [package] = read_toml(f"[[packages]]\n{written}")["packages"]
        if package["name"] in kept:
            continue
        files = [
            {"url": wheel["url"], "sha256": wheel["hashes"]["sha256"]}
            for wheel in package.get("wheels", [])
            if wheel.get("url", "").startswith("https://") and "sha256" in wheel.get("hashes", {})
        ]
        if files:
            wheels.append({"name": package["name"], "version": package["version"], "wheels": files})
        else:
            own.append(written)
    return wheels, "\n[[packages]]\n".join(own)


def resolve(order, python, out):
    """The same, and the lock as it is kept; its paths are relative to the folder `out`."""
    lock = out / "pylock.toml"
    saved = saved_lock.load(order)
    if saved:
        text, kept = saved["lock"], saved["kept"]
        lock.write_text(text)
    else:
        with tempfile.TemporaryDirectory() as folder:
            kept = lock_versions(order, pathlib.Path(folder), python, lock)
        text = lock.read_text()
    return *split(text, set(kept)), {"lock": text, "kept": sorted(kept)}
