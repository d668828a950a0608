"""A cluster of our own on this machine: PostgreSQL as it comes (durable), NATS, and so many nodes; all started fresh."""

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from .servers import START_SECONDS_MAX, Places, Running, ServerError, await_port, free_port, spawned

POSTGRES_OWNER = "postgres"
DEBIAN_VERSIONS = Path("/usr/lib/postgresql")

# What a node counts and a run reports, summed over nodes: as our name, and as /metrics has it.
COUNTED = {
    "bus_out": "bus_messages_out_total",
    "bus_in": "bus_messages_in_total",
    "bus_dropped": "bus_dropped_total",
    "bus_slow": "bus_slow_consumer_total",
    "gap_repairs": "chat_gap_repairs_total",
    "commits": "store_commits_total",
    "commit_seconds": "store_commit_seconds_sum",
}


def postgres_program(name: str) -> str:
    """Debian has the programs of each version in a folder of its own; the newest will do."""
    folders = sorted(DEBIAN_VERSIONS.glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return str(folders[-1] / name) if folders else name


def as_owner(command: list[str]) -> list[str]:
    """PostgreSQL does not run as root."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid", POSTGRES_OWNER, "--regid", POSTGRES_OWNER, "--clear-groups", "--", *command]


def nats_program() -> str:
    # Debian has it where people's paths have not.
    return "/usr/sbin/nats-server" if Path("/usr/sbin/nats-server").exists() else "nats-server"


@dataclass
class Postgres:
    server: Running

    @property
    def pid(self) -> int:
        return self.server.pid

    @property
    def url(self) -> str:
        return f"postgres://parlor@127.0.0.1:{self.server.port}/postgres"

    def query(self, sql: str) -> list[list[str]]:
        command = ["psql", "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise ServerError(f"PostgreSQL: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]


@contextmanager
def postgres(places: Places) -> Iterator[Postgres]:
    """A new server with PostgreSQL's own settings: fsync and synchronous_commit are on."""
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=places.data) as folder:
        if os.getuid() == 0:
            subprocess.run(["chown", f"{POSTGRES_OWNER}:", folder], check=True)
        made = subprocess.run(
            as_owner([postgres_program("initdb"), "-D", folder, "--auth=trust", "--username=parlor",
                      "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]),
            cwd="/", capture_output=True, text=True, timeout=120, check=False)
        if made.returncode != 0:
            raise ServerError(f"initdb: {made.stderr.strip()}")
        port = free_port()
        command = [postgres_program("postgres"), "-D", folder, "-p", str(port), "-c", "listen_addresses=127.0.0.1",
                   "-c", "unix_socket_directories="]
        # What it keeps is thrown away: it need not be left whole.
        with spawned(as_owner(command), places, port, ends_on=signal.SIGQUIT) as server:
            found = Postgres(server)
            deadline = time.monotonic() + START_SECONDS_MAX
            while True:
                server.check()
                try:
                    found.query("SELECT 1")
                    break
                except ServerError as error:
                    if time.monotonic() > deadline:
                        raise ServerError(f"PostgreSQL does not start:\n{server.tail()}") from error
                    time.sleep(0.05)
            yield found


@contextmanager
def nats(places: Places) -> Iterator[Running]:
    command = [nats_program(), "--addr", "127.0.0.1", "--port", "-1"]
    with spawned(command, places, port=0) as server:
        server.port = await_port(server, r"Listening for client connections on [^ ]*:(\d+)")
        yield server


def nats_url(server: Running) -> str:
    return f"nats://127.0.0.1:{server.port}"


def metrics_of(node: Running) -> str:
    url = re.search(r"event=started .*admin=(http:\S+)", node.log.read_text(errors="replace"))
    if url is None:
        return ""
    with urllib.request.urlopen(f"{url.group(1)}metrics", timeout=START_SECONDS_MAX) as answer:
        return answer.read().decode()


def value_of(metrics: str, name: str) -> float:
    """One metric, whatever its labels: their sum."""
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", metrics, re.MULTILINE))


@dataclass
class Cluster:
    database: Postgres
    bus: Running | None
    nodes: list[Running]

    @property
    def beside(self) -> dict[str, int]:
        """What the nodes need besides, by name."""
        return {"postgres": self.database.pid, **({"nats": self.bus.pid} if self.bus else {})}

    def counted(self) -> dict[str, float]:
        """What all nodes have counted since they started, and what PostgreSQL wrote."""
        metrics = [metrics_of(node) for node in self.nodes]
        sums = {name: sum(value_of(text, counter) for text in metrics) for name, counter in COUNTED.items()}
        sums["wal_bytes"] = float(self.database.query("SELECT wal_bytes FROM pg_stat_wal")[0][0])
        return sums


@contextmanager
def cluster(places: Places, count: int) -> Iterator[Cluster]:
    """One node alone has the same PostgreSQL and no bus."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres(places))
        bus = stack.enter_context(nats(places)) if count > 1 else None
        nodes = []
        for number in range(1, count + 1):
            data = stack.enter_context(tempfile.TemporaryDirectory(prefix=f"node-{number}-", dir=places.data))
            command = [str(places.build / "bin" / "parlor"), "serve", "--listen", "127.0.0.1:0", "--admin-listen",
                       "127.0.0.1:0", "--data", data, "--no-rate-limits", "--store", database.url, "--node-name",
                       f"node-{number}"]
            if bus is not None:
                command += ["--bus", nats_url(bus)]
            node = stack.enter_context(spawned(command, places, port=0))
            node.port = await_port(node)
            nodes.append(node)
        found = Cluster(database, bus, nodes)
        if count > 1:
            await_neighbours(found)
        yield found


def await_neighbours(found: Cluster) -> None:
    """Until every node knows of all."""
    deadline = time.monotonic() + START_SECONDS_MAX
    for node in found.nodes:
        while value_of(metrics_of(node), "cluster_nodes") != len(found.nodes):
            node.check()
            if time.monotonic() > deadline:
                raise ServerError(f"does not find the other nodes:\n{node.tail()}")
            time.sleep(0.05)


@dataclass(frozen=True)
class Inserts:
    """Rows as Parlor writes them for messages, through pgbench and nothing else: the limit of every store over PostgreSQL."""

    rooms: int
    batch: int  # messages of one transaction
    clients: int
    seconds: int
    text_bytes: int

    def script(self) -> str:
        own = self.rooms // self.clients
        batch = min(self.batch, own) if self.rooms > 1 else self.batch
        if self.rooms == 1:
            claim = "number = 1"
            rows = f"generate_series(1, {batch}) AS n CROSS JOIN (SELECT * FROM rooms WHERE number = 1) r"
            seq, more = "r.head + n", batch
        else:
            claim = f"number BETWEEN :first AND :first + {batch - 1}"
            rows = f"(SELECT * FROM rooms WHERE {claim}) r"
            seq, more = "r.head + 1", 1
        first = f"\\set first :client_id * {own} + random(1, {own - batch + 1})\n" if self.rooms > 1 else ""
        return first + "".join(f"{line}\n" for line in (
            "\\startpipeline",
            "BEGIN;",
            "SELECT pg_advisory_xact_lock_shared(1);",
            f"SELECT number, head FROM rooms WHERE {claim} ORDER BY id FOR UPDATE;",
            "INSERT INTO events (place, kind, actor, nickname, time_ms, ordinal, text, nonce) "
            f"SELECT (r.number << 36) + {seq}, 1, r.number, 'load0000001', 1800000000000, {seq}, "
            f"repeat('x', {self.text_bytes}), lpad(CAST({seq} AS text), 8, 'a') FROM {rows};",
            "INSERT INTO nonces (room, actor, nonce, seq) "
            f"SELECT r.number, r.number, lpad(CAST({seq} AS text), 8, 'a'), {seq} FROM {rows};",
            f"UPDATE rooms SET head = head + {more}, ordinal = ordinal + {more} WHERE {claim};",
            "COMMIT;",
            "\\endpipeline",
        ))

    def per_transaction(self) -> int:
        return self.batch if self.rooms == 1 else min(self.batch, self.rooms // self.clients)

    def transactions_per_second(self, database: Postgres) -> float:
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(self.script())
            script.flush()
            command = [postgres_program("pgbench"), "-n", "-M", "extended", "-c", str(self.clients), "-j",
                       str(self.clients), "-T", str(self.seconds), "-f", script.name, database.url]
            done = subprocess.run(command, capture_output=True, text=True, timeout=self.seconds + 60, check=False)
        found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
        if done.returncode != 0 or found is None:
            raise ServerError(f"pgbench: {done.stderr.strip() or done.stdout.strip()}")
        return float(found.group(1))


@contextmanager
def migrated(places: Places) -> Iterator[Postgres]:
    """A database with Parlor's tables, and no Parlor any more."""
    with postgres(places) as database:
        with tempfile.TemporaryDirectory(prefix="node-", dir=places.data) as data:
            command = [str(places.build / "bin" / "parlor"), "serve", "--listen", "127.0.0.1:0", "--admin-listen", "off",
                       "--data", data, "--store", database.url]
            with spawned(command, places, port=0) as node:
                await_port(node)
        yield database
