"""What one may do with waves: one verb, one function, one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from maillage.surveys.kinds import Asked, kinds
from maillage.surveys.models import Answer, Participation, Wave
from maillage.surveys.questionnaires import Question, alone
from maillage.territories.models import Actor, Territory


@transaction.atomic
def create_wave(
    *,
    territory: Territory,
    label: str,
    opened_on: date,
    closed_on: date | None = None,
    roster: Iterable[Actor] = (),
) -> Wave:
    """Open the next wave of a territory, with the actors it is asked of."""
    Territory.objects.select_for_update().get(pk=territory.pk)
    last = Wave.objects.filter(territory=territory).aggregate(last=Max("number"))["last"] or 0
    wave = Wave(territory=territory, number=last + 1, label=label, opened_on=opened_on, closed_on=closed_on)
    wave.full_clean()
    wave.save()
    add_to_roster(wave=wave, actors=roster)
    return wave


@transaction.atomic
def add_to_roster(*, wave: Wave, actors: Iterable[Actor]) -> None:
    """Add actors of the same territory to the roster; those already there stay as they are."""
    listed = list(actors)
    if any(actor.territory_id != wave.territory_id for actor in listed):
        raise ValidationError("Un acteur d’un autre territoire ne peut pas entrer dans cette vague.")
    present = set(wave.roster.values_list("actor_id", flat=True))
    new = [Participation(wave=wave, actor=a) for a in listed if a.pk not in present]
    Participation.objects.bulk_create(new)


@transaction.atomic
def record_answers(
    *, wave: Wave, kind: str, values: Mapping[int, Any], question: Question | None = None
) -> None:
    """Keep what actors answered to one question: {actor pk: value of the kind}. They have then answered the wave.

    question: which one, for a kind that is asked several times; what answers the others stays.
    """
    asks = question or alone(kind)
    roster = {p.actor_id: p for p in wave.roster.all()}
    if not set(values) <= set(roster):
        raise ValidationError("Une réponse vient d’une structure qui ne fait pas partie de cette vague.")
    asked = Asked(question=asks, roster=dict.fromkeys(map(str, roster), ""))
    cleaned = {pk: kinds()[kind].clean(value, asked) for pk, value in values.items()}
    before = Answer.objects.filter(
        participation__wave=wave, kind=kind, participation__actor_id__in=list(cleaned)
    )
    (before.filter(question=asks.key) if question else before).delete()
    Answer.objects.bulk_create(
        [
            Answer(participation=roster[pk], question=asks.key, kind=kind, value=value)
            for pk, value in cleaned.items()
        ],
        batch_size=500,
    )
    for pk in cleaned:
        roster[pk].answered = True
    Participation.objects.bulk_update([roster[pk] for pk in cleaned], ["answered"], batch_size=500)


def refuse_if_collected(wave: Wave) -> None:
    """Refuse ties from a file in a wave that people answer here."""
    if wave.opened_at is not None:
        raise ValidationError(
            "Les réponses de cette vague sont recueillies ici\u00a0: un fichier ne peut pas les remplacer."
            " Pour des liens recueillis ailleurs, créez une autre vague."
        )


@transaction.atomic
def import_ties(
    *,
    wave: Wave,
    ties: Iterable[tuple[int, int, int]],
    answered: Iterable[int],
    new_actors: Iterable[Actor] = (),
    directed: bool = True,
) -> int:
    """Put ties collected elsewhere in place of those of the wave: all of them, or none.

    ties: (actor pk, actor pk, level). answered: the actors who answered; the ties of the others may not be known.
    Without direction, both ways are given; the wave remembers it, so that nobody is said to confirm the other.
    A wave that was opened holds answers somebody has a receipt for: no file takes their place.
    """
    refuse_if_collected(Wave.objects.select_for_update().get(pk=wave.pk))
    wave.directed = directed
    wave.save(update_fields=["directed"])
    add_to_roster(wave=wave, actors=new_actors)
    by_source: dict[int, dict[str, int]] = defaultdict(dict)
    for source, target, level in ties:
        by_source[source][str(target)] = level
    who = set(answered)
    Answer.objects.filter(participation__wave=wave, kind="cooperation").delete()
    wave.roster.update(answered=False)
    record_answers(
        wave=wave,
        kind="cooperation",
        values={pk: {"ties": by_source.get(pk, {})} for pk in who | set(by_source)},
    )
    return sum(map(len, by_source.values()))
