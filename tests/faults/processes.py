"""The processes of this machine, and its free ports."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(parent: int) -> list[int]:
    """The processes that another one has started."""
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                if int((each / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(each.name))
    return found


def descendants(parent: int) -> list[int]:
    return [pid for child in children(parent) for pid in (child, *descendants(child))]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def running(word: str) -> list[int]:
    """The processes whose command says that word: use one that nothing else says, as the path of a folder of yours."""
    return [
        int(each.name)
        for each in Path("/proc").iterdir()
        if each.name.isdigit() and word in command(int(each.name))
    ]
