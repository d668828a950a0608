import gzip
import re
import unittest

from tree import TreeCase

TOOL = "embed_assets.py"


class EmbedAssets(TreeCase):
    def embed(self) -> str:
        done = self.run_tool(TOOL, "--from", "dist", "--into", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        return (self.root / "out/assets.cc").read_text()

    def test_keeps_each_file_with_its_type_and_etag(self) -> None:
        self.write("dist/index.html", "<!doctype html>")
        self.write("dist/assets/index-DxR3k_2a.js", "export {};")
        source = self.embed()
        self.assertIn('{"/assets/index-DxR3k_2a.js", "text/javascript; charset=utf-8", "\\"', source)
        self.assertRegex(source, r'"/index.html", "text/html; charset=utf-8", "\\"[0-9a-f]{20}\\""')
        self.assertEqual(re.findall(r"(true|false)\},", source), ["true", "false"])

    def test_packs_what_becomes_smaller_and_only_that(self) -> None:
        text = "body { color: red; }\n" * 200
        self.write("dist/a.css", text)
        self.write("dist/b.png", "x" * 4000)
        source = self.embed()
        row_a, row_b = re.findall(r"\n     (\{.*?\}, .*?), (?:true|false)\}", source)
        self.assertEqual(row_b.count("{}"), 2)
        self.assertNotIn("{}", row_a.split(", {parlor")[1])
        packed = [file.read_bytes() for file in (self.root / "out/bytes").iterdir()]
        self.assertIn(text.encode(), [gzip.decompress(data) for data in packed if data[:2] == b"\x1f\x8b"])

    def test_is_the_same_every_time_and_forgets_removed_files(self) -> None:
        self.write("dist/a.txt", "a" * 100)
        removed = self.write("dist/b.txt", "b" * 100)
        self.embed()
        removed.unlink()
        first = self.embed()
        self.assertEqual(first, self.embed())
        self.assertNotIn("b.txt", first)
        mentioned = set(re.findall(r"parlor_asset_([0-9a-f]{32})", first))
        self.assertEqual({file.name for file in (self.root / "out/bytes").iterdir()}, mentioned)

    def test_leaves_out_source_maps(self) -> None:
        self.write("dist/a.js.map", "{}")
        self.assertIn("return {};", self.embed())

    def test_refuses_a_file_it_has_no_content_type_for(self) -> None:
        self.write("dist/a.exe", "MZ")
        done = self.run_tool(TOOL, "--from", "dist", "--into", "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/a.exe has a suffix with no content type", done.stderr)

    def test_without_a_client_there_are_no_assets(self) -> None:
        done = self.run_tool(TOOL, "--into", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("return {};", (self.root / "out/assets.cc").read_text())


if __name__ == "__main__":
    unittest.main()
