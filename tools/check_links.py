#!/usr/bin/env python3
"""Fails on a link in a Markdown file that leads nowhere in this tree.

check_links.py [ROOT]    checks every *.md below ROOT: relative files, and #headings in them
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

SKIPPED_FOLDERS = {"node_modules", "dist", "build", ".git", "parlor-data"}
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)", re.M)
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.M | re.S)
CODE = re.compile(r"`[^`\n]*`")


def markdown_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name not in SKIPPED_FOLDERS:
            yield from markdown_files(path)
        elif path.suffix == ".md":
            yield path


def anchors_of(file: Path) -> set[str]:
    """The anchors that the headings of a Markdown file have on the usual hosts."""
    anchors: set[str] = set()
    for heading in re.findall(r"^#{1,6}\s+(.*?)\s*#*$", FENCE.sub("", file.read_text()), re.M):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        name, number = slug, 0
        while name in anchors:
            number += 1
            name = f"{slug}-{number}"
        anchors.add(name)
    return anchors


def problem_of_link(target: str, file: Path, root: Path) -> str | None:
    if re.match(r"^[a-z][a-z0-9+.-]*:", target):
        return None
    path, _, anchor = unquote(target).partition("#")
    if path.startswith("/"):
        aim = root / path.lstrip("/")
    else:
        aim = file.parent / path if path else file
    if not aim.exists():
        return "does not exist"
    if anchor and aim.suffix == ".md" and anchor not in anchors_of(aim):
        return f"has no heading #{anchor}"
    return None


def problems_of(root: Path) -> list[str]:
    problems = []
    for file in markdown_files(root):
        text = CODE.sub("", FENCE.sub("", file.read_text()))
        for target in LINK.findall(text) + REFERENCE.findall(text):
            problem = problem_of_link(target, file, root)
            if problem:
                problems.append(f"{file.relative_to(root)}: the link to {target} {problem}")
    return problems


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    problems = problems_of(root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
