"""Checks that each folder of the centre and of the page knows only folders below it in README.md's tables, top first.

A Swift folder knows another by mentioning one of its types; a folder of web/ knows another by importing from it.
"""

import pathlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

SWIFT, WEB = "### The centre, floor by floor", "### The page, floor by floor"
ROW = re.compile(r"\| \[`(?P<name>[^`]+)`\]\((?P<folder>(?:Sources/)?(?P=name))\) \| \S.* \|")
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
WORD = re.compile(r"(?<![\w.])[A-Z]\w*")
SKIPPED = re.compile(r"//[^\n]*|(?P<comment>/\*)|(?P<hashes>#*)(?P<quote>\"\"\"|\")")
SCOPE = re.compile(
    r"(?P<before>(?:[\w()]+ +)*)\b(?P<kind>struct|class|enum|actor|protocol|extension|typealias)\s+"
    r"(?!(?:func|var|let|subscript)\b)(?P<name>\w+)|[{}]")


def floors(readme: pathlib.Path, heading: str) -> dict[str, int]:
    """Each folder's number, counted from the top; raises ValueError without a table."""
    section = re.split(r"^#", readme.read_text().partition(f"\n{heading}\n")[2], maxsplit=1, flags=re.M)[0]
    folders = [match["folder"] for line in section.splitlines() if (match := ROW.fullmatch(line))]
    if not folders:
        raise ValueError(f"{readme.name}: no table of folders under “{heading}”")
    return {folder: number for number, folder in enumerate(folders)}


def code(text: str, start: int = 0, inside: bool = False) -> tuple[str, int]:
    """Swift without comments and string literals, but with what is interpolated; lines stay where they are."""
    kept, place, depth = [], start, 0
    while place < len(text):
        if match := SKIPPED.match(text, place):
            if match["comment"]:
                end = comment_end(text, match.end())
                kept.append("\n" * text.count("\n", place, end))
            elif match["quote"]:
                literal, end = string(text, match.end(), match["hashes"], match["quote"])
                kept.append(f'""{literal}')
            else:
                end = match.end()
            place = end
            continue
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if inside and depth < 0:
            break
        kept.append(text[place])
        place += 1
    return "".join(kept), place


def comment_end(text: str, place: int) -> int:
    """Swift's comments nest."""
    depth = 1
    while depth and (match := re.compile(r"/\*|\*/").search(text, place)):
        depth += 1 if match[0] == "/*" else -1
        place = match.end()
    return place if depth == 0 else len(text)


def string(text: str, place: int, hashes: str, quote: str) -> tuple[str, int]:
    """What a literal interpolates, and where it ends."""
    kept = []
    while place < len(text) and not text.startswith(quote + hashes, place):
        if text.startswith(f"\\{hashes}(", place):
            inner, place = code(text, place + len(hashes) + 2, inside=True)
            kept.append(f" {inner} ")
        elif text.startswith(f"\\{hashes}", place):
            place += len(hashes) + 1
        kept.append("\n" if text.startswith("\n", place) else "")
        place += 1
    return "".join(kept), place + len(quote + hashes)


def declarations(text: str) -> Iterator[tuple[str, bool]]:
    """Names of types that other files can see, and whether they are nested. Those in extensions and functions are not."""
    scopes, opened = [], "other"
    for match in SCOPE.finditer(text):
        if match[0] == "{":
            scopes.append(opened)
            opened = "other"
        elif match[0] == "}":
            scopes[-1:] = []
        else:
            is_seen = not re.search(r"\b(?:file)?private\b(?!\()", match["before"])
            if is_seen and match["kind"] != "extension" and all(scope == "type" for scope in scopes):
                yield match["name"], bool(scopes)
            if match["kind"] != "typealias":
                opened = "type" if is_seen and match["kind"] != "extension" else "other"


def swift(root: pathlib.Path, rows: dict[str, int]) -> Iterator[str]:
    targets = {"/".join(row.split("/")[:2]) for row in rows}
    files = {path: code(path.read_text())[0] for target in targets for path in sorted((root / target).rglob("*.swift"))}
    yield from unlisted(root, files, rows)
    known: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for path, text in files.items():
        for name, is_nested in declarations(text):
            known[name].append((rows.get(folder_of(root, path), len(rows)), is_nested))
    # Where a name is declared more than once, the lowest floor counts. Nested ones have to be unique.
    homes = {name: max(places)[0] for name, places in known.items() if len(places) == 1 or not all(nested for _, nested in places)}
    for path, text in files.items():
        here, lines = rows.get(folder_of(root, path), 0), path.read_text().splitlines()
        for number, line in enumerate(text.splitlines()):
            for name in dict.fromkeys(WORD.findall(line)):
                if homes.get(name, here) < here:
                    yield violation(root, path, number, lines[number], f"{list(rows)[homes[name]]}, which declares {name},")


def web(root: pathlib.Path, rows: dict[str, int]) -> Iterator[str]:
    files = sorted(path for ending in ("js", "css") for path in (root / "web").rglob(f"*.{ending}"))
    yield from unlisted(root, files, rows)
    for path in files:
        here = rows.get(folder_of(root, path), 0)
        for number, line in enumerate(path.read_text().splitlines()):
            for match in IMPORT.finditer(line):
                home = folder_of(root, (path.parent / match[1]).resolve())
                if rows.get(home, here) < here:
                    yield violation(root, path, number, line, home)


def folder_of(root: pathlib.Path, path: pathlib.Path) -> str:
    return path.parent.relative_to(root).as_posix()


def unlisted(root: pathlib.Path, files: Iterable[pathlib.Path], rows: dict[str, int]) -> Iterator[str]:
    there = {folder_of(root, path) for path in files}
    yield from (f"README.md: no row for the folder {folder}" for folder in sorted(there - rows.keys()))
    yield from (f"README.md: a row for {folder}, where no code is" for folder in rows.keys() - there)


def violation(root: pathlib.Path, path: pathlib.Path, number: int, line: str, above: str) -> str:
    place = f"{path.relative_to(root)}:{number + 1}: {line.strip()}"
    return f"{place}\n    {folder_of(root, path)} is below {above} and must not know it"


def troubles(root: pathlib.Path) -> list[str]:
    found = []
    for heading, check in ((SWIFT, swift), (WEB, web)):
        try:
            found += check(root, floors(root / "README.md", heading))
        except ValueError as error:
            found.append(str(error))
    return found


if __name__ == "__main__":
    sys.exit("\n".join(troubles(pathlib.Path(sys.argv[1]).resolve())) or None)
