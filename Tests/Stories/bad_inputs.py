"""The lines of Tests/Corpus/bad_inputs.jsonl that these stories are about."""

import dataclasses
import json
import re

import installation

# What is refused or taken by the backend; the other groups have files of their own.
GROUPS = ("name", "repository", "requirements_file", "start_command", "port", "json_body", "query")


@dataclasses.dataclass(frozen=True)
class Line:
    id: str
    group: str
    field: str
    value: object
    expect: str
    why: str

    @property
    def code(self) -> str:
        """The code that a refusal must carry."""
        return re.match(r"error=(\w+)", self.why).group(1)


def _generated(value):
    if isinstance(value, dict) and "$repeat" in value:
        return value.get("$prefix", "") + value["$repeat"] * value["n"]
    return value


def _read() -> list[Line]:
    text = (installation.ROOT / "Tests" / "Corpus" / "bad_inputs.jsonl").read_text()
    lines = [Line(**json.loads(line)) for line in text.splitlines()]
    return [dataclasses.replace(line, value=_generated(line.value)) for line in lines]


_ALL = _read()


def of(*groups: str) -> list[Line]:
    return [line for line in _ALL if line.group in groups]


LINES = of(*GROUPS)


def lines(*groups: str, expect: str, apart_from: tuple[str, ...] = ()) -> list[Line]:
    return [line for line in of(*groups) if line.expect == expect and line.id not in apart_from]


def line(identifier: str) -> Line:
    return next(line for line in _ALL if line.id == identifier)
