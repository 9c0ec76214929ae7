"""The ties of a wave as a file: cooperation only. Trust is never told pair by pair, to anyone."""

from __future__ import annotations

from maillage.surveys.kinds.cooperation import KIND
from maillage.surveys.models import Answer, Wave
from maillage.territories.exports import Line, as_csv, as_graphml, as_xlsx
from maillage.territories.models import Actor

COLUMNS = ("source_id", "source", "cible_id", "cible", "niveau")
WITHOUT_DIRECTION = "non"  # in a column "sens", so that the file can be read again as it is


def ties_of(wave: Wave) -> list[tuple[Actor, Actor, int]]:
    """Who declared which level of cooperation towards whom; both ways when ties have no direction."""
    actors = {p.actor_id: p.actor for p in wave.roster.select_related("actor")}
    answers = Answer.objects.filter(participation__wave=wave, kind=KIND.key).order_by(
        "participation__actor_id"
    )
    return [
        (actors[source], actors[int(target)], level)
        for source, value in answers.values_list("participation__actor_id", "value")
        for target, level in KIND.ties(value).items()
        if int(target) in actors
    ]


def wave_ties(wave: Wave, extension: str) -> bytes:
    """The ties of a wave in one of the three formats."""
    ties = ties_of(wave)
    if not wave.directed:
        ties = list({frozenset((s.pk, t.pk)): (s, t, level) for s, t, level in reversed(ties)}.values())[::-1]
    if extension == "graphml":
        roster = [p.actor for p in wave.roster.select_related("actor").order_by("actor_id")]
        nodes = [
            (
                str(a.pk),
                {
                    "nom": a.public_name if not a.objects_to_naming else "",
                    "libellé": a.public_name,
                    "secteur": a.sector,
                },
            )
            for a in roster
        ]
        return as_graphml(
            nodes, [(str(s.pk), str(t.pk), level) for s, t, level in ties], directed=wave.directed
        )
    lines: list[Line] = [(str(s.pk), s.public_name, str(t.pk), t.public_name, level) for s, t, level in ties]
    columns: tuple[str, ...] = COLUMNS
    if not wave.directed:
        columns, lines = (*columns, "sens"), [(*line, WITHOUT_DIRECTION) for line in lines]
    return as_csv(columns, lines) if extension == "csv" else as_xlsx(columns, lines)
