"""What runs by itself."""

from __future__ import annotations

from maillage.surveys.services import reminding


def watch_waves() -> None:
    """Every quarter of an hour: close what is over, remind when it is time, tell pilots once a week."""
    reminding.close_ended()
    reminding.remind_due()
    reminding.write_statuses()
