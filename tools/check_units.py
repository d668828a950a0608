#!/usr/bin/env python3
"""Runs a clang check over every unit of the tree and remembers the good results.

check_units.py headers [--jobs N]           every header compiles alone
check_units.py tidy [--jobs N] [FILE...]    clang-tidy over every .cc (or those named)

What each needs to know about flags it takes from build/clang/compile_commands.json. A good result is kept
in build/check-cache together with a hash of every file of ours that the unit includes and of what is installed, so a
unit is checked again only when something it is made of changed. A header whose own .cc includes it first is proven by
compiling that .cc. What makes clang-tidy quick stands in tidy/prepared.py.
"""

import argparse
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tidy.includes import own_files
from tidy.prepared import own_code, precompiled

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/clang"
CACHE = ROOT / "build/check-cache"
PREPARED = CACHE / "prepared"
CLANG = "clang++-19"
TIDY = "clang-tidy-19"
FOLDERS = ("src", "tests", "bench", "examples")


EXAMPLE = ROOT / "tools/tidy/examples/findings.cc"


@dataclass(frozen=True)
class Unit:
    """One thing to check: `command` may accept it, and `plain` decides when it does not.

    `files` are those of this tree that it reads.
    """

    name: str
    command: tuple[str, ...]
    plain: tuple[str, ...]
    files: frozenset[Path]


@lru_cache(maxsize=None)
def file_hash(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return "absent"


def installed_libraries() -> str:
    """The headers of others, by the versions of Debian's packages."""
    packages = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", "*-dev"]
    return subprocess.run(packages, capture_output=True, text=True, check=True).stdout


def hash_of(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Cache:
    def __init__(self, kind: str, salt: str) -> None:
        self.folder = CACHE / kind
        self.folder.mkdir(parents=True, exist_ok=True)
        self.salt = salt

    def _record(self, unit: Unit) -> Path:
        return self.folder / hash_of([self.salt, unit.name, *unit.plain])[:32]

    def holds(self, unit: Unit) -> bool:
        try:
            lines = self._record(unit).read_text().splitlines()
        except OSError:
            return False
        return bool(lines) and all(file_hash(path) == known for known, path in (line.split(" ", 1) for line in lines))

    def keep(self, unit: Unit) -> None:
        self._record(unit).write_text("".join(f"{file_hash(str(path))} {path}\n" for path in sorted(unit.files)))


def compile_commands() -> dict[str, list[str]]:
    """The flags of each of our units by its path from the root."""
    database = BUILD / "compile_commands.json"
    if not database.is_file():
        sys.exit("build/clang is not configured; run ./dev check, which does it.")
    commands = {}
    for entry in json.loads(database.read_text()):
        path = Path(entry["file"])
        if not path.is_relative_to(ROOT) or path.is_relative_to(ROOT / "build") or not path.is_file():
            continue
        words = entry.get("arguments") or shlex.split(entry["command"])
        commands[path.relative_to(ROOT).as_posix()] = flags_of(words)
    return commands


def flags_of(words: list[str]) -> list[str]:
    """A compile command without its launcher, compiler, input and output."""
    flags = []
    rest = iter(words)
    for word in rest:
        if word in ("-o", "-MF", "-MT", "-MQ", "-c"):
            next(rest)
        elif word.startswith("-") and word not in ("-MD", "-MMD"):
            flags.append(word)
            if word in ("-I", "-isystem", "-D", "-include", "-Xclang"):
                flags.append(next(rest))
    return flags


def own_files_of(path: Path, flags: list[str]) -> frozenset[Path]:
    return own_files(path, tuple(Path(flag[2:]) for flag in flags if flag.startswith("-I")))


def headers() -> list[Path]:
    return sorted(path for folder in FOLDERS if (ROOT / folder).is_dir() for path in (ROOT / folder).rglob("*.h")
                  if "node_modules" not in path.parts)  # fmt: skip


def is_proven_by_its_source(header: Path) -> bool:
    source = header.with_suffix(".cc")
    if not source.is_file():
        return False
    first = re.search(r'^\s*#\s*include\s*[<"]([^">]+)[">]', source.read_text(), re.M)
    return bool(first) and header.as_posix().endswith("/" + first.group(1))


def header_units(commands: dict[str, list[str]]) -> list[Unit]:
    units = []
    for header in headers():
        if is_proven_by_its_source(header):
            continue
        name = header.relative_to(ROOT).as_posix()
        folder = "/".join(name.split("/")[:2])
        flags = next((flags for path, flags in sorted(commands.items()) if path.startswith(folder + "/")), None)
        if flags is None:
            flags = next((flags for path, flags in sorted(commands.items()) if path.startswith("tests/")), ["-std=c++23", f"-I{ROOT}/src"])
        # An unused function or constant is what a header is full of when nobody includes it.
        base = (CLANG, *flags, "-Wno-unused", "-Wno-pragma-once-outside-header", "-x", "c++")
        command = (*base, "-fsyntax-only", str(header))
        units.append(Unit(name, command, command, own_files_of(header, flags)))
    return units


def tidy_units(commands: dict[str, list[str]], only: list[str], jobs: int) -> list[Unit]:
    """One unit for each of the .cc; ends the program when clang-tidy overlooks what it must find."""
    version = version_of(CLANG)
    made_of = {name: (flags, own_files_of(ROOT / name, flags)) for name, flags in sorted(commands.items())}
    checked = set(only or made_of)
    with ThreadPoolExecutor(jobs) as pool:
        plugin = pool.submit(own_code, ROOT, CLANG, version, PREPARED)
        headers_of = precompiled(made_of, checked, CLANG, version, PREPARED, pool)
    load = ("--load", str(plugin.result())) if plugin.result() else ()
    if missing := overlooked(load):
        sys.exit("\n".join(missing))
    units = []
    for name, (_, files) in made_of.items():
        if name not in checked:
            continue
        parsed = ("-Xclang", "-include-pch", "-Xclang", str(headers_of[name])) if name in headers_of else ()
        extra = (f"--extra-arg={word}" for word in parsed)
        plain = (TIDY, "--quiet", "-p", str(BUILD), str(ROOT / name))
        units.append(Unit(name, (*plain, *load, *extra), plain, files))
    return units


EXPECTED = re.compile(r"// finds: (\S+)$")


def overlooked(load: tuple[str, ...]) -> list[str]:
    """What clang-tidy should have found in the example and did not: no plug-in may make it blind."""
    command = [TIDY, "--quiet", *load, f"--config-file={ROOT}/.clang-tidy", str(EXAMPLE), "--", "-std=c++23"]
    found = subprocess.run(command, cwd=BUILD, capture_output=True, text=True, check=False).stdout
    missing = []
    for file in (EXAMPLE, EXAMPLE.with_suffix(".h")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            expected = EXPECTED.search(line)
            if expected and not re.search(rf"^{re.escape(str(file))}:{number}:.*\[{expected.group(1)}\b", found, re.M):
                missing.append(f"{file.relative_to(ROOT)}:{number}: clang-tidy does not find {expected.group(1)}")
    return missing


def version_of(program: str) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout


FINDING = re.compile(r"^\S+:\d+:\d+: (error|warning|fatal error): ")
NOISE = re.compile(r"^\d+ (warnings?|errors?)\b.*(generated|treated as errors)\.?$|^Suppressed \d+|^Use -header-filter")
# clang-tidy 19 cannot be told to look only for unused includes. A .cc may use what its own header includes,
# and that headers carry what they need is proven by compiling each alone.
UNWANTED = re.compile(r"no header providing .* is directly included \[misc-include-cleaner")


def findings_of(output: str) -> list[str]:
    """The lines that matter, each finding with the lines that belong to it."""
    lines: list[str] = []
    wanted = False
    for line in output.splitlines():
        if FINDING.match(line):
            wanted = not UNWANTED.search(line)
        elif NOISE.match(line):
            wanted = False
        if wanted:
            lines.append(line)
    return lines


def complaints(command: tuple[str, ...]) -> list[str]:
    done = subprocess.run(command, cwd=BUILD, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    lines = findings_of(output)
    if done.returncode != 0 and not lines and not UNWANTED.search(output):
        return output.splitlines() or [f"{command[0]} ended with {done.returncode}"]
    return lines


def check(unit: Unit, cache: Cache) -> str:
    """What is wrong with it, or nothing."""
    if cache.holds(unit):
        return ""
    lines = complaints(unit.command)
    if lines and unit.plain != unit.command:
        lines = complaints(unit.plain)
    if lines:
        return "\n".join([f"{unit.name}:", *lines]) + "\n"
    cache.keep(unit)
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["headers", "tidy"])
    parser.add_argument("files", nargs="*", help="paths from the root; all without")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_intermixed_args()

    commands = compile_commands()
    if arguments.kind == "headers":
        units = header_units(commands)
        cache = Cache("headers", hash_of([version_of(CLANG), installed_libraries()]))
    else:
        absent = set(arguments.files) - set(commands)
        if absent:
            sys.exit(f"not a unit of the build: {' '.join(sorted(absent))}")
        units = tidy_units(commands, arguments.files, arguments.jobs)
        configuration = [path.read_text() for path in [ROOT / ".clang-tidy", *sorted(ROOT.glob("*/.clang-tidy"))]]
        cache = Cache("tidy", hash_of([version_of(TIDY), installed_libraries(), *configuration, UNWANTED.pattern]))

    bad = 0
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for problem in pool.map(lambda unit: check(unit, cache), units):
            if problem:
                bad += 1
                print(problem, flush=True)
    print(f"{arguments.kind}: {len(units) - bad} of {len(units)} good")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
