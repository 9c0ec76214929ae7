"""A wave that is open in the showcase cité: invitations sent, sheets received, sheets begun, as if it were its first week."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from maillage.demo.conversation import votes_of_the_week
from maillage.surveys.models import Answer, Mode, Participation, Wave
from maillage.surveys.services import collecting, create_wave, inviting
from maillage.surveys.services.sheets import save_entry, send_sheet, start_sheet
from maillage.territories.models import ActorStatus, Territory

OPEN_FOR: Final = timedelta(days=12)
SENT: Final = 24
ON_PAPER: Final = 5
BEGUN: Final = 6
RESIDENTS: Final = 7
SITUATIONS: Final = ("07", "11")
PLACES_KNOWN: Final = ["school", "social_centre", "health"]


@transaction.atomic
def open_a_wave(*, territory: Territory) -> Wave:
    """The next wave, answered as the last one was by those who have answered already."""
    last = territory.waves.order_by("-number")[0]  # type: ignore[attr-defined]
    if last.opened_at is not None:
        return last  # type: ignore[no-any-return]
    actors = territory.actors.filter(status=ActorStatus.VALIDATED).order_by("pk")  # type: ignore[attr-defined]
    today = timezone.localdate()
    wave = create_wave(
        territory=territory, label=f"Vague {last.number + 1} (en cours)", opened_on=today, roster=actors
    )
    collecting.prepare_wave(
        wave=wave,
        questionnaire="cooperation",
        languages=["ar", "tr", "pt"],
        blocks=[f"vignette_{key}" for key in SITUATIONS],
        closes_at=timezone.make_aware(datetime.combine(today + OPEN_FOR, time(20))),
    )
    collecting.link_conversation(wave=wave, conversation=last.conversation)
    wave = collecting.open_wave(wave=wave)
    inviting.invite_everybody(wave=wave)
    collecting.open_to_residents(wave=wave)
    _answer(wave, _ties_of(last))
    for rank in range(RESIDENTS):
        sheet = start_sheet(wave=wave, questionnaire="habitants", mode=Mode.ASSISTED)
        known = {"chosen": PLACES_KNOWN[: 1 + rank % len(PLACES_KNOWN)]}
        save_entry(sheet=sheet, question="places", value=known, key=uuid.uuid4())
        if wave.conversation_id:
            votes = {"votes": votes_of_the_week(wave=wave, rank=rank)}
            save_entry(sheet=sheet, question="statements", value=votes, key=uuid.uuid4())
        send_sheet(sheet=sheet)
    return wave


def _ties_of(wave: Wave) -> dict[int, dict[str, int]]:
    rows = Answer.objects.filter(participation__wave=wave, kind="cooperation")
    return {pk: value["ties"] for pk, value in rows.values_list("participation__actor", "value")}


def _answer(wave: Wave, before: Mapping[int, Mapping[str, int]]) -> None:
    """The first of the roster that answered last time send the same; the next have only picked their partners."""
    listed = list(wave.roster.order_by("pk"))
    present = {str(each.actor_id) for each in listed}
    ready = [each for each in listed if before.get(each.actor_id)][::2]
    for rank, participation in enumerate(ready[: SENT + BEGUN]):
        ties = {pk: level for pk, level in before[participation.actor_id].items() if pk in present and level}
        _fill(participation, ties, sent=rank < SENT, mode=Mode.PAPER if rank < ON_PAPER else Mode.ALONE)


def _fill(participation: Participation, ties: Mapping[str, int], *, sent: bool, mode: str) -> None:
    sheet = start_sheet(wave=participation.wave, participation=participation, mode=mode)
    picked = {"picked": sorted(ties, key=int), "proposed": []}
    answers: dict[str, Any] = {"partners": picked, "level": {"ties": dict(ties)}}
    for question in ("partners", "level") if sent else ("partners",):
        save_entry(sheet=sheet, question=question, value=answers[question], key=uuid.uuid4())
    if sent:
        send_sheet(sheet=sheet)
