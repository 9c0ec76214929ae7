"""A line between a browser and the platform, that drops what is sent before it leaves, or the answer on its way back, or
answers in the place of the platform."""

from __future__ import annotations

import contextlib
import random
import socket
import socketserver
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

PAGE = b"<!doctype html><title>Wi-Fi</title><p>Bienvenue"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE)


@dataclass
class Line:
    """`before` and `after`: the share of requests dropped before they are sent, and of answers dropped; `lies`: of those
    that a portal answers with a page of its own; `slow`: how many seconds each way takes."""

    target: int
    before: float = 0.0
    after: float = 0.0
    lies: float = 0.0
    slow: float = 0.0
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
        if fate > 1 - self.lies:
            self.dropped["lies"] += 1
            browser.recv(65536)
            browser.sendall(PORTAL)
            cut(browser)
            return
        time.sleep(self.slow)
        with socket.create_connection(("127.0.0.1", self.target), timeout=120) as platform:
            threading.Thread(target=pump, args=(browser, platform), daemon=True).start()
            answer = platform.recv(65536)
            if fate < self.before + self.after:
                self.dropped["after"] += 1
                cut(browser)
                return
            time.sleep(self.slow)
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
