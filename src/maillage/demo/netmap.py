"""A Net-Map workshop: three tables that draw some of the same ties, and do not all see the same powers."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from maillage.diagnosis.biography import biographies_of
from maillage.meetings.models import Format, Workshop
from maillage.meetings.netmap import ACT, TALK, typed_ties, typed_towers
from maillage.meetings.queries.netmap import Card, cards_of
from maillage.meetings.services import close_workshop, hold_workshop, seat_table
from maillage.meetings.services.netmap import deal_cards, save_map
from maillage.territories.models import Territory

SEED: Final = 29
HELD_BEFORE: Final = 19  # days
ON_THE_TABLE: Final = 9  # actors that each table keeps
TABLES: Final = (("Parents", 6), ("École", 7), ("Associations", 5))
STRONG: Final = 3  # declared level from which a table may draw two lines


@transaction.atomic
def draw_maps(*, territory: Territory) -> None:
    """Hold the workshop, type its three maps, close it; once."""
    if Workshop.objects.filter(territory=territory, format=Format.NETMAP).exists():
        return
    workshop = hold_workshop(
        territory=territory,
        title="Qui compte autour des enfants du quartier\u202f?",
        format=Format.NETMAP,
        held_on=timezone.localdate() - timedelta(days=HELD_BEFORE),
        place="Centre social",
        minutes=120,
        audience="parents, école et associations",
        outcome="Trois plateaux. La santé manque sur deux d’entre eux.",
    )
    deal_cards(workshop=workshop)
    drawn, listed = _declared(territory, cards_of(workshop)), cards_of(workshop)
    rng = random.Random(SEED)
    central = sorted(listed, key=lambda each: -sum(each.number in pair for pair in drawn))[:12]
    for name, people in TABLES:
        kept = {each.number for each in rng.sample(central, min(ON_THE_TABLE, len(central)))}
        ties = {
            pair: ACT if level >= STRONG and rng.random() < 0.7 else TALK
            for pair, level in drawn.items()
            if set(pair) <= kept and rng.random() < 0.75
        }
        towers = {number: rng.choice((0, 1, 2, 2, 3, 4, 5)) for number in sorted(kept)}
        table = seat_table(workshop=workshop, name=name, people=people)
        save_map(table=table, ties=typed_ties(ties), towers=typed_towers(towers))
    close_workshop(workshop=workshop)


def _declared(territory: Territory, cards: list[Card]) -> dict[tuple[int, int], int]:
    """{(card, card): level} that the last published wave declares: what people around a table mostly know."""
    ties = biographies_of(territory)
    found = {}
    for i, one in enumerate(cards):
        for other in cards[i + 1 :]:
            life = ties.of(one.actor.pk, other.actor.pk)
            if life and life[-1].level:
                found[one.number, other.number] = life[-1].level
    return found
