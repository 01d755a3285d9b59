"""The results of a test run, from the files that scripts/test writes to a folder.

    test_report.py FOLDER             prints each kind's time and count and the slowest tests; exits with 1 if tests failed
    test_report.py --failed OUTCOMES  prints the failed tests of one kind, one per line
"""

import collections
import json
import pathlib
import sys
import xml.etree.ElementTree

SLOWEST = 20
# A test that fails next to others and passes alone is unsteady; more of them than this fail the run.
UNSTEADY = 2


def outcomes(file: pathlib.Path) -> dict[str, list[dict]]:
    """Results that pytest reported, by test: one entry per run."""
    runs = collections.defaultdict(list)
    if file.exists():
        for line in file.read_text().splitlines():
            entry = json.loads(line)
            runs[entry["name"]].append(entry)
    return runs


def cases(file: pathlib.Path) -> list[dict]:
    """The test cases of a JUnit file."""
    return [
        {
            "name": f"{case.get('classname', '')}/{case.get('name')}",
            "outcome": "passed" if case.find("failure") is None and case.find("error") is None else "failed",
            "seconds": float(case.get("time") or 0),
        }
        for case in xml.etree.ElementTree.parse(file).iter("testcase")
    ]


def main(folder: pathlib.Path) -> int:
    tests, unsteady, failed = [], [], []
    counts = collections.Counter()
    for file in sorted(folder.glob("*.outcomes")):
        for name, runs in outcomes(file).items():
            tests.append((runs[0]["seconds"], name))
            counts[file.stem] += 1
            if runs[-1]["outcome"] == "failed":
                failed.append(name)
            elif runs[0]["outcome"] == "failed":
                unsteady.append(name)
    for file in sorted(folder.glob("*.xml")):
        for case in cases(file):
            tests.append((case["seconds"], case["name"]))
            counts[file.stem.removesuffix("-swift-testing")] += 1
            if case["outcome"] == "failed":
                failed.append(case["name"])

    print(f"\nThe {SLOWEST} slowest tests")
    for seconds, name in sorted(tests, reverse=True)[:SLOWEST]:
        print(f"{seconds:7.1f} s  {name}")
    print("\nEach kind")
    for file in sorted(folder.glob("*.time")):
        kind, seconds = file.read_text().split()
        print(f"{seconds:>5} s  {kind}" + (f", {counts[kind]} tests" if counts[kind] else ""))
    for name in unsteady:
        print(f"unsteady: {name}")
    for name in failed:
        print(f"failed: {name}")
    broken = sorted(file.stem for file in folder.glob("*.failed"))
    for kind in broken:
        print(f"failed: {kind} (its output is above)")
    if len(unsteady) > UNSTEADY:
        print(f"{len(unsteady)} tests are unsteady; at most {UNSTEADY} are allowed")
    return 1 if failed or broken or len(unsteady) > UNSTEADY else 0


if sys.argv[1] == "--failed":
    for test, seen in outcomes(pathlib.Path(sys.argv[2])).items():
        if seen[-1]["outcome"] == "failed":
            print(test)
else:
    sys.exit(main(pathlib.Path(sys.argv[1])))
