"""The scenarios: which load is made on which servers, and what each promise of ours is held against."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Callable

from .cluster_scenarios import CLUSTER_KINDS, CLUSTER_SCENARIOS, ClusterKind
from .load import LoadFailed, Promise, Scenario, children_seconds
from .machine import Processors
from .servers import KINDS, Kind, Places, Running, ServerError, running, start_ms
from .sign_ins import make_accounts, signing_in

# What must be 0 in every run: a fast server that loses messages is not fast.
FAULTS = ("missing", "wrong", "unacknowledged", "refused", "hung_up", "not_closed", "sign_ins_failed", "bus_dropped")


def make_load(places: Places, server: Running, kind: Kind, load: str, options: dict[str, int], seconds_max: float) -> dict:
    command = [str(places.build / "bin" / "loadgen"), load, "--protocol", kind.protocol]
    for name, value in {**options, "port": server.port, "server-pid": server.pid}.items():
        command += [f"--{name}", str(value)]
    before, own_before = Processors.now(server.pid), children_seconds()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds_max, check=False)
    except subprocess.TimeoutExpired as error:
        raise LoadFailed(f"took longer than {seconds_max:.0f} s") from error
    server.check()
    if done.returncode != 0:
        raise LoadFailed(done.stderr.strip())
    report = json.loads(done.stdout)
    report["others_share"] = Processors.now(server.pid).others_since(before, children_seconds() - own_before)
    return report


def run_load(scenario: Scenario, places: Places, kind: Kind, is_quick: bool) -> dict:
    options = {**scenario.load, **(scenario.quick if is_quick else {})}
    with running(kind, places) as server:
        return make_load(places, server, kind, scenario.name, options, scenario.seconds_max)


def seeded(places: Places, kind: Kind, messages: int) -> Path:
    """A data directory with so many messages, posted through the server itself; kept for the next time."""
    program = kind.program(places).stat()
    made_by = f"{program.st_size} {program.st_mtime_ns}"
    folder = places.data / f"seeded-{messages}"
    mark = folder.with_suffix(".made-by")
    if folder.exists() and mark.exists() and mark.read_text() == made_by:
        return folder
    with tempfile.TemporaryDirectory(prefix="seed-", dir=places.data) as temporary:
        fresh = Path(temporary) / "data"
        fresh.mkdir()
        options = {"connections": 100, "rooms": 100, "in-flight": 64, "count": messages, "patience-ms": 600_000}
        with running(kind, places, fresh) as server:
            report = make_load(places, server, kind, "posts", options, seconds_max=900)
        if report["acknowledged"] < messages:
            raise LoadFailed(f"only {report['acknowledged']:.0f} of {messages} messages were stored")
        if folder.exists():
            folder.rename(Path(temporary) / "old")
        fresh.rename(folder)
    mark.write_text(made_by)
    return folder


def run_start(_: Scenario, places: Places, kind: Kind, is_quick: bool) -> dict:
    folder = seeded(places, kind, messages=2_000 if is_quick else 1_000_000)
    accepted, healthy = start_ms(kind, places, folder)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"listening_ms": accepted, "healthy_ms": healthy, "database_bytes": size}


def run_signin(scenario: Scenario, places: Places, kind: Kind, is_quick: bool) -> dict:
    """The load of `rate` alone, with people signing in, and alone again: what they add is told from the machine's moods."""
    options = {**scenario.load, **(scenario.quick if is_quick else {})}
    at_once = options.pop("sign-ins")

    def alone() -> dict:
        with running(kind, places) as server:
            return make_load(places, server, kind, "rate", options, scenario.seconds_max)

    before = alone()
    with running(kind, places) as server:
        make_accounts(server, at_once)
        with signing_in(server, at_once) as tally:
            busy = make_load(places, server, kind, "rate", options, scenario.seconds_max)
    after = alone()
    quiet_p99 = (before["latency_p99_ms"] + after["latency_p99_ms"]) / 2
    return {
        **busy,
        **{fault: before.get(fault, 0) + busy.get(fault, 0) + after.get(fault, 0) for fault in FAULTS if fault in busy},
        "others_share": max(before["others_share"], after["others_share"]),
        "quiet_p99_ms": quiet_p99,
        "p99_growth": busy["latency_p99_ms"] / quiet_p99,
        "sign_ins": tally.done,
        "sign_ins_failed": tally.failed,
        "sign_in_p50_ms": median(tally.seconds) * 1000 if tally.seconds else 0,
    }


def run_search(_: Scenario, places: Places, kind: Kind, is_quick: bool) -> dict:
    """Asks the store itself; what the server adds to it is in the other scenarios."""
    program = places.build / "bin" / "search_bench"
    messages = 20_000 if is_quick else 1_000_000
    folder = places.data / f"search-{messages}"
    mark = folder.with_suffix(".made-by")
    made_by = f"{program.stat().st_size} {program.stat().st_mtime_ns}"
    if not mark.exists() or mark.read_text() != made_by:
        shutil.rmtree(folder, ignore_errors=True)
    command = [str(program), "--data", str(folder), "--messages", str(messages)]
    if is_quick:
        command += ["--queries", "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode != 0:
        raise LoadFailed(done.stderr.strip())
    mark.write_text(made_by)
    return json.loads(done.stdout)


FANOUT = Scenario(
    "fanout",
    ("node", "limit", "echo", "parlor"),
    {"connections": 500, "senders": 20, "in-flight": 4, "text-bytes": 100, "warmup-ms": 2000, "measure-ms": 4000},
    {"connections": 100, "warmup-ms": 200, "measure-ms": 500},
    (
        Promise("echo", "deliveries_per_second", "echo_server's deliveries per second over Node's",
                least=25, over="node"),
        Promise("echo", "deliveries_per_second", "echo_server's deliveries per second over the limit server's",
                least=0.6, over="limit"),
        Promise("parlor", "deliveries_per_second", "Parlor's durable deliveries per second over Node's",
                least=15, over="node"),
    ),
    ("deliveries_per_second", "server_cpu_us_each", "latency_p50_ms", "latency_p99_ms", "load_cores"),
    run=run_load,
)
RATE = Scenario(
    "rate",
    ("node", "limit", "echo", "parlor"),
    {"connections": 1000, "senders": 20, "rate": 20, "text-bytes": 100, "warmup-ms": 4000, "measure-ms": 8000},
    {"connections": 200, "warmup-ms": 200, "measure-ms": 800},
    (
        Promise("echo", "server_cpu_us_each", "echo_server's processor time per delivery over Node's",
                most=0.6, over="node"),
        Promise("parlor", "server_cpu_us_each", "Parlor's processor time per delivery over Node's",
                most=0.6, over="node"),
    ),
    ("server_cpu_us_each", "deliveries_per_second", "latency_p50_ms", "latency_p99_ms"),
    run=run_load,
)
IDLE = Scenario(
    "idle",
    ("node", "limit", "echo", "parlor"),
    {"connections": 10000, "sources": 50, "patience-ms": 30000},
    {"connections": 500, "patience-ms": 3000},
    (
        Promise("echo", "pss_bytes_each", "echo_server's memory per idle connection", most=2048, unit=" B"),
        Promise("parlor", "pss_bytes_each", "Parlor's memory per idle connection in the lobby",
                most=4096, unit=" B"),
    ),
    ("pss_bytes_each", "private_bytes_each", "opened_per_second"),
    run=run_load,
)
HANDSHAKES = Scenario(
    "handshakes",
    ("node", "limit", "echo", "parlor"),
    {"at-once": 64, "sources": 50, "warmup-ms": 3000, "measure-ms": 3000},
    {"warmup-ms": 200, "measure-ms": 500},
    (
        Promise("echo", "handshakes_per_second", "echo_server's handshakes per second over Node's",
                least=5, over="node"),
        Promise("parlor", "handshakes_per_second", "Parlor's handshakes per second over Node's",
                least=5, over="node"),
    ),
    ("handshakes_per_second", "server_cpu_us_each", "load_cores"),
    run=run_load,
)
POSTS = Scenario(
    "posts",
    ("parlor",),
    {"connections": 100, "rooms": 100, "in-flight": 4, "text-bytes": 100, "warmup-ms": 2000, "measure-ms": 8000},
    {"warmup-ms": 200, "measure-ms": 500},
    (
        Promise("parlor", "posts_per_second", "Durable posts acknowledged per second", least=20_000),
        Promise("parlor", "ack_p99_ms", "Their acknowledgement's latency, p99", most=50, unit=" ms"),
    ),
    ("posts_per_second", "ack_p50_ms", "ack_p99_ms", "server_cpu_us_each", "load_cores"),
    run=run_load,
)
ROOMS = Scenario(
    "rooms",
    ("parlor",),
    {"rooms": 499, "count": 100_499, "in-flight": 256, "text-bytes": 100, "tries": 300},
    {"rooms": 20, "count": 2_000, "tries": 20},
    (
        Promise("parlor", "newest_p95_ms", "Opening a room with 100,000 messages at its end, p95", most=100, unit=" ms"),
        Promise("parlor", "around_p95_ms", "... in the middle of its past, p95", most=100, unit=" ms"),
        Promise("parlor", "welcome_p95_ms", "From connecting to the `welcome` of a person in 500 rooms, p95",
                most=50, unit=" ms"),
    ),
    ("newest_p50_ms", "newest_p95_ms", "around_p50_ms", "around_p95_ms", "welcome_p50_ms", "welcome_p95_ms",
     "welcome_bytes"),
    run=run_load,
)
START = Scenario(
    "start",
    ("parlor",),
    {},
    {},
    (
        Promise("parlor", "healthy_ms", "Exec to the first answer, on a million messages", most=150, unit=" ms"),
    ),
    ("listening_ms", "healthy_ms", "database_bytes"),
    run=run_start,
)
SIGNIN = Scenario(
    "signin",
    ("parlor",),
    {"sign-ins": 50, "connections": 500, "senders": 20, "rate": 20, "text-bytes": 100, "warmup-ms": 2000,
     "measure-ms": 8000},
    {"sign-ins": 5, "connections": 100, "warmup-ms": 200, "measure-ms": 800},
    (
        Promise("parlor", "p99_growth", "Fan-out's p99 with 50 sign-ins at once over that without", most=1.25),
    ),
    ("latency_p99_ms", "quiet_p99_ms", "p99_growth", "sign_ins", "sign_in_p50_ms"),
    run=run_signin,
)
SEARCH = Scenario(
    "search",
    ("parlor",),
    {},
    {},
    (
        Promise("parlor", "search_p95_ms", "A page of hits among a million messages, p95", most=50, unit=" ms"),
    ),
    ("search_p50_ms", "search_p95_ms", "frequent_p95_ms", "phrase_p95_ms", "beginning_p95_ms", "author_p95_ms",
     "dated_p95_ms"),
    run=run_search,
)
SINGLE_SCENARIOS = (FANOUT, RATE, HANDSHAKES, IDLE, POSTS, ROOMS, SEARCH, START, SIGNIN)
SCENARIOS = {scenario.name: scenario for scenario in (*SINGLE_SCENARIOS, *CLUSTER_SCENARIOS)}
# Names that stand for several.
FAMILIES = {"cluster": tuple(scenario.name for scenario in CLUSTER_SCENARIOS)}
SERVERS: dict[str, Kind | ClusterKind] = {**KINDS, **CLUSTER_KINDS}


@dataclass
class Outcome:
    """What the rounds of one scenario measured, and what went wrong in them."""

    scenario: Scenario
    rounds: list[dict[str, dict]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def run(self, places: Places, kinds: list[Kind | ClusterKind], rounds: int, is_quick: bool, say: Callable[[str], None]) -> None:
        """Runs the servers one after the other, and all of that again for every round."""
        for number in range(1, rounds + 1):
            results: dict[str, dict] = {}
            self.rounds.append(results)
            for kind in kinds:
                say(f"{self.scenario.name} {number}/{rounds}: {kind.title}")
                try:
                    results[kind.name] = self.scenario.run(self.scenario, places, kind, is_quick)
                except (LoadFailed, ServerError, OSError) as error:
                    self.problems.append(f"{self.scenario.name}, {kind.title}: {error}")
                    continue
                for fault in FAULTS:
                    if results[kind.name].get(fault, 0) != 0:
                        amount = results[kind.name][fault]
                        self.problems.append(f"{self.scenario.name}, {kind.title}: {fault} = {amount}")


def kinds_of(scenario: Scenario, wanted: list[str]) -> list[Kind | ClusterKind]:
    return [SERVERS[name] for name in scenario.servers if name in wanted]
