"""Writes the checkout in /context as a tar archive to stdout, without what its .dockerignore leaves out.

The Dockerfile that is built comes from the control center. A .dockerignore of its own makes the engine leave both out of
what COPY sees.
"""

import io
import os
import re
import stat
import sys
import tarfile

CONTEXT = "/context"
DOCKERFILE = ".dcc-dockerfile"
OURS = {".git", ".dcc", ".dockerignore", DOCKERFILE}


class Ignore:
    """The patterns of a .dockerignore: the last one that matches a path or one of its folders decides."""

    def __init__(self, text):
        self.rules = []
        for line in text.removeprefix("\ufeff").splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            keeps = line.startswith("!")
            path = os.path.normpath(line.removeprefix("!").strip()).lstrip("/")
            if path != ".":
                self.rules.append((re.compile(expression(path)), keeps))
        self.has_exceptions = any(keeps for _, keeps in self.rules)

    def leaves_out(self, path):
        parts = path.split("/")
        parents = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        left_out = False
        for rule, keeps in self.rules:
            if keeps == left_out and any(rule.fullmatch(parent) for parent in parents):
                left_out = not keeps
        return left_out


def expression(pattern):
    """As Go's filepath.Match, and ** for any number of folders."""
    parts, place = [], 0
    while place < len(pattern):
        rest = pattern[place:]
        if rest.startswith("**/"):
            parts.append("(?:.*/)?")
            place += 3
        elif rest.startswith("**"):
            parts.append(".*")
            place += 2
        elif rest[0] in "*?":
            parts.append("[^/]*" if rest[0] == "*" else "[^/]")
            place += 1
        elif match := re.match(r"\[(\^?)([^]]+)\]", rest):
            inside = match[2].replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&\\&")
            parts.append(f"[{match[1]}{inside}]")
            place += match.end()
        else:
            if rest[0] == "\\" and len(rest) > 1:
                place += 1
            parts.append(re.escape(pattern[place]))
            place += 1
    return "".join(parts)


def paths(ignore):
    """Paths below the context, folders before what is in them."""
    for folder, folders, files in os.walk(CONTEXT):
        inside = os.path.relpath(folder, CONTEXT)
        prefix = "" if inside == "." else inside + "/"
        if not prefix:
            folders[:] = [name for name in folders if name not in OURS]
            files = [name for name in files if name not in OURS]
        folders.sort()
        for name in sorted(folders + files):
            path = prefix + name
            if not ignore.leaves_out(path):
                yield path
            elif name in folders and not ignore.has_exceptions:
                folders.remove(name)


def add_text(archive, name, content):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o644
    archive.addfile(entry, io.BytesIO(content))


def add(archive, path):
    """Returns the bytes added. What is neither file, folder nor link is left out, as it is from commits."""
    entry = archive.gettarinfo(f"{CONTEXT}/{path}", path)
    if entry is None or not (entry.isreg() or entry.isdir() or entry.issym() or entry.islnk()):
        return 0
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    if not entry.isreg():
        archive.addfile(entry)
        return 0
    descriptor = os.open(f"{CONTEXT}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return 0
        entry.size = status.st_size
        archive.addfile(entry, file)
    return entry.size


def ignore_file():
    try:
        with open(f"{CONTEXT}/.dockerignore", encoding="utf-8", errors="replace") as file:
            return Ignore(file.read(256 << 10))
    except OSError:
        return Ignore("")


def main(limit):
    ignore = ignore_file()
    with open("/dcc/in/Dockerfile", "rb") as file:
        dockerfile = file.read()
    size = 0
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        add_text(archive, ".dockerignore", f".dockerignore\n{DOCKERFILE}\n".encode())
        add_text(archive, DOCKERFILE, dockerfile)
        for path in paths(ignore):
            try:
                size += add(archive, path)
            except OSError as error:
                sys.exit(f"{path} cannot be read: {error.strerror or error}")
            if size > limit:
                sys.exit("The context is too large.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
