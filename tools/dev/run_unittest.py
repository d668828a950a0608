"""run_unittest.py FILE REPORT: runs the unittest cases of one file and writes the counts as JSON."""

import json
import sys
import unittest
from pathlib import Path


def main(file: Path, report: Path) -> int:
    sys.path.insert(0, str(file.parent))
    suite = unittest.defaultTestLoader.loadTestsFromName(file.stem)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped) + len(result.expectedFailures)
    counts = {"passed": max(0, result.testsRun - failed - skipped), "failed": failed, "skipped": skipped}
    report.write_text(json.dumps(counts))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2])))
