"""Work done after the page has answered."""

from __future__ import annotations

from maillage.core import outbox


def deliver() -> None:
    """After each mail written, and every minute for what was not sent then."""
    outbox.deliver()
