"""What runs by itself."""

from __future__ import annotations

from maillage.surveys.services import reminding, words


def watch_waves() -> None:
    """Every quarter of an hour: close what is over, remind when it is time, tell pilots once a week."""
    reminding.close_ended()
    reminding.remind_due()
    reminding.write_statuses()


def reread_words() -> None:
    """Every week: read again what people wrote, with the rules and the names known by then."""
    words.reread_words()
