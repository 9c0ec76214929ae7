"""A line between a browser and the platform, that drops what is sent before it leaves, or the answer on its way back."""

from __future__ import annotations

import contextlib
import random
import socket
import socketserver
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Line:
    """`before` and `after`: the share of requests dropped before they are sent, and of answers dropped."""

    target: int
    before: float = 0.0
    after: float = 0.0
    down: bool = False
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    dropped: Counter[str] = field(default_factory=Counter)
    port: int = 0
    _server: Any = None

    def start(self) -> None:
        line = self

        class Threads(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 128

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    line.carry(self.request)

        self._server = Threads(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def carry(self, browser: socket.socket) -> None:
        """One request: carried, or dropped on one side."""
        fate = self.dice.random()
        if self.down or fate < self.before:
            self.dropped["before"] += 1
            cut(browser)
            return
        with socket.create_connection(("127.0.0.1", self.target), timeout=30) as platform:
            threading.Thread(target=pump, args=(browser, platform), daemon=True).start()
            answer = platform.recv(65536)
            if fate < self.before + self.after:
                self.dropped["after"] += 1
                cut(browser)
                return
            while answer:
                browser.sendall(answer)
                answer = platform.recv(65536)


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


def cut(browser: socket.socket) -> None:
    """Hang up without a word."""
    browser.shutdown(socket.SHUT_RDWR)  # closing would wait for the thread that reads
    browser.close()
