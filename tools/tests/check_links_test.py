import unittest

from tree import TreeCase

TOOL = "check_links.py"


class CheckLinks(TreeCase):
    def test_accepts_links_that_lead_somewhere(self) -> None:
        self.write("docs/a.md", "# The *first* `part`\n## Twice\n## Twice\n")
        self.write(
            "README.md",
            "[file](docs/a.md) [heading](docs/a.md#the-first-part) [second](docs/a.md#twice-1) [far](https://example.org/x)\n"
            "`[code](nowhere.md)`\n```\n[fence](nowhere.md)\n```\n![folder](docs/)\n[here]: docs/a.md\n",
        )
        self.assert_accepted(TOOL)

    def test_refuses_a_missing_file(self) -> None:
        self.write("docs/a.md", "[gone](../b.md)\n")
        self.assert_refused(TOOL, "docs/a.md: the link to ../b.md does not exist")

    def test_refuses_a_missing_heading(self) -> None:
        self.write("docs/a.md", "# One\n[two](#two)\n")
        self.assert_refused(TOOL, "the link to #two has no heading #two")

    def test_refuses_a_missing_reference(self) -> None:
        self.write("a.md", "[x][y]\n\n[y]: gone.png\n")
        self.assert_refused(TOOL, "the link to gone.png does not exist")


if __name__ == "__main__":
    unittest.main()
