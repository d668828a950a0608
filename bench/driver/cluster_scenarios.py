"""The scenarios of a cluster: what it costs a node to be one of several, how much PostgreSQL takes, how late the bus is."""

import json
import subprocess
import threading
import time
from dataclasses import dataclass

from .cluster import Cluster, Inserts, cluster, migrated, nats, nats_url
from .load import LoadFailed, Promise, Scenario, children_seconds
from .machine import Processors, seconds_of
from .servers import Places


@dataclass(frozen=True)
class ClusterKind:
    """What takes its turn in a scenario: nodes, or what a part of a cluster can do by itself."""

    name: str
    title: str
    nodes: int = 0
    speaking: int = 0  # people on so many of the first nodes speak; 0: on all

    def is_built(self, places: Places) -> bool:
        return (places.build / "bin" / ("bus_limit" if self.name == "bus" else "parlor")).exists()


CLUSTER_KINDS = {
    kind.name: kind
    for kind in (
        ClusterKind("alone", "1 node", nodes=1),
        ClusterKind("pair", "2 nodes", nodes=2),
        ClusterKind("three", "3 nodes", nodes=3),
        ClusterKind("one-speaks", "2 nodes, all speak on the first", nodes=2, speaking=1),
        ClusterKind("bus", "NATS alone"),
        ClusterKind("inserts", "PostgreSQL alone"),
    )
}


class Watch:
    """Reads what the servers count when the load says that it begins and ends to measure."""

    def __init__(self, found: Cluster):
        self.found = found
        self.moments: dict[str, tuple[float, dict[str, float]]] = {}

    def follow(self, stream, kept: list[str]) -> None:
        for line in stream:
            word = line.strip()
            if word in ("measuring", "measured"):
                self.moments[word] = (time.monotonic(), self.found.counted())
            else:
                kept.append(line)

    def report(self, load: dict) -> dict:
        (began, before), (ended, after) = self.moments["measuring"], self.moments["measured"]
        seconds = ended - began
        rate = {name: (after[name] - before[name]) / seconds for name in after}
        posts = load["posts_per_second"]
        report = {
            "bus_out_per_second": rate["bus_out"],
            "bus_in_per_second": rate["bus_in"],
            "gap_repairs": after["gap_repairs"] - before["gap_repairs"],
            "bus_dropped": sum(after[name] - before[name] for name in ("bus_dropped", "bus_slow")),
            "commits_per_second": rate["commits"],
        }
        if rate["commits"] > 0:
            report["posts_per_commit"] = posts / rate["commits"]
            report["commit_ms"] = rate["commit_seconds"] / rate["commits"] * 1000
        if posts > 0:
            report["server_cpu_us_post"] = load["server_cores"] / posts * 1e6
            report["postgres_cpu_us_post"] = load["postgres_cores"] / posts * 1e6
            report["wal_bytes_post"] = rate["wal_bytes"] / posts
        if rate["bus_out"] > 0 and "nats_cores" in load:
            report["nats_cpu_us_out"] = load["nats_cores"] / rate["bus_out"] * 1e6
        return report


def run_town(scenario: Scenario, places: Places, kind: ClusterKind, options: dict[str, int]) -> dict:
    """Each node has as many people as a node alone, and as much is said in all."""
    with cluster(places, kind.nodes) as found:
        command = [str(places.build / "bin" / "loadgen"), "town", "--protocol", "parlor"]
        for name, value in options.items():
            if name in ("connections", "members"):
                value *= kind.nodes
            command += [f"--{name}", str(value)]
        command += ["--speaking", str(kind.speaking)]
        for node in found.nodes:
            command += ["--port", str(node.port), "--server-pid", str(node.pid)]
        for name, pid in found.beside.items():
            command += ["--beside", f"{name}={pid}"]
        pids = [node.pid for node in found.nodes] + list(found.beside.values())
        before, own_before = Processors.now(*pids), children_seconds()
        watch, said = Watch(found), []
        load = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        reader = threading.Thread(target=watch.follow, args=[load.stderr, said])
        reader.start()
        try:
            output = load.stdout.read()
            load.wait(scenario.seconds_max)
        finally:
            load.kill()
            load.wait()
            reader.join()
        for node in found.nodes:
            node.check()
        if load.returncode != 0:
            raise LoadFailed("".join(said).strip())
        report = json.loads(output)
        report.update(watch.report(report))
        report["others_share"] = Processors.now(*pids).others_since(before, children_seconds() - own_before)
        return report


def run_bus(places: Places, options: dict[str, int]) -> dict:
    with nats(places) as server:
        command = [str(places.build / "bin" / "bus_limit"), "--url", nats_url(server), "--server-pid", str(server.pid)]
        for name in ("rate", "warmup-ms", "measure-ms"):
            command += [f"--{name}", str(options[name])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise LoadFailed(done.stderr.strip())
        report = json.loads(done.stdout)
        report["bus_out_per_second"] = report["bus_in_per_second"] = report["bus_messages_per_second"]
        report["nats_cpu_us_out"] = report["nats_cores"] / report["bus_messages_per_second"] * 1e6
        return report


def run_inserts(places: Places, options: dict[str, int]) -> dict:
    inserts = Inserts(rooms=options["rooms"], batch=options["batch"], clients=2, text_bytes=options["text-bytes"],
                      seconds=max(1, options["measure-ms"] // 1000))
    with migrated(places) as database:
        database.query("INSERT INTO rooms (number, id, name, name_key, kind, created_ms, head, ordinal) "
                       "OVERRIDING SYSTEM VALUE SELECT n, 'bench' || n, 'bench' || n, 'bench' || n, 0, 0, 0, 0 "
                       f"FROM generate_series(1000001, {1_000_000 + options['rooms']}) AS n")
        database.query("DELETE FROM rooms WHERE number < 1000001")
        database.query("UPDATE rooms SET number = number - 1000000")
        before, began = seconds_of(database.pid), time.monotonic()
        rate = inserts.transactions_per_second(database)
        cores = (seconds_of(database.pid) - before) / (time.monotonic() - began)
        posts = rate * inserts.per_transaction()
        rows = int(database.query("SELECT count(*) FROM events")[0][0])
        if rows == 0:
            raise LoadFailed("pgbench wrote nothing")
        return {
            "posts_per_second": posts,
            "commits_per_second": rate,
            "posts_per_commit": inserts.per_transaction(),
            "postgres_cores": cores,
            "postgres_cpu_us_post": cores / posts * 1e6,
        }


def run_cluster(scenario: Scenario, places: Places, kind: ClusterKind, is_quick: bool) -> dict:
    options = {**scenario.load, **(scenario.quick if is_quick else {})}
    batch = options.pop("batch", 0)
    if kind.name == "bus":
        return run_bus(places, options)
    if kind.name == "inserts":
        return run_inserts(places, {**options, "batch": batch})
    return run_town(scenario, places, kind, options)


COST_SHOWS = ("server_cpu_us_each", "deliveries_per_second", "bus_out_per_second", "bus_in_per_second",
              "server_cores", "node1_cores", "node2_cores", "rest_server_cores", "nats_cores", "postgres_cores",
              "nats_cpu_us_out", "ack_p99_ms", "here_p99_ms", "there_p50_ms", "there_p99_ms", "hop_p50_ms", "hop_p99_ms")
APPEND_SHOWS = ("posts_per_second", "ack_p50_ms", "ack_p99_ms", "posts_per_commit", "commit_ms", "server_cpu_us_post",
                "postgres_cpu_us_post", "server_cores", "postgres_cores", "nats_cores", "load_cores", "wal_bytes_post")

# Many small rooms: three members on each node. The bus carries a message for every three deliveries of a node.
SMALL_ROOMS = Scenario(
    "cluster-rooms",
    ("alone", "pair", "three", "one-speaks", "bus"),
    {"rooms": 1000, "members": 3, "speakers": 1, "connections": 300, "rate": 1000, "text-bytes": 100, "rest-ms": 3000,
     "warmup-ms": 2000, "measure-ms": 8000, "patience-ms": 60_000},
    {"rooms": 50, "connections": 30, "rate": 200, "rest-ms": 200, "warmup-ms": 200, "measure-ms": 800},
    (
        Promise("pair", "server_cpu_us_each", "Processor time per delivery, 1,000 small rooms: a node of 2 over one alone",
                most=1.15, over="alone"),
        Promise("pair", "there_p99_ms", "From a sender to a reader on another node at 1,000 messages/s, p99", most=10,
                unit=" ms"),
    ),
    COST_SHOWS,
    run=run_cluster,
)
# One room: 300 members on each node.
ONE_ROOM = Scenario(
    "cluster-room",
    ("alone", "pair", "three", "one-speaks"),
    {"rooms": 1, "members": 300, "speakers": 20, "connections": 300, "rate": 100, "text-bytes": 100, "rest-ms": 3000,
     "warmup-ms": 2000, "measure-ms": 8000, "patience-ms": 60_000},
    {"members": 40, "connections": 40, "rest-ms": 200, "warmup-ms": 200, "measure-ms": 800},
    (
        Promise("pair", "server_cpu_us_each", "... one room: a node of 2 over one alone", most=1.15, over="alone"),
    ),
    COST_SHOWS,
    run=run_cluster,
)
# As much as is acknowledged, in rooms that each have one member on each node.
APPENDS = Scenario(
    "cluster-append",
    ("alone", "pair", "inserts"),
    {"rooms": 1000, "members": 1, "speakers": 1, "connections": 200, "in-flight": 4, "rate": 0, "text-bytes": 100,
     "warmup-ms": 3000, "measure-ms": 8000, "patience-ms": 60_000, "batch": 500},
    {"rooms": 50, "connections": 25, "warmup-ms": 200, "measure-ms": 1000},
    (
        Promise("pair", "posts_per_second", "Messages acknowledged per second from 2 nodes into 1,000 rooms of PostgreSQL",
                least=10_000),
    ),
    APPEND_SHOWS,
    run=run_cluster,
)
HOT_ROOM = Scenario(
    "cluster-hot",
    ("alone", "pair", "inserts"),
    {"rooms": 1, "members": 10, "speakers": 10, "connections": 10, "in-flight": 32, "rate": 0, "text-bytes": 100,
     "warmup-ms": 3000, "measure-ms": 8000, "patience-ms": 60_000, "batch": 100},
    {"warmup-ms": 200, "measure-ms": 1000},
    (
        Promise("pair", "posts_per_second", "... into one room", least=2_000),
    ),
    APPEND_SHOWS,
    run=run_cluster,
)
CLUSTER_SCENARIOS = (SMALL_ROOMS, ONE_ROOM, APPENDS, HOT_ROOM)
