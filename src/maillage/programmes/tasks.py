"""Work done after the page has answered, and what runs by itself."""

from __future__ import annotations

from maillage.programmes.held_texts import services
from maillage.programmes.held_texts.mails import write_to_moderators
from maillage.programmes.models import HeldText


def tell_text_held(held_id: int) -> None:
    write_to_moderators(held=HeldText.objects.select_related("programme").get(pk=held_id), kind="held")


def tell_text_waits(held_id: int) -> None:
    write_to_moderators(held=HeldText.objects.select_related("programme").get(pk=held_id), kind="waits")


def watch_held_texts() -> None:
    """Every half-hour: remind of what waits, erase what is decided."""
    services.escalate_waiting()
    services.erase_decided()
