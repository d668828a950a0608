#!/usr/bin/env python3
"""Runs every libFuzzer target for a while over its corpus.

run_fuzz.py --bin DIR --sources DIR --work DIR [--seconds N] [--jobs N]

DIR of --sources holds <target>.cc and corpus/<target>/ (read only). What a run finds goes below --work: new inputs to
<target>/corpus, and the input that crashed a target to <target>/crash-*, to be run again with
    build/fuzz/bin/fuzz/<target> <file>
A source without a program, or a target without a corpus, is a failure: it would be silently not fuzzed.
"""

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# One input may take this long and a target this much memory: parsers need microseconds and kilobytes.
INPUT_SECONDS_MAX = 10
MEMORY_MB_MAX = 1024


def run(target: str, bin_dir: Path, sources: Path, work: Path, seconds: int) -> str:
    """What is wrong, or nothing."""
    program = bin_dir / target
    seeds = sources / "corpus" / target
    if not program.is_file():
        return f"{target}: there is {sources / target}.cc but no program; name it in {sources}/targets.cmake"
    if not seeds.is_dir() or not any(seeds.iterdir()):
        return f"{target}: {seeds} holds no input to start from"
    found = work / target / "corpus"
    found.mkdir(parents=True, exist_ok=True)
    command = [
        str(program.resolve()),
        f"-max_total_time={seconds}",
        f"-timeout={INPUT_SECONDS_MAX}",
        f"-rss_limit_mb={MEMORY_MB_MAX}",
        f"-artifact_prefix={(work / target).resolve()}/",
        "-print_final_stats=1",
        "-verbosity=0",
        str(found.resolve()),
        str(seeds.resolve()),
    ]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", check=False, timeout=seconds + 120)  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"{target}: did not end"
    executed = next((line.split()[-1] for line in done.stdout.splitlines() if line.startswith("stat::number_of_executed_units")), "0")
    if done.returncode != 0:
        return f"{target}: failed\n{done.stdout[-6000:]}"
    print(f"    {target}: {executed} inputs", flush=True)
    return ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()

    targets = sorted(path.stem for path in arguments.sources.glob("*.cc") if "LLVMFuzzerTestOneInput" in path.read_text())
    if not targets:
        print(f"{arguments.sources} holds no fuzz target")
        return 1
    with ThreadPoolExecutor(arguments.jobs) as pool:
        problems = list(
            pool.map(lambda t: run(t, arguments.bin, arguments.sources, arguments.work, arguments.seconds), targets)
        )
    for problem in filter(None, problems):
        print(problem)
    print(f"fuzz: {sum(not p for p in problems)} of {len(targets)} good, {arguments.seconds} s each")
    return 1 if any(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
