"""Made-up situations in a cité: to whom professionals, volunteers and parents would turn, and how early."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from maillage.statements.roles import Role, role_of
from maillage.surveys.models import Answer, Mode, Wave
from maillage.surveys.questionnaires import Question, questionnaires
from maillage.surveys.relays import relay_of
from maillage.surveys.services import record_answers
from maillage.surveys.services.sheets import save_entry, send_sheet, start_sheet
from maillage.territories.models import Actor, Territory

SEED: Final = 43
ASKED: Final = ("02", "07", "09", "11")
RESIDENTS: Final = 16
# situation: relays named by those whose job it is, then by parents and residents; weights as repeated words.
FIRST: Final = {
    "02": ("early early early health social", "family family early nobody unknown"),
    "07": ("school school street club social", "school school family club unknown"),
    "09": ("social street health centre unknown", "nobody nobody unknown family health unknown"),
    "11": ("social social justice helpline street", "family unknown justice helpline nobody"),
}
NEXT: Final = {
    "02": ("health health social unknown", "unknown unknown nobody health"),
    "07": ("social street school unknown", "unknown unknown school centre"),
    "09": ("unknown unknown nobody health", "nobody unknown unknown unknown"),
    "11": ("justice social helpline", "unknown social unknown justice"),
}
AROUND: Final = {"school": 0.75, "social": 0.6, "centre": 0.35, "health": 0.3, "club": 0.25, "street": 0.2}
PARENTS: Final = ("start start start later", "start start start start unknown")
WORRY: Final = {
    "02": ("no no no maybe", "no no unknown"),
    "07": ("no maybe maybe unknown", "no no unknown"),
    "09": ("maybe maybe yes unknown", "no unknown unknown maybe"),
    "11": ("yes yes yes maybe", "yes maybe unknown"),
}


@transaction.atomic
def build_vignettes(*, territory: Territory) -> None:
    """What was answered to four situations in the last wave that was read; what is there already is left as it is."""
    past = territory.waves.filter(opened_at__isnull=True).order_by("number")  # type: ignore[attr-defined]
    wave = past.latest("number")
    if Answer.objects.filter(participation__wave=wave, kind="vignette").exists():
        return
    draw = random.Random(SEED)
    answered = wave.roster.filter(answered=True).select_related("actor").order_by("pk")
    actors = [each.actor for each in answered]
    declared = Answer.objects.filter(participation__wave=wave, kind="cooperation")
    ties = {pk: value["ties"] for pk, value in declared.values_list("participation__actor", "value")}
    for key in ASKED:
        question = asked(key)
        values = {actor.pk: _actor_says(draw, key, actor, actors, ties.get(actor.pk, {})) for actor in actors}
        record_answers(wave=wave, kind="vignette", values=values, question=question)
    for rank in range(RESIDENTS):
        _resident_says(draw, wave, rank)


def asked(key: str) -> Question:
    """The question of a situation."""
    found = questionnaires()["cooperation"].question(f"vignette_{key}")
    assert found is not None
    return found


def _actor_says(
    draw: random.Random, key: str, actor: Actor, actors: list[Actor], ties: Mapping[str, int]
) -> dict[str, Any]:
    """Most name an organisation that is this relay, more often one that they work with."""
    is_local = role_of(actor) in {Role.PARENTS, Role.RESIDENTS}
    said = spoken(draw, key, is_local)
    for step in ("first", "next"):
        relay = said[step].removeprefix("relay:")
        if relay == relay_of(actor.sector, actor.actor_type) and step == "first":
            said[step] = "own"
            continue
        here = [a.pk for a in actors if a != actor and relay_of(a.sector, a.actor_type) == relay]
        partners = [pk for pk in here if ties.get(str(pk), 0) > 1]
        if here and draw.random() < 0.8:
            said[step] = f"actor:{draw.choice(partners if partners and draw.random() < 0.7 else here[:3])}"
    return said


def spoken(draw: random.Random, key: str, is_local: bool) -> dict[str, Any]:
    """What somebody who names relays only says of a situation."""

    def one(words: Mapping[str, tuple[str, str]] | tuple[str, str]) -> str:
        pair = words if isinstance(words, tuple) else words[key]
        return draw.choice(pair[is_local].split())

    def relay(code: str) -> str:
        return code if code in {"nobody", "unknown"} else f"relay:{code}"

    return {
        "first": relay(one(FIRST)),
        "next": relay(one(NEXT)),
        "around": [relay for relay, chance in AROUND.items() if draw.random() < chance],
        "parents": one(PARENTS),
        "worry": one(WORRY),
    }


def _resident_says(draw: random.Random, wave: Wave, rank: int) -> None:
    sheet = start_sheet(wave=wave, questionnaire="habitants", mode=Mode.ASSISTED)
    place = {"choice": str(Role.PARENTS if rank % 3 else Role.RESIDENTS)}
    save_entry(sheet=sheet, question="place", value=place, key=uuid.uuid4())
    for key in ASKED:
        save_entry(sheet=sheet, question=asked(key).key, value=spoken(draw, key, True), key=uuid.uuid4())
    send_sheet(sheet=sheet)
