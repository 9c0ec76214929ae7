"""What runs by itself."""

from __future__ import annotations

from maillage.plans.services import following, tables


def watch() -> None:
    """Once a day: remind those whose day comes, and forget the addresses that serve no more."""
    following.remind_holders()
    following.forget_addresses()


def plan_tables(seating_id: int) -> None:
    """Compute a plan of the tables of a meeting."""
    tables.compute_plan(seating_id=seating_id)
