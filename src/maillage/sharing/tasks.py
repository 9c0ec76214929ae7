"""What runs by itself."""

from __future__ import annotations

from maillage.sharing.services import restitution_figures


def follow(shared_id: int, diagnosis_id: int) -> None:
    """Show the figures computed again after an answer was withdrawn."""
    restitution_figures.follow(shared_id=shared_id, diagnosis_id=diagnosis_id)


def watch() -> None:
    """Every quarter of an hour: compute again what an answer withdrawn has changed."""
    restitution_figures.watch()
