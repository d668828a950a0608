"""People who sign in over REST, so many at once all the time, while something else is measured."""

import http.client
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Iterator

from .servers import Running, ServerError

ANSWER_SECONDS_MAX = 60


@dataclass
class Tally:
    """What became of them; each thread adds under the lock."""

    done: int = 0
    failed: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, status: int, seconds: float) -> None:
        with self.lock:
            if status == 200:
                self.done += 1
                self.seconds.append(seconds)
            else:
                self.failed += 1


def post(connection: http.client.HTTPConnection, path: str, body: dict) -> int:
    connection.request("POST", f"/api/v1/{path}", json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def credentials(person: int) -> dict:
    return {"name": f"visitor{person:03}", "password": f"password of visitor {person:03}"}


def make_accounts(server: Running, count: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=ANSWER_SECONDS_MAX)
    for person in range(count):
        status = post(connection, "register", credentials(person))
        if status != 201:
            raise ServerError(f"makes no account: {status}")
    connection.close()


@contextmanager
def signing_in(server: Running, at_once: int) -> Iterator[Tally]:
    """While it lasts, `at_once` people wait for a sign-in to be answered and ask for the next."""
    tally = Tally()
    is_over = threading.Event()

    def sign_in_again_and_again(person: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=ANSWER_SECONDS_MAX)
        while not is_over.is_set():
            began = time.perf_counter()
            try:
                status = post(connection, "login", credentials(person))
            except (OSError, http.client.HTTPException):
                status = 0
                connection.close()
            if not is_over.is_set():
                tally.add(status, time.perf_counter() - began)
            if status != 200:
                is_over.wait(0.1)
        connection.close()

    threads = [threading.Thread(target=sign_in_again_and_again, args=[person]) for person in range(at_once)]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
