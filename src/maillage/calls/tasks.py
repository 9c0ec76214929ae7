"""Work done after the page has answered."""

from __future__ import annotations

from maillage.calls.models import Call
from maillage.calls.services.drafts import ask_to_start
from maillage.calls.services.inquiries import forget_askers
from maillage.calls.services.purging import purge_applications, sweep_files


def send_start(call_id: int, email: str, asked: str = "") -> None:
    """The link that begins an application: sent for every address, so that the page answers the same way in the same time."""
    ask_to_start(call=Call.objects.get(pk=call_id), email=email, asked=asked)


def purge() -> None:
    """Every day: what has no reason to be kept any longer is erased."""
    purge_applications()
    forget_askers()
    sweep_files()
