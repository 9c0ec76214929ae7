"""A mail server on this machine that does what one asks of it, badly: refuses, is slow, cuts the line, has a worker killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

Answer = Callable[["Talk"], str | None]


class Cut(Exception):
    """The server hangs up, without a word."""


@dataclass
class Talk:
    """One message of one session, as it is being handed over."""

    sender: str = ""
    recipient: str = ""
    text: str = ""

    @property
    def message(self) -> Message:
        return message_from_bytes(self.text.encode())


@dataclass
class Server:
    """What the server is to say at each step (None: what a server in good health says), and what it has accepted."""

    port: int = 0
    greet: Callable[[], str | None] = lambda: None
    mail: Answer = lambda talk: None
    rcpt: Answer = lambda talk: None
    data: Answer = lambda talk: None
    accept: Answer = lambda talk: None  # the text is here; the answer is not given yet
    after: Answer = lambda talk: None  # the answer is given
    accepted: list[Talk] = field(default_factory=list)
    greeted: int = 0
    kills: int = 0
    _listening: list[socketserver.ThreadingTCPServer] = field(default_factory=list)

    def start(self) -> None:
        class Threads(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        server = Threads(("127.0.0.1", self.port), _handler(self))
        self.port = server.server_address[1]
        self._listening.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """From now on the connection is refused."""
        while self._listening:
            server = self._listening.pop()
            server.shutdown()
            server.server_close()

    def kill(self, pid: int) -> None:
        """Kill the worker that talks to us: `accept` calls it once the text is here."""
        self.kills += 1
        os.kill(pid, signal.SIGKILL)

    @property
    def ids(self) -> list[str]:
        """Identifiers of what was accepted, in order."""
        return [talk.message["Message-ID"] for talk in self.accepted]


def _handler(server: Server) -> type[Handler]:
    return type("HandlerOfServer", (Handler,), {"faults": server})


class Handler(socketserver.StreamRequestHandler):
    """One session."""

    faults: Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        with contextlib.suppress(Cut, OSError):
            self._talk()

    def _talk(self) -> None:
        self.faults.greeted += 1
        self.say(self.faults.greet() or "220 ready")
        talk = Talk()
        while line := self.rfile.readline():
            words = line.decode().strip()
            command = words[:4].upper()
            if command in {"EHLO", "HELO"}:
                self.say("250 8BITMIME")
            elif command == "MAIL":
                talk = Talk(sender=words[10:])
                self.say(self.faults.mail(talk) or "250 ok")
            elif command == "RCPT":
                talk.recipient = words[8:].strip("<> ")
                self.say(self.faults.rcpt(talk) or "250 ok")
            elif command == "DATA":
                self._data(talk)
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _data(self, talk: Talk) -> None:
        refused = self.faults.data(talk)
        self.say(refused or "354 go on")
        if refused:
            return
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        talk.text = "".join(_until_cut(lines)).replace("\r\n", "\n")
        refused = self.faults.accept(talk)
        if not refused:
            self.faults.accepted.append(talk)
        self.say(refused or "250 accepted")
        self.faults.after(talk)


def _until_cut(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line:
            raise Cut
        yield line.removeprefix(".")


def slow(seconds: float) -> Answer:
    """An answer that takes its time."""

    def answer(talk: Talk) -> None:
        time.sleep(seconds)

    return answer
