import json
import subprocess
import unittest

from tree import TreeCase

TOOL = "dev/tally.py"

TAP_GOOD = "TAP version 13\n# Subtest: says hello\nok 1 - says hello\n1..1\n# tests {n}\n# suites 0\n# pass {p}\n# fail {f}\n# cancelled 0\n# skipped {s}\n# todo 0\n"


class Tally(TreeCase):
    def sum_of(self, *suites: tuple[str, str]) -> subprocess.CompletedProcess[str]:
        for number, (kind, report) in enumerate(suites):
            self.write(f"{number}.report", report)
            self.run_tool(TOOL, "ledger", kind, f"suite {number}", f"{number}.report")
        return self.run_tool(TOOL, "ledger", "sum")

    def assert_sum(self, done: subprocess.CompletedProcess[str], passed: int, failed: int, note: str = "") -> None:
        self.assertEqual(done.stdout.splitlines()[-1], f"{passed} passed, {failed} failed")
        self.assertEqual(done.returncode, 1 if failed else 0)
        self.assertIn(note, done.stdout)

    def test_adds_up_every_kind(self) -> None:
        gtest = {"testsuites": [{"testsuite": [{"name": "a", "status": "RUN", "result": "COMPLETED"},
                                               {"name": "b", "status": "NOTRUN", "result": "SUPPRESSED"}]}]}  # fmt: skip
        vitest = {"numPassedTests": 5, "numFailedTests": 0, "numPendingTests": 0, "numTodoTests": 0, "testResults": []}
        python = {"passed": 2, "failed": 0, "skipped": 0}
        done = self.sum_of(("gtest", json.dumps(gtest)), ("vitest", json.dumps(vitest)), ("unittest", json.dumps(python)),
                           ("tap", TAP_GOOD.format(n=3, p=3, f=0, s=0)))  # fmt: skip
        self.assert_sum(done, 11, 0)

    def test_a_failure_fails(self) -> None:
        gtest = {"testsuites": [{"testsuite": [{"name": "a", "status": "RUN", "result": "COMPLETED", "failures": [{}]}]}]}
        self.assert_sum(self.sum_of(("gtest", json.dumps(gtest))), 0, 1)

    def test_a_skipped_test_fails(self) -> None:
        self.assert_sum(self.sum_of(("tap", TAP_GOOD.format(n=3, p=2, f=0, s=1))), 2, 1, "1 skipped")

    def test_a_disabled_gtest_fails(self) -> None:
        gtest = {"testsuites": [{"testsuite": [{"name": "a", "status": "RUN", "result": "COMPLETED"},
                                               {"name": "DISABLED_b", "status": "NOTRUN", "result": "SUPPRESSED"}]}]}  # fmt: skip
        self.assert_sum(self.sum_of(("gtest", json.dumps(gtest))), 1, 1, "1 skipped")

    def test_a_suite_without_tests_fails(self) -> None:
        self.assert_sum(self.sum_of(("gtest", '{"testsuites": []}')), 0, 1, "ran no test")

    def test_a_file_that_node_counts_as_a_test_fails(self) -> None:
        tap = TAP_GOOD.format(n=1, p=1, f=0, s=0).replace("says hello", "/x/tests/e2e/empty.test.mjs")
        self.assert_sum(self.sum_of(("tap", tap)), 0, 1, "ran no test")

    def test_a_runner_that_left_no_report_fails(self) -> None:
        self.run_tool(TOOL, "ledger", "gtest", "net", "absent.json")
        self.assert_sum(self.run_tool(TOOL, "ledger", "sum"), 0, 1, "left no report")

    def test_parts_are_one_suite_and_none_may_be_missing(self) -> None:
        test = {"name": "a", "status": "RUN", "result": "COMPLETED"}
        self.write("0.json", json.dumps({"testsuites": [{"testsuite": [test, test]}]}))
        self.write("1.json", json.dumps({"testsuites": [{"testsuite": [test]}]}))
        self.write("2.json", json.dumps({"testsuites": []}))
        self.run_tool(TOOL, "ledger", "gtest", "store", "0.json", "1.json")
        self.run_tool(TOOL, "ledger", "gtest", "store", "0.json", "2.json")
        self.assert_sum(self.run_tool(TOOL, "ledger", "sum"), 5, 0)
        self.run_tool(TOOL, "ledger", "gtest", "store", "0.json", "3.json")
        self.assert_sum(self.run_tool(TOOL, "ledger", "sum"), 7, 1, "left no report")

    def test_a_report_cut_short_fails(self) -> None:
        self.assert_sum(self.sum_of(("gtest", '{"testsuites": [')), 0, 1, "cannot be read")
        self.assert_sum(self.sum_of(("tap", "TAP version 13\n# Subtest: a\n")), 0, 2, "ended before its last test")

    def test_nothing_at_all_fails(self) -> None:
        self.assert_sum(self.run_tool(TOOL, "ledger", "sum"), 0, 1, "no test ran")


if __name__ == "__main__":
    unittest.main()
