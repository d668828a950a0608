"""Adds up what the test runners reported.

tally.py LEDGER gtest|vitest|tap|unittest NAME REPORT...  notes one suite's result in the ledger; several are of its parts
tally.py LEDGER sum                                     prints every suite and `N passed, N failed`; exit 1 unless all passed

A report that is missing (the runner crashed or was ended), that holds no test, or a test that was
skipped counts as a failure: a green sum means that everything that exists ran and passed.
"""

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple


class Result(NamedTuple):
    passed: int
    failed: int
    note: str = ""


def with_skipped(passed: int, failed: int, skipped: int) -> Result:
    if skipped:
        return Result(passed, failed + skipped, f"{skipped} skipped")
    return Result(passed, failed)


def read_gtest(report: Path) -> Result:
    data = json.loads(report.read_text())
    tests = [test for suite in data["testsuites"] for test in suite["testsuite"]]
    ran = [test for test in tests if test["status"] == "RUN"]
    failed = sum(1 for test in ran if test.get("failures"))
    skipped = sum(1 for test in ran if test["result"] == "SKIPPED")
    disabled = sum(1 for test in tests if test["status"] == "NOTRUN" and "DISABLED_" in test["name"])
    return with_skipped(len(ran) - failed - skipped, failed, skipped + disabled)


def read_vitest(report: Path) -> Result:
    data = json.loads(report.read_text())
    failed = data["numFailedTests"]
    # A file that does not even load has no tests of its own to fail.
    failed += sum(1 for file in data["testResults"] if file["status"] == "failed" and not file["assertionResults"])
    return with_skipped(data["numPassedTests"], failed, data["numPendingTests"] + data["numTodoTests"])


def read_tap(report: Path) -> Result:
    text = report.read_text()
    counts = {word: int(n) for word, n in re.findall(r"^# (tests|pass|fail|cancelled|skipped|todo) (\d+)$", text, re.M)}
    if "tests" not in counts:
        return Result(0, 1, "ended before its last test")
    # Node counts a file that calls no test() as one passed test, named after the file.
    if counts["tests"] == 1 and re.search(r"^# Subtest: \S*\.test\.mjs$", text, re.M):
        failed = counts["fail"] + counts["cancelled"]
        return Result(0, 1, "did not load" if failed else "ran no test")
    return with_skipped(counts["pass"], counts["fail"] + counts["cancelled"], counts["skipped"] + counts["todo"])


def read_unittest(report: Path) -> Result:
    data = json.loads(report.read_text())
    return with_skipped(data["passed"], data["failed"], data["skipped"])


READERS = {"gtest": read_gtest, "vitest": read_vitest, "tap": read_tap, "unittest": read_unittest}


def read_part(kind: str, report: Path) -> Result:
    if not report.is_file() or report.stat().st_size == 0:
        return Result(0, 1, "left no report: it crashed, was ended or did not start")
    try:
        return READERS[kind](report)
    except (ValueError, KeyError) as error:
        return Result(0, 1, f"left a report that cannot be read ({type(error).__name__})")


def read(kind: str, reports: list[Path]) -> Result:
    parts = [read_part(kind, report) for report in reports]
    passed = sum(part.passed for part in parts)
    failed = sum(part.failed for part in parts)
    if passed + failed == 0:
        return Result(0, 1, "ran no test")
    return Result(passed, failed, ", ".join(part.note for part in parts if part.note))


def note(ledger: Path, kind: str, name: str, reports: list[Path]) -> None:
    result = read(kind, reports)
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("a") as file:
        file.write(f"{name}\t{result.passed}\t{result.failed}\t{result.note}\n")
    if result.failed:
        print(f"FAILED: {name}" + (f": {result.note}" if result.note else ""), file=sys.stderr)


def print_sum(ledger: Path) -> int:
    lines = ledger.read_text().splitlines() if ledger.is_file() else []
    rows = [line.split("\t") for line in lines]
    passed = sum(int(row[1]) for row in rows)
    failed = sum(int(row[2]) for row in rows)
    if not rows or passed + failed == 0:
        failed += 1
        rows.append(["(nothing)", "0", "1", "no test ran"])
    width = max(len(row[0]) for row in rows)
    print()
    for name, good, bad, why in rows:
        print(f"  {name:<{width}}  {good:>5} passed" + (f"  {bad} FAILED  {why}" if int(bad) else ""))
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    ledger = Path(arguments[0])
    if arguments[1] == "sum":
        return print_sum(ledger)
    note(ledger, arguments[1], arguments[2], [Path(each) for each in arguments[3:]])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
