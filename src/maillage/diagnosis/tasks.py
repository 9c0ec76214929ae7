"""Doors of the queue. A task is delivered at least once: the service it calls may be called again."""

from __future__ import annotations

from maillage.diagnosis import services


def compute(diagnosis_id: int) -> None:
    """Compute the figures of a diagnosis."""
    services.compute(diagnosis_id=diagnosis_id)
