"""Debian's python3-socketio client against the echo server, over each transport."""

import os
import queue
import re
import signal
import subprocess
import sys
import unittest
from pathlib import Path

try:
    import socketio
except ImportError:  # another Python than Debian's comes first in PATH; the package is pure Python
    sys.path.append("/usr/lib/python3/dist-packages")
    import socketio

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("ECHO_SERVER_BIN", str(ROOT / "build/release/bin/echo_server"))
PATIENCE_S = 20


class EchoServer:
    def __init__(self, *flags: str) -> None:
        self.process = subprocess.Popen([PROGRAM, "--port", "0", *flags], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.url = re.search(r"http://\S+", line).group(0)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=PATIENCE_S)
        self.process.stdout.close()
        return code


class PythonClient(unittest.TestCase):
    def setUp(self) -> None:
        self.server = EchoServer()
        self.heard: dict[str, queue.Queue] = {}

    def tearDown(self) -> None:
        self.assertEqual(self.server.end(), 0)

    def listen(self, client: socketio.Client, event: str, namespace: str = "/") -> queue.Queue:
        heard = queue.Queue()
        client.on(event, lambda *args: heard.put(args), namespace=namespace)
        return heard

    def connect(self, transports: list[str] | None, **options) -> socketio.Client:
        client = socketio.Client(reconnection=False)
        self.auth = self.listen(client, "auth")
        self.back = self.listen(client, "message-back")
        client.connect(self.server.url, transports=transports, wait_timeout=PATIENCE_S, **options)
        self.addCleanup(client.disconnect)
        return client

    def talk(self, transports: list[str] | None) -> None:
        client = self.connect(transports, auth={"token": "abc"})
        self.assertEqual(self.auth.get(timeout=PATIENCE_S), ({"token": "abc"},))
        for data in ("text", 5, {"a": [1, None, "\u20ac"]}, b"\x00\x01\xff", {"deep": [b"abc"]}):
            client.emit("message", data)
            self.assertEqual(self.back.get(timeout=PATIENCE_S), (data,))
            self.assertEqual(client.call("message-with-ack", data, timeout=PATIENCE_S), data)
        client.emit("message", ("several", "arguments"))
        self.assertEqual(self.back.get(timeout=PATIENCE_S), ("several", "arguments"))
        client.disconnect()

    def test_default_transports(self) -> None:
        self.talk(None)

    def test_websocket_only(self) -> None:
        self.talk(["websocket"])

    def test_polling_only(self) -> None:
        self.talk(["polling"])

    def test_namespaces(self) -> None:
        client = socketio.Client(reconnection=False)
        custom = self.listen(client, "auth", "/custom")
        client.connect(self.server.url, namespaces=["/", "/custom"], wait_timeout=PATIENCE_S)
        self.addCleanup(client.disconnect)
        self.assertEqual(custom.get(timeout=PATIENCE_S), ({},))

    def test_unknown_namespace_is_refused(self) -> None:
        client = socketio.Client(reconnection=False)
        self.addCleanup(client.disconnect)
        with self.assertRaises(socketio.exceptions.ConnectionError):
            client.connect(self.server.url, namespaces=["/x"], wait_timeout=PATIENCE_S)

    def test_chat_between_two(self) -> None:
        one = self.connect(None)
        two = self.connect(["websocket"])
        heard = self.listen(two, "chat message")
        for number in range(100):
            one.emit("chat message", number)
        self.assertEqual([heard.get(timeout=PATIENCE_S)[0] for _ in range(100)], list(range(100)))


if __name__ == "__main__":
    unittest.main()
