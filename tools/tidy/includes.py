"""What a file of ours includes, read from its text; conditions of the preprocessor are taken as true."""

import re
from functools import lru_cache
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.M)


@lru_cache(maxsize=None)
def included_by(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The names in quotes, and those in angle brackets."""
    found = INCLUDE.findall(path.read_text(errors="replace"))
    return (frozenset(name for kind, name in found if kind == '"'), frozenset(name for kind, name in found if kind == "<"))


def own_files(path: Path, roots: tuple[Path, ...]) -> frozenset[Path]:
    """The file and all of this tree that it includes, at any depth; `roots` are the -I of its unit."""
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in included_by(file)[0]:
            waiting += [root / name for root in (file.parent, *roots) if (root / name).is_file()][:1]
    return frozenset(seen)


def libraries_of(files: frozenset[Path]) -> set[str]:
    """The headers of others that these files name."""
    return set().union(*(included_by(file)[1] for file in files))
