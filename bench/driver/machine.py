"""What the numbers were measured on: the machine without its name, and how busy it was with other things."""

import os
import platform
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def first_line(command: list[str]) -> str:
    """The first line a program prints, or "" when it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout.splitlines() or [""])[0]


def field(path: str, name: str) -> str:
    found = re.search(rf"^{name}\s*[:=]\s*\"?([^\"\n]*)", Path(path).read_text(), re.MULTILINE)
    return found.group(1).strip() if found else ""


def sync_ms(folder: Path) -> float:
    """How long the disk takes to keep 4 KiB for good: the median of 50 times."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return round(sorted(times)[len(times) // 2], 3)


def compiler(build: Path) -> str:
    cache = build / "CMakeCache.txt"
    if not cache.exists():
        return ""
    name = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache.read_text(), re.MULTILINE)
    return first_line([name.group(1), "--version"]) if name else ""


def describe(build: Path, data: Path) -> dict:
    memory_kib = int(field("/proc/meminfo", "MemTotal").split()[0])
    return {
        "processor": field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(memory_kib / 1024**2, 1),
        "system": field("/etc/os-release", "PRETTY_NAME"),
        "kernel": platform.release(),
        "compiler": compiler(build),
        "build_type": field(str(build / "CMakeCache.txt"), "CMAKE_BUILD_TYPE:STRING"),
        "node": first_line(["node", "--version"]),
        "disk_sync_4k_ms": sync_ms(data),
    }


def seconds_of(pid: int) -> float:
    """Processor time of a process and its children: those that live, and those that it has seen end."""

    def fields(one: int) -> list[int]:
        # The name of a process may hold spaces and brackets: what follows the last bracket is numbers.
        try:
            own = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return [0, 0, 0, 0]
        return [int(ticks) for ticks in own[11:15]]

    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = sum(fields(pid)) + sum(sum(fields(int(child))[:2]) for child in children)
    return ticks / TICKS_PER_SECOND


@dataclass
class Processors:
    """Processor time at one moment, in seconds: of the whole machine, and of some processes with their children."""

    busy: float
    processes: float
    moment: float

    @staticmethod
    def now(*pids: int) -> "Processors":
        fields = [int(ticks) for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        idle = fields[3] + fields[4]
        return Processors(
            busy=(sum(fields) - idle) / TICKS_PER_SECOND,
            processes=sum(seconds_of(pid) for pid in pids),
            moment=time.monotonic(),
        )

    def others_since(self, before: "Processors", children: float) -> float:
        """The share of the machine that neither the servers nor `children` seconds of ours used."""
        busy = self.busy - before.busy - (self.processes - before.processes) - children
        return max(0.0, busy / (self.moment - before.moment) / (os.cpu_count() or 1))
