"""An antivirus that the operator runs (clamd), when a setting says where it listens."""

from __future__ import annotations

import socket
import struct
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError

_CHUNK: Final = 64 * 1024
_SECONDS: Final = 20


def refuse_infected(content: bytes) -> None:
    """Ask the antivirus, when there is one. One that does not answer lets nothing in."""
    if not settings.CLAMD:
        return
    try:
        verdict = _verdict(content)
    except OSError as error:
        raise ValidationError(
            "La vérification des fichiers ne répond pas\u00a0: réessayez dans quelques minutes.",
            code="antivirus",
        ) from error
    if not verdict.endswith(b"OK"):
        raise ValidationError(
            "L’antivirus a refusé ce fichier\u00a0: vérifiez l’ordinateur d’où il vient, puis envoyez une copie saine.",
            code="infected",
        )


def _verdict(content: bytes) -> bytes:
    """The answer of clamd to the command INSTREAM (clamd(8)): lengths and pieces, then a zero."""
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = line.recv(4096)
            if not more:
                break
            answer += more
    if not answer:
        raise ConnectionError
    return answer.rstrip(b"\0\n ")


def _connected() -> socket.socket:
    """A socket of the machine (a path), or « host:port »."""
    where = settings.CLAMD
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)
