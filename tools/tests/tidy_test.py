import sys
import unittest
from pathlib import Path

from tree import TOOLS, TreeCase

sys.path.insert(0, str(TOOLS))

from tidy.includes import libraries_of, own_files  # noqa: E402
from tidy.prepared import common_flags, shared_libraries  # noqa: E402


class OwnFiles(TreeCase):
    def names(self, path: Path) -> set[str]:
        files = own_files(path, (self.root / "src", self.root / "tests"))
        return {file.relative_to(self.root).as_posix() for file in files}

    def test_are_followed_through_the_folders_of_the_unit_and_beside_the_file(self) -> None:
        self.write("src/base/result.h", "#pragma once\n#include <expected>\n")
        self.write("src/net/frame.h", '#pragma once\n#include "base/result.h"\n')
        self.write("tests/net/world.h", '#include "net/frame.h"\n')
        test = self.write("tests/net/frame_test.cc", '  #  include "world.h"\n#include "absent.h"\n')
        expected = {"tests/net/frame_test.cc", "tests/net/world.h", "src/net/frame.h", "src/base/result.h"}
        self.assertEqual(self.names(test), expected)
        self.assertEqual(libraries_of(own_files(test, (self.root / "src",))), {"expected"})

    def test_may_include_each_other(self) -> None:
        self.write("src/net/a.h", '#include "net/b.h"\n')
        self.write("src/net/b.h", '#include "net/a.h"\n')
        self.assertEqual(self.names(self.root / "src/net/a.h"), {"src/net/a.h", "src/net/b.h"})


class Prepared(TreeCase):
    def test_only_headers_that_many_share_are_parsed_in_advance(self) -> None:
        units = []
        for number in range(20):
            rare = "#include <csignal>\n" if number == 0 else ""
            units.append(frozenset([self.write(f"src/net/{number}.cc", f"#include <string>\n{rare}")]))
        self.assertEqual(shared_libraries(units), ["string"])

    def test_folders_and_our_own_definitions_make_no_other_group(self) -> None:
        flags = ["-I/p/src", '-DPARLOR_SOURCE_DIR="/p"', "-DFMT_SHARED", "-O0"]
        self.assertEqual(common_flags(flags), ["-DFMT_SHARED", "-O0"])


if __name__ == "__main__":
    unittest.main()
