"""A small source tree in a temporary folder, for tests of the checkers."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent


class TreeCase(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def run_tool(self, tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(TOOLS / tool), *arguments], capture_output=True, text=True, check=False, cwd=self.root
        )

    def assert_refused(self, tool: str, *expected: str) -> None:
        done = self.run_tool(tool, str(self.root))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for words in expected:
            self.assertIn(words, done.stdout)

    def assert_accepted(self, tool: str) -> None:
        done = self.run_tool(tool, str(self.root))
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
