"""Which files of a checkout a .dockerignore leaves out of a build, as Docker's own rules say."""

import importlib.util

import pytest

import installation

SPEC = importlib.util.spec_from_file_location("context", installation.ROOT / "Sources/DockerHost/Scripts/context.py")
CONTEXT = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CONTEXT)

CASES = [
    ("*.md", ["a.md"], ["docs/a.md", "a.mdx"]),
    ("**/*.md", ["a.md", "docs/a.md", "docs/b/a.md"], ["a.txt"]),
    ("docs", ["docs", "docs/a", "docs/b/c"], ["docs2", "a/docs"]),
    ("/docs/", ["docs/a"], ["a/docs"]),
    ("docs/*", ["docs/a", "docs/b/c"], ["docs"]),
    ("**/cache/**", ["cache/a", "x/cache/a/b"], ["cached/a"]),
    ("a?c\n[x-z]1", ["abc", "x1"], ["ac", "a/c", "w1"]),
    ("*\n!keep\n!docs/*.txt", ["a", "docs/a.md"], ["keep", "keep/a", "docs/a.txt"]),
    ("*.log\n!important.log\nimportant.log", ["important.log"], []),
    ("# *.py\n\n  spaced  ", ["spaced"], ["a.py"]),
    ("a.b", ["a.b"], ["axb"]),
    ("", [], ["anything"]),
]


@pytest.mark.parametrize(("text", "left_out", "kept"), CASES, ids=[repr(text) for text, _, _ in CASES])
def test_a_pattern_leaves_out(text, left_out, kept):
    ignore = CONTEXT.Ignore(text)
    assert [path for path in left_out if not ignore.leaves_out(path)] == []
    assert [path for path in kept if ignore.leaves_out(path)] == []
