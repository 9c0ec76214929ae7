"""Start the platform and stop it cleanly: a web server and a worker, children of one command."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from django.conf import settings
from django.core.management import CommandError, call_command
from django_q.models import Schedule

from maillage.dashboard.durability import weaknesses

WEB_PROCESSES: Final = 2
WEB_THREADS: Final = 2
PATIENCE_TO_START: Final = 30.0
PATIENCE_TO_STOP: Final = 15.0
STEP: Final = 0.1


def prepare() -> None:
    """The tables and the static files of this version, in a database that keeps its word."""
    refuse_fragile()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    schedule_tasks()


def refuse_fragile() -> None:
    """An answer is said to be kept once the database has confirmed it: that must be true through a power cut."""
    weak = weaknesses()
    if weak and not settings.FRAGILE_DATABASE_ALLOWED:
        raise CommandError(
            f"La base de données pourrait perdre des réponses dites gardées ({', '.join(weak)})\u00a0:"
            " rendez-lui ses réglages d’origine, puis recommencez."
        )


def schedule_tasks() -> None:
    """Ask the worker for what runs by itself, once each, whatever an older version had asked."""
    for function, minutes in settings.SCHEDULED_TASKS.items():
        twice = Schedule.objects.filter(name=function).order_by("pk").values_list("pk", flat=True)[1:]
        Schedule.objects.filter(pk__in=list(twice)).delete()  # two workers started at the same instant
        Schedule.objects.update_or_create(
            name=function,
            defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1},
        )


def listen_at(bind: str, port: int) -> None:
    """Make sure, before anything is built, that a server may listen there and that its links will say so."""
    why = refusal(bind, port)
    if why:
        raise CommandError(why)
    if port != settings.PORT:  # the address in the links is read at start
        start_again(PORT=str(port))


def start_again(**environment: str) -> None:
    """Replace this process by the same command with other settings."""
    sys.stdout.flush()
    os.execve(
        sys.executable, [sys.executable, "-m", "maillage", *sys.argv[1:]], {**os.environ, **environment}
    )


def refusal(bind: str, port: int) -> str:
    """Why a server may not listen there, in one sentence; nothing when it may."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((bind, port))
    except OverflowError:
        return f"Le port {port} n’existe pas\u00a0: choisissez un nombre entre 1 et 65535."
    except OSError as error:
        other = "Choisissez-en un autre, par exemple PORT=8001."
        return {
            errno.EADDRINUSE: f"Le port {port} est déjà pris. {other}",
            errno.EACCES: f"Le port {port} est réservé au système. {other}",
        }.get(error.errno or 0, f"L’adresse d’écoute «\u00a0{bind}\u00a0» n’est pas celle de cette machine.")
    return ""


def _answers(bind: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((bind, port)) == 0


def run(*, bind: str, port: int, when_ready: Callable[[], None]) -> int:
    """Serve until one is asked to stop, or until a child falls; both children are stopped then."""
    stop = _Stop()
    web = [
        *("gunicorn", "maillage.wsgi:application", "--bind", f"{bind}:{port}", "--log-level", "warning"),
        *("--workers", str(WEB_PROCESSES), "--threads", str(WEB_THREADS), "--no-control-socket"),
    ]
    children = [_start(web), _start(["maillage", "qcluster"])]
    try:
        if _wait_for(lambda: _answers(bind, port), children, stop):
            when_ready()
            _wait_for(lambda: False, children, stop, patience=None)
        return 0 if stop.asked else 1
    finally:
        _end(children)


class _Stop:
    """Remembers that somebody asked to stop (Ctrl+C, or the system)."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _start(module: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches this command only, which then stops its children in order.
    return subprocess.Popen([sys.executable, "-m", *module], start_new_session=True)


def _wait_for(
    met: Callable[[], bool],
    children: Sequence[subprocess.Popen[bytes]],
    stop: _Stop,
    *,
    patience: float | None = PATIENCE_TO_START,
) -> bool:
    """Wait until `met`; false when asked to stop, when a child has fallen, or when patience runs out."""
    limit = None if patience is None else time.monotonic() + patience
    while not stop.asked and all(child.poll() is None for child in children):
        if met():
            return True
        if limit is not None and time.monotonic() > limit:
            return False
        time.sleep(STEP)
    return False


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    limit = time.monotonic() + PATIENCE_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
