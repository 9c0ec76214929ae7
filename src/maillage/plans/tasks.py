"""What runs by itself."""

from __future__ import annotations

from maillage.plans.services import following


def watch() -> None:
    """Once a day: remind those whose day comes, and forget the addresses that serve no more."""
    following.remind_holders()
    following.forget_addresses()
