"""Who works on which core: compiled kernels share them, and what numpy starts of its own leaves them alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps
from itertools import pairwise
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _libraries() -> ThreadpoolController:
    """The linear algebra that numpy has loaded; looked for once."""
    return ThreadpoolController()


def one_blas_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Matrices of a territory are multiplied on one thread: the others would gain nothing, and spin for about 20 ms after each
    product on the core that a kernel then asks for (a whole diagnosis took a third longer).
    """

    @wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _libraries().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


def on_threads(run: Callable[[slice], None], size: int, *, threads: int | None = None) -> None:
    """Share rows 0 … size-1 between threads; `run` must release the GIL. No pool outlives the call.

    The caller works too: it stays on its core, so that the system gives the new thread the other one. When it slept
    instead, two new threads often shared one core for the few milliseconds that a call lasts.
    """
    count = min(threads or cores(), max(1, size))
    if count == 1:
        run(slice(0, size))
        return
    edges = [size * i // (count * 4) for i in range(count * 4 + 1)]
    parts = iter([slice(a, b) for a, b in pairwise(edges) if a < b])

    def work() -> None:
        for part in parts:
            run(part)

    with ThreadPoolExecutor(count - 1) as pool:
        others = [pool.submit(work) for _ in range(count - 1)]
        work()
        for other in others:
            other.result()


def cores() -> int:
    """Cores this process may use (a container may grant fewer than the machine has)."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else (os.cpu_count() or 1)
