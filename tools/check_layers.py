#!/usr/bin/env python3
"""Fails on an include that tools/layers.txt does not allow.

check_layers.py [ROOT]    checks ROOT/src and ROOT/examples against ROOT/tools/layers.txt

A line `folder: a b/c.h` lets src/folder include "a/..." and "b/c.h" besides its own headers; `forbid folder: prefix`
refuses <prefix...> there. Headers are named from src/ ("net/http/request.h"); a name that is not a header
of src/ is refused too, as it would be found only by accident.
"""

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


class Layers:
    def __init__(self, text: str) -> None:
        self.allowed: dict[str, set[str]] = {}
        self.forbidden: dict[str, list[str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            name, colon, rest = line.partition(":")
            if not colon:
                raise ValueError(f"tools/layers.txt:{number}: expected 'folder: what it may include'")
            if name.startswith("forbid "):
                self.forbidden[name.removeprefix("forbid ").strip()] = rest.split()
            else:
                self.allowed[name.strip()] = set(rest.split())


def cycle_in(allowed: dict[str, set[str]]) -> list[str]:
    """The folders of a cycle, or nothing."""
    done: set[str] = set()

    def visit(folder: str, path: list[str]) -> list[str]:
        if folder in path:
            return path[path.index(folder) :] + [folder]
        if folder in done:
            return []
        for below in sorted(allowed.get(folder, ())):
            found = visit(below.split("/")[0], path + [folder])
            if found:
                return found
        done.add(folder)
        return []

    for folder in sorted(allowed):
        found = visit(folder, [])
        if found:
            return found
    return []


def problems_of_file(file: Path, folder: str, root: Path, layers: Layers) -> list[str]:
    where = file.relative_to(root)
    problems = []
    for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        bracket, name = match.groups()
        target = name.split("/")[0]
        for prefix in layers.forbidden.get(folder, ()):
            if name.startswith(prefix):
                problems.append(f"{where}:{number}: {folder} must not know <{name}> (forbid line in tools/layers.txt)")
        ours = target in layers.allowed and (root / "src" / target).is_dir()
        if bracket == "<":
            if ours and (root / "src" / name).is_file():
                problems.append(f'{where}:{number}: our own header is included as "{name}", not <{name}>')
            continue
        if not ours:
            problems.append(f'{where}:{number}: "{name}" is not named from src/; write "folder/header.h"')
        elif not (root / "src" / name).is_file():
            problems.append(f'{where}:{number}: there is no src/{name}')
        elif target != folder and not layers.allowed[folder] & {target, name}:
            problems.append(
                f'{where}:{number}: {folder} may not include {target} ("{name}"); '
                f"it may include: {' '.join(sorted(layers.allowed[folder])) or 'nothing'}. "
                "Define the interface where it is used."
            )
    return problems


def problems_of(root: Path) -> list[str]:
    layers = Layers((root / "tools/layers.txt").read_text())
    problems = []
    cycle = cycle_in(layers.allowed)
    if cycle:
        problems.append("tools/layers.txt: a cycle: " + " -> ".join(cycle))
    places = [(path.name, path) for path in sorted((root / "src").iterdir()) if path.is_dir()]
    if (root / "examples").is_dir():
        places.append(("examples", root / "examples"))
    for folder, path in places:
        files = sorted(file for file in path.rglob("*") if file.suffix in {".h", ".cc"})
        if folder not in layers.allowed:
            problems.append(f"tools/layers.txt: has no line for {path.relative_to(root)}")
            continue
        for file in files:
            problems += problems_of_file(file, folder, root, layers)
    return problems


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    problems = problems_of(root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
