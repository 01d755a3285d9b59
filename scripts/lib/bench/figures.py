"""Prints figures: one line each, with a comparison measured in the same run, their ratio, and the target. A missed target fails
nothing.

As a program, for shell scripts: figures.py WHAT UNIT NUMBERS BESIDE NUMBERS [TARGET], as `compare_rounds`; numbers are separated
by white space.
"""

import math
import sys
from statistics import median


def at(values: list[float], part: float) -> float:
    """The quantile `part` (0 to 1)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def report(what: str, found: str, target: str = ""):
    print(f"{what:<34} {found}" + (f"   (target: {target})" if target else ""), flush=True)


def compare(what: str, ours: list[float], beside: str, theirs: list[float], target: str = "", *, unit="ms", parts=(50, 95)):
    """Many measurements of each: percentiles of both, and their ratios."""
    if not ours or not theirs:
        return report(what, "nothing was measured", target)

    def percentiles(values: list[float]) -> str:
        return ", ".join(f"p{part} {_number(at(values, part / 100))} {unit}" for part in parts)

    ratios = ", ".join(f"p{part} {_number(_ratio(at(ours, part / 100), at(theirs, part / 100)))}" for part in parts)
    report(what, f"{percentiles(ours)} of {len(ours)}; {beside}: {percentiles(theirs)} of {len(theirs)}; ratio {ratios}", target)


def compare_rounds(what: str, ours: list[float], beside: str, theirs: list[float], target: str = "", *, unit="ms"):
    """One value of each per round: the medians, and the median of the ratios, since both values of a round share its noise."""
    ratios = [_ratio(our, their) for our, their in zip(ours, theirs, strict=True)]
    middle, spread = "", ""
    if len(ratios) > 1:
        middle, spread = "median ", f" ({_number(min(ratios))} to {_number(max(ratios))} in {len(ratios)} rounds)"
    report(what, f"{middle}{_number(median(ours))} {unit}; {beside}: {middle}{_number(median(theirs))} {unit}; "
           f"ratio {_number(median(ratios))}{spread}", target)


def _number(value: float) -> str:
    """Three digits or so."""
    if isinstance(value, int) or math.isnan(value):
        return str(value)
    size = abs(value)
    return f"{value:.{0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3}f}"


def _ratio(ours: float, theirs: float) -> float:
    return ours / theirs if theirs else math.nan


if __name__ == "__main__":
    what, unit, ours, beside, theirs, *target = sys.argv[1:]
    compare_rounds(what, [float(word) for word in ours.split()], beside, [float(word) for word in theirs.split()], *target, unit=unit)
