#!/usr/bin/env python3
"""Fails on what this project has decided not to write; each ban names its remedy.

check_bans.py [ROOT]

A line that must break a ban says so and why, on the same line or the line above:
    // allow(wall_clock): the log's own time stamps
The reason is required. Comments and string literals of C++ are not searched, except by the bans on words.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINES_MAX = 500

CPP = (".h", ".cc")
SCRIPT = (".mjs", ".ts", ".tsx", ".js")
PYTHON = (".py",)

SKIPPED_FOLDERS = {"node_modules", "dist", "build", ".git", "coverage", "corpus", "parlor-data"}
SEARCHED = ("src", "tests", "bench", "examples", "web", "tools", "docs")


@dataclass(frozen=True)
class Ban:
    name: str
    pattern: re.Pattern[str]
    remedy: str
    suffixes: tuple[str, ...]
    within: tuple[str, ...] = SEARCHED
    outside: tuple[str, ...] = field(default=())
    whole_line: bool = False  # comments and strings too


def ban(name: str, pattern: str, remedy: str, suffixes: tuple[str, ...], **more: object) -> Ban:
    return Ban(name, re.compile(pattern), remedy, suffixes, **more)  # type: ignore[arg-type]


MESSAGE_PATH = ("src/chat", "src/engineio", "src/socketio", "src/net")
FOLDERS_THAT_DO_NOT_THROW = (
    "src/base", "src/loop", "src/net", "src/engineio", "src/socketio", "src/chat", "src/cluster", "src/api")  # fmt: skip

BANS = [
    ban("sleep", r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.:>])sleep\s*\(",
        "wait for the event itself; in tests advance the ManualClock", CPP),
    ban("mutex", r"\bstd::(recursive_|shared_|timed_)*mutex\b|\bpthread_mutex",
        "cross loops with Remote<T>::post; a mutex on the message path stalls every connection of the loop", CPP,
        within=MESSAGE_PATH),
    ban("using_namespace", r"^\s*using\s+namespace\b", "name what you use; a header must not widen its includers", (".h",)),
    ban("random", r"\b(std::random_device|std::rand|srand|rand)\b\s*[({;]|\bstd::random_device\b|\barc4random\b",
        "take a base::Random& in the constructor, so that a seed replays it", CPP, outside=("src/base",)),
    ban("wall_clock", r"\b(system_clock|steady_clock|high_resolution_clock)::now\b|\bgettimeofday\b|\bclock_gettime\b|(?<![\w.:>])time\s*\(\s*(nullptr|NULL|0)\s*\)",
        "take a base::Clock& in the constructor, so that tests own the time", CPP,
        within=("src", "tests", "examples"), outside=("src/base/clock.h",)),
    ban("throw", r"(?<!\w)throw\b(?!\s*\()", "return a Result and fail(error); only start-up in app/ throws", CPP,
        within=FOLDERS_THAT_DO_NOT_THROW),
    ban("skipped_test", r"\bGTEST_SKIP\b|\bDISABLED_|\b(it|test|describe)\.(skip|todo|only|skipIf|runIf)\b|\b(xit|xdescribe)\(|@unittest\.(skip|expectedFailure)|\bskipTest\(|\bskip:\s*(true|['\"])|\btodo:\s*(true|['\"])",
        "make the test pass or delete it", CPP + SCRIPT + PYTHON, within=("tests", "web")),
    ban("test_sleep", r"\bwaitForTimeout\b|\btime\.sleep\(|\basyncio\.sleep\(\s*(?!0\s*\))|\bsetTimeout\(\s*(resolve|r|done|res)\b|timers/promises",
        "wait for the event or the state itself (poll a condition with a deadline from tests/support)",
        SCRIPT + PYTHON, within=("tests",)),
    ban("unfinished", r"\b(TODO|FIXME|XXX|HACK)\b", "do it now, or write it where open work is kept", CPP + SCRIPT + PYTHON + (".css", ".html", ".sh", ".cmake", ".txt"),
        whole_line=True),
    ban("raw_html", r"\bdangerouslySetInnerHTML\b|\binnerHTML\s*=|\bouterHTML\s*=|\binsertAdjacentHTML\b",
        "text from users enters the page as text nodes", SCRIPT, within=("web",)),
]  # fmt: skip

ALLOW = re.compile(r"allow\((\w+)\):\s*(\S.*)")
CPP_NOISE = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.|\n)*?\*/')


def code_of(text: str, suffix: str) -> list[str]:
    """The lines with the insides of C++ comments and literals blanked; other languages as they are."""
    if suffix in CPP:
        text = CPP_NOISE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text.split("\n")


def files_below(root: Path) -> Iterator[Path]:
    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.is_symlink():
                continue
            if path.is_dir():
                if path.name not in SKIPPED_FOLDERS:
                    yield from walk(path)
            else:
                yield path

    for name in SEARCHED:
        if (root / name).is_dir():
            yield from walk(root / name)


def is_within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(place + "/") for place in places)


def is_allowed(lines: list[str], index: int, name: str) -> bool:
    for line in lines[max(0, index - 1) : index + 1]:
        match = ALLOW.search(line)
        if match and match.group(1) == name:
            return True
    return False


def problems_of_file(file: Path, root: Path) -> list[str]:
    where = file.relative_to(root).as_posix()
    if is_within(where, ("tools/check_bans.py", "tools/tests")):
        return []  # they spell out what is banned
    bans = [b for b in BANS if file.suffix in b.suffixes and is_within(where, b.within) and not is_within(where, b.outside)]
    text = file.read_text(errors="replace")
    lines = text.split("\n")
    problems = []
    if file.suffix in CPP + SCRIPT + PYTHON + (".sh", ".css") and len(lines) > LINES_MAX and "GENERATED" not in lines[0]:
        problems.append(f"{where}: {len(lines)} lines, over {LINES_MAX}: one idea per file, split it")
    code = code_of(text, file.suffix)
    for b in bans:
        for index, line in enumerate(lines if b.whole_line else code):
            match = b.pattern.search(line)
            if match and not is_allowed(lines, index, b.name):
                problems.append(f"{where}:{index + 1}: '{match.group().strip()}' [{b.name}]: {b.remedy}")
    return problems


def problems_of(root: Path) -> list[str]:
    return [problem for file in files_below(root) for problem in problems_of_file(file, root)]


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    problems = problems_of(root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
