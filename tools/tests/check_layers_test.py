import unittest

from tree import TreeCase

TOOL = "check_layers.py"


class CheckLayers(TreeCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("tools/layers.txt", "base:\nnet: base\nchat: base\nexamples: net\nforbid chat: boost/\n")
        self.write("src/base/result.h", "#pragma once\n#include <expected>\n")
        self.write("src/net/frame.h", '#pragma once\n#include "base/result.h"\n')
        self.write("src/chat/room.h", '#pragma once\n#include "base/result.h"\n')
        self.write("examples/echo.cc", '#include "net/frame.h"\n')

    def test_accepts_what_the_layers_allow(self) -> None:
        self.assert_accepted(TOOL)

    def test_refuses_an_include_upwards(self) -> None:
        self.write("src/base/log.cc", '#include "net/frame.h"\n')
        self.assert_refused(TOOL, "src/base/log.cc:1: base may not include net")

    def test_refuses_an_include_sideways_from_a_folder_below(self) -> None:
        self.write("src/chat/rules/post.cc", '\n#include "net/frame.h"\n')
        self.assert_refused(TOOL, "src/chat/rules/post.cc:2: chat may not include net")

    def test_refuses_a_library_that_the_folder_must_not_know(self) -> None:
        self.write("src/chat/event.cc", "#include <boost/json.hpp>\n")
        self.assert_refused(TOOL, "chat must not know <boost/json.hpp>")

    def test_refuses_an_example_that_looks_inside(self) -> None:
        self.write("examples/echo.cc", '#include "chat/room.h"\n')
        self.assert_refused(TOOL, "examples may not include chat")

    def test_one_header_of_a_folder_can_be_allowed_alone(self) -> None:
        self.write("tools/layers.txt", "base:\nnet: base\nchat: base\nexamples: net/frame.h\n")
        self.assert_accepted(TOOL)
        self.write("src/net/mask.h", "#pragma once\n")
        self.write("examples/echo.cc", '#include "net/mask.h"\n')
        self.assert_refused(TOOL, "examples may not include net")

    def test_refuses_names_that_are_not_from_src(self) -> None:
        self.write("src/net/mask.cc", '#include "frame.h"\n#include "net/absent.h"\n#include <net/frame.h>\n')
        self.assert_refused(TOOL, "not named from src/", "there is no src/net/absent.h", "our own header is included as")

    def test_refuses_a_folder_without_a_line(self) -> None:
        self.write("src/stray/a.h", "#pragma once\n")
        self.assert_refused(TOOL, "has no line for src/stray")

    def test_refuses_a_cycle_in_the_layers(self) -> None:
        self.write("tools/layers.txt", "base: net\nnet: base\nchat: base\nexamples: net\n")
        self.assert_refused(TOOL, "a cycle: base -> net -> base")


if __name__ == "__main__":
    unittest.main()
