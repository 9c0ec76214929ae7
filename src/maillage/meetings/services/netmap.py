"""Dealing the cards of a Net-Map workshop, and keeping the map that each table drew."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.core.typography import by_name
from maillage.meetings.models import Deck, Format, Table, TableMap, Workshop
from maillage.meetings.netmap import Typed, read_typed
from maillage.meetings.services.workshops import CLOSED
from maillage.territories.models import Actor, ActorStatus

FEWEST: Final = 3
NO_CARDS: Final = "Faites d’abord les cartes\u00a0: leurs numéros servent à écrire la carte de la table."


@transaction.atomic
def deal_cards(*, workshop: Workshop, now: datetime | None = None) -> Deck:
    """Number the actors of the list that may be named. Asked again, newcomers come after: no number ever changes."""
    if workshop.format != Format.NETMAP:
        raise ValidationError("Les cartes sont celles d’un atelier Net-Map.")
    held = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    listed = Actor.objects.filter(
        territory=held.territory_id, status=ActorStatus.VALIDATED, objects_to_naming=False
    )
    deck = Deck.objects.filter(workshop=held).first() or Deck(workshop=held, actors=[])
    known = set(deck.actors)
    deck.actors = [*deck.actors, *(each.pk for each in by_name(listed) if each.pk not in known)]
    if len(deck.actors) < FEWEST:
        raise ValidationError("Il faut au moins trois acteurs validés pour faire des cartes.")
    deck.dealt_at = now or timezone.now()
    deck.save()
    return deck


@transaction.atomic
def save_map(*, table: Table, ties: str, towers: str, now: datetime | None = None) -> Typed:
    """Keep what was understood of a map; what was not is given back, with its reason. The same map twice is kept once."""
    held = Workshop.objects.select_for_update(of=("self",)).get(pk=table.workshop_id)
    if not held.is_open:
        raise ValidationError(CLOSED)
    deck = Deck.objects.filter(workshop=held).first()
    if deck is None:
        raise ValidationError(NO_CARDS)
    typed = read_typed(ties, towers, len(deck.actors))
    made = TableMap(
        table=table,
        ties=[
            [deck.actors[one - 1], deck.actors[other - 1], stroke]
            for (one, other), stroke in typed.ties.items()
        ],
        towers={str(deck.actors[card - 1]): height for card, height in typed.towers.items()},
        said_at=now or timezone.now(),
    )
    last = TableMap.objects.filter(table=table).order_by("-pk").first()
    before = (last.ties, last.towers) if last else ([], {})
    if (made.ties, made.towers) != before:
        made.save()
    return typed
