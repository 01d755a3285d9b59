"""Lines of Tests/Corpus/bad_inputs.jsonl for the stories."""

import dataclasses
import json
import re

import installation


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
        """The error code that the rejection must have."""
        return re.match(r"error=(\w+)", self.why).group(1)


def _generated(value):
    if isinstance(value, dict) and "$repeat" in value:
        return value.get("$prefix", "") + value["$repeat"] * value["n"]
    return value


def _read() -> list[Line]:
    text = (installation.ROOT / "Tests" / "Corpus" / "bad_inputs.jsonl").read_text()
    lines = [Line(**json.loads(line)) for line in text.splitlines()]
    return [dataclasses.replace(line, value=_generated(line.value)) for line in lines]


LINES = _read()


def ids(*groups: str) -> list[str]:
    """The sorted ids of the lines in these groups."""
    return sorted(line.id for line in LINES if line.group in groups)


def lines(*groups: str, expect: str, apart_from: tuple[str, ...] = ()) -> list[Line]:
    return [line for line in LINES if line.group in groups and line.expect == expect and line.id not in apart_from]


def line(identifier: str) -> Line:
    return next(line for line in LINES if line.id == identifier)
