"""Prints measurements next to their targets. Never fails on a missed target."""


def at(values: list[float], part: float) -> float:
    """The quantile `part` (0 to 1)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def tell(what: str, found: str, target: str = ""):
    print(f"{what:<34} {found}" + (f"   (target: {target})" if target else ""), flush=True)


def tell_times(what: str, milliseconds: list[float], target: str):
    if not milliseconds:
        return tell(what, "nothing was measured", target)
    tell(what, f"{len(milliseconds)} measured: p50 {at(milliseconds, 0.5):.0f} ms, p95 {at(milliseconds, 0.95):.0f} ms, "
         f"most {max(milliseconds):.0f} ms", target)
