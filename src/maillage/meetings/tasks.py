"""What runs by itself."""

from __future__ import annotations

from maillage.meetings.services import registrations


def remind() -> None:
    """Every hour: one reminder, two days before."""
    registrations.remind()


def forget() -> None:
    """Every day: three months after a meeting, the names of those who came are erased."""
    registrations.forget_people()
