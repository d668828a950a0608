"""What is made once so that clang-tidy has less to do in each unit: both change how long it takes, not what it says.

own_code     a plug-in that keeps checks out of the headers of others (own_code.cc)
precompiled  the headers of others that many units with the same flags include, parsed already
"""

import hashlib
import subprocess
import sys
from collections import Counter
from concurrent.futures import Executor
from pathlib import Path

from tidy.includes import libraries_of

SOURCE = Path(__file__).resolve().parent / "own_code.cc"
# The headers of clang: of Debian's packages when they are installed, else where ./dev check unpacked them.
CLANG_HEADERS = Path("usr/lib/llvm-19/include")
# A header is worth parsing in advance when so large a part of the units include it ...
SHARED_BY = 0.1
# ... and flags when so many units have them.
UNITS_MIN = 6


def name_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def made(target: Path, command: list[str], folder: Path) -> bool:
    """Runs the compiler unless the target is there; it appears whole or not at all."""
    if target.is_file():
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".new")
    done = subprocess.run([*command, "-o", str(unfinished)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{target.name} could not be made, which makes the check slower:\n{done.stderr}", file=sys.stderr)
        return False
    unfinished.rename(target)
    return True


def own_code(root: Path, compiler: str, version: str, into: Path) -> Path | None:
    places = [top / CLANG_HEADERS for top in (Path("/"), root / "build/tools/clang-19")]
    headers = next((place for place in places if (place / "clang/AST").is_dir() and (place / "llvm/ADT").is_dir()), None)
    if headers is None:
        print("the headers of clang 19 are not here, so clang-tidy takes several times as long", file=sys.stderr)
        return None
    target = into / f"own_code-{name_of(version, SOURCE.read_text())}.so"
    command = [compiler, "-std=c++17", "-O0", "-fno-rtti", "-fPIC", "-shared", "-isystem", str(headers), str(SOURCE)]
    return target if made(target, command, into) else None


def shared_libraries(units: list[frozenset[Path]]) -> list[str]:
    """The headers of others that are worth parsing in advance for these units, each given as its own files."""
    counts = Counter(name for files in units for name in libraries_of(files))
    return sorted(name for name, count in counts.items() if count >= SHARED_BY * len(units))


def common_flags(flags: list[str]) -> list[str]:
    """Without what differs from folder to folder and means nothing to the headers of others."""
    return [flag for flag in flags if not flag.startswith(("-I", "-DPARLOR_"))]


Units = dict[str, tuple[list[str], frozenset[Path]]]


def precompiled(units: Units, checked: set[str], compiler: str, version: str, into: Path, pool: Executor) -> dict[str, Path]:
    """The precompiled headers of those that are checked and have one; a unit is its flags and its own files."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, (flags, _) in units.items():
        groups.setdefault(tuple(common_flags(flags)), []).append(name)
    wanted: list[tuple[tuple[str, ...], str, list[str]]] = []
    for flags, names in groups.items():
        libraries = shared_libraries([units[name][1] for name in names])
        if len(names) >= UNITS_MIN and libraries and not checked.isdisjoint(names):
            wanted.append((flags, "".join(f"#include <{library}>\n" for library in libraries), names))

    def make(group: tuple[tuple[str, ...], str, list[str]]) -> dict[str, Path]:
        flags, text, names = group
        into.mkdir(parents=True, exist_ok=True)
        target = into / f"libraries-{name_of(version, text, *flags)}.pch"
        header = target.with_suffix(".h")
        if not header.is_file():  # clang refuses a precompiled header whose text is newer
            header.write_text(text)
        ready = made(target, [compiler, *flags, "-x", "c++-header", str(header)], into)
        return dict.fromkeys(names, target) if ready else {}

    return {name: target for made_for in pool.map(make, wanted) for name, target in made_for.items()}
