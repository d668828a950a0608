"""What a scenario is: a load on some servers, and what each promise of ours is held against."""

import resource
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Callable

from .servers import Places


class LoadFailed(Exception):
    """The load could not be made: the server refused, hung up or spoke something else."""


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Promise:
    """A number that must be at least, or at most, its target; over a peer's number when there is a peer."""

    server: str
    value: str
    says: str
    least: float | None = None
    most: float | None = None
    over: str | None = None
    unit: str = ""

    def measured(self, rounds: list[dict[str, dict]]) -> float | None:
        """The median over the rounds that have all that is needed, of each round's own ratio."""
        found = []
        for results in rounds:
            mine = results.get(self.server, {}).get(self.value)
            theirs = results.get(self.over, {}).get(self.value) if self.over else 1
            if mine is not None and theirs:
                found.append(mine / theirs)
        return median(found) if found else None

    def target(self) -> str:
        return f"≥ {self.least:g}{self.unit}" if self.least is not None else f"≤ {self.most:g}{self.unit}"

    def is_met(self, value: float) -> bool:
        return value >= self.least if self.least is not None else value <= self.most


@dataclass(frozen=True)
class Scenario:
    name: str
    servers: tuple[str, ...]
    load: dict[str, int]  # the options of loadgen
    quick: dict[str, int]  # what a quick run changes of them
    promises: tuple[Promise, ...]
    shows: tuple[str, ...]  # the values worth a column in the table of servers
    seconds_max: float = 120
    run: Callable[["Scenario", Places, Any, bool], dict] = field(default=lambda *_: {}, repr=False)
