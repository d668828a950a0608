"""The servers under test: started fresh on a port of their own choice, stopped by their own process."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

BENCH = Path(__file__).resolve().parent.parent
START_SECONDS_MAX = 20
STOP_SECONDS_MAX = 30


class ServerError(Exception):
    """A server that does not start, or ends by itself."""


@dataclass
class Running:
    process: subprocess.Popen
    log: Path
    port: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid

    def check(self) -> None:
        if self.process.poll() is not None:
            raise ServerError(f"ended with {self.process.returncode}:\n{self.tail()}")

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


@dataclass(frozen=True)
class Places:
    """Where the programs are and where servers may keep their data (a real disk, not memory)."""

    build: Path
    data: Path


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    protocol: str
    keeps_data: bool = False

    def program(self, places: Places) -> Path:
        if self.name == "node":
            return BENCH / "node" / "server.mjs"
        return places.build / "bin" / {"limit": "limit_server", "echo": "echo_server"}.get(self.name, self.name)

    def is_built(self, places: Places) -> bool:
        return self.program(places).exists()

    def command(self, places: Places, data: Path, port: int) -> list[str]:
        program = str(self.program(places))
        if self.name == "node":
            return ["node", program, "--port", str(port)]
        if self.name == "parlor":
            return [program, "serve", "--listen", f"127.0.0.1:{port}", "--data", str(data), "--no-rate-limits"]
        return [program, "--port", str(port)]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("node", "Node", "echo"),
        Kind("limit", "limit server", "echo"),
        Kind("echo", "echo_server", "echo"),
        Kind("parlor", "Parlor", "parlor", keeps_data=True),
    )
}


def install_node_peer() -> None:
    """Installs what bench/node/package-lock.json says, without running any package's scripts."""
    folder = BENCH / "node"
    if (folder / "node_modules" / "socket.io").exists():
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True, timeout=180, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def spawned(command: list[str], places: Places, port: int, ends_on: signal.Signals = signal.SIGTERM) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="log-", dir=places.data) as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, "NODE_ENV": "production"},
            )
        try:
            yield Running(process, log, port)
        finally:
            stop(process, ends_on)


def stop(process: subprocess.Popen, ends_on: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(ends_on)
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_port(server: Running, says: str = r"http://127\.0\.0\.1:(\d+)") -> int:
    """The port the server says it listens on."""
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        found = re.search(says, server.log.read_text(errors="replace"))
        if found:
            return int(found.group(1))
        server.check()
        time.sleep(0.01)
    raise ServerError(f"does not say where it listens:\n{server.tail()}")


@contextmanager
def running(kind: Kind, places: Places, data: Path | None = None) -> Iterator[Running]:
    """A fresh server that listens; with `data` it goes on with what is there."""
    own = Path(tempfile.mkdtemp(prefix=f"{kind.name}-", dir=places.data))
    try:
        with spawned(kind.command(places, data or own, port=0), places, port=0) as server:
            server.port = await_port(server)
            yield server
    finally:
        shutil.rmtree(own, ignore_errors=True)


def start_ms(kind: Kind, places: Places, data: Path) -> tuple[float, float]:
    """Milliseconds from exec to the first accepted connection, and to the first 200 from /healthz."""
    port = free_port()
    began = time.perf_counter()
    with spawned(kind.command(places, data, port), places, port) as server:
        accepted = 0.0
        deadline = began + START_SECONDS_MAX
        while time.perf_counter() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    accepted = time.perf_counter()
                break
            except ConnectionRefusedError:
                server.check()
                time.sleep(0.0005)
        else:
            raise ServerError(f"does not listen:\n{server.tail()}")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=START_SECONDS_MAX) as answer:
            answer.read()
        return (accepted - began) * 1000, (time.perf_counter() - began) * 1000
