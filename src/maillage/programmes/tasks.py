"""What runs by itself."""

from __future__ import annotations

from maillage.programmes.held_texts import services


def watch_held_texts() -> None:
    """Every half-hour: remind of what waits, erase what is decided."""
    services.escalate_waiting()
    services.erase_decided()
