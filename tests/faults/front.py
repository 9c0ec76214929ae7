"""What stands before the platform and serves the files of an older shell, until today's release."""

from __future__ import annotations

import contextlib
import http.client
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Self

OWN: Final = re.compile(r"^/static/surveys/(keep|respond|shell)\.\w+\.js$")
PAGES: Final = {"/r/hors-ligne.js": "worker.js", "/r/hors-ligne/": "shell.html"}
HOPS: Final = {"connection", "transfer-encoding", "server", "date"}


class Front:
    """`released`: today's files are served. `served`: what of the older shell was asked for."""

    def __init__(self, target: int, shell: Path) -> None:
        self.target, self.shell, self.released, self.served = target, shell, False, set[str]()
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(OSError):  # a page that closes does not wait for its answers
                    front.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Nothing: the tests read the pages."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def old(self, path: str) -> Path | None:
        """The file of the older shell at that address."""
        script = OWN.match(path)
        name = f"{script[1]}.js" if script else PAGES.get(path)
        return self.shell / name if name and not self.released else None

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        old = self.old(path)
        if old is not None:
            self.served.add(old.name)
            kind = "text/html; charset=utf-8" if old.suffix == ".html" else "text/javascript; charset=utf-8"
            reply(request, 200, [("Content-Type", kind), ("Service-Worker-Allowed", "/r/")], old.read_bytes())
        elif ".v1." in path:  # a sheet of style or a sign, that no longer exist
            reply(request, 404 if self.released else 200, [("Content-Type", "text/css")], b"")
        else:
            self.carry(request)

    def carry(self, request: BaseHTTPRequestHandler) -> None:
        with contextlib.closing(
            http.client.HTTPConnection("127.0.0.1", self.target, timeout=120)
        ) as platform:
            body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in request.headers.items() if name.lower() not in HOPS}
            platform.request(request.command, request.path, body or None, headers)
            answer = platform.getresponse()
            found = [each for each in answer.getheaders() if each[0].lower() not in {*HOPS, "content-length"}]
            reply(request, answer.status, found, answer.read())


def reply(request: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    request.send_response(status)
    for name, value in headers:
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
