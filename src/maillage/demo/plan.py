"""The fictional programme on paper: the same seed gives the same cités, actors, answers and people.

Nothing here touches the database; `services.py` plays this plan through the services of the rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from maillage.demo.composition import KINDS, Kind, node_kind
from maillage.demo.names import ASSOCIATIONS, FIRST_NAMES, FUNCTIONS, LAST_NAMES, TOPONYMS
from maillage.demo.places import Place
from maillage.demo.ties import Node, affinities, ratings, told, true_levels
from maillage.territories.codes import ACTOR_TYPES, map_group

WAVES: Final = (1, 2, 3)
# Days between the opening of each wave and today; a wave stays open five weeks.
WAVE_AGES: Final = {1: 720, 2: 380, 3: 60}
OPEN_DAYS: Final = 35
LEAVING: Final = 0.16
ARRIVING: Final = 0.07
BASE_DEGREE: Final = 5.0
ACTORS_PER_MORE_TIE: Final = 14
OBJECTING: Final = 0.03
PEOPLE_PER_ACTOR: Final = 0.6


@dataclass(frozen=True)
class PlannedActor:
    key: str
    name: str
    kind: str
    actor_type: str
    sector: str
    activity: float
    where: tuple[float, float]
    objects: bool
    first_wave: int
    last_wave: int

    @property
    def node(self) -> Node:
        return Node(self.key, self.sector, map_group(self.sector), self.activity, self.where)


@dataclass(frozen=True)
class PlannedWave:
    number: int
    opened_on: date
    closed_on: date
    roster: tuple[str, ...]
    ties: dict[str, dict[str, int]]  # one entry per actor that answers
    trust: dict[str, dict[str, list[int | None]]]


@dataclass(frozen=True)
class PlannedPerson:
    name: str
    email: str
    natures: tuple[str, ...]
    actor: str
    job_function: str


@dataclass(frozen=True)
class TerritoryPlan:
    place: Place
    actors: tuple[PlannedActor, ...]
    waves: tuple[PlannedWave, ...]
    people: tuple[PlannedPerson, ...]


def plan_territory(place: Place, *, seed: int, today: date) -> TerritoryPlan:
    """One cité, from its seed."""
    rng = Random(f"{seed}-{place.slug}")
    actors = _actors(place, rng)
    waves = _waves(place, actors, today=today, rng=rng)
    return TerritoryPlan(place, actors, waves, _people(place, actors, rng))


def _actors(place: Place, rng: Random) -> tuple[PlannedActor, ...]:
    """The first actors, then for each later wave those who leave and those who arrive."""
    names = _Names(place, rng)
    pool = _more_kinds(rng)
    first = [kind for kind in KINDS for _ in range(kind.always)]
    first += [pool.pop() for _ in range(place.size - len(first))]
    spans = [(kind, 1) for kind in first]
    spans += [(pool.pop(), wave) for wave in WAVES[1:] for _ in range(round(ARRIVING * place.size)) if pool]
    may_leave = [rank for rank, (kind, start) in enumerate(spans) if not kind.always and start < WAVES[-1]]
    leaving = set(rng.sample(may_leave, max(1, round(LEAVING * len(may_leave)))))
    ends = [
        rng.randint(start, WAVES[-1] - 1) if rank in leaving else WAVES[-1]
        for rank, (_, start) in enumerate(spans)
    ]
    return tuple(
        _actor(f"a{rank}", kind, (start, end), names, rng)
        for rank, ((kind, start), end) in enumerate(zip(spans, ends, strict=True))
    )


def _more_kinds(rng: Random) -> list[Kind]:
    """Every possible further actor, in a random order."""
    pool = [kind for kind in KINDS for _ in range(kind.more)]
    rng.shuffle(pool)
    return pool


def _actor(key: str, kind: Kind, waves: tuple[int, int], names: _Names, rng: Random) -> PlannedActor:
    return PlannedActor(
        key=key,
        name=names.name(kind.pattern),
        kind=node_kind(kind.code),
        actor_type=kind.code,
        sector=str(ACTOR_TYPES[kind.code][0]),
        activity=kind.activity + rng.gauss(0, 0.5),
        where=(rng.random(), rng.random()),
        objects=rng.random() < OBJECTING,
        first_wave=waves[0],
        last_wave=waves[1],
    )


class _Names:
    """Gives each actor of a cité a name nobody else has there."""

    def __init__(self, place: Place, rng: Random) -> None:
        self._place = place
        self._toponyms = rng.sample(TOPONYMS, len(TOPONYMS))
        self._words = rng.sample(ASSOCIATIONS, len(ASSOCIATIONS))
        self._taken: set[str] = set()

    def name(self, pattern: str) -> str:
        word = self._words.pop() if "{word}" in pattern else ""
        for toponym in self._toponyms:
            candidate = pattern.format(site=self._place.of, place=toponym, word=word)
            if candidate not in self._taken:
                break
        self._taken.add(candidate)
        self._toponyms.append(self._toponyms.pop(0))
        return candidate


def _waves(
    place: Place, actors: Sequence[PlannedActor], *, today: date, rng: Random
) -> tuple[PlannedWave, ...]:
    affinity = affinities([actor.node for actor in actors], rng)
    degree = BASE_DEGREE + place.size / ACTORS_PER_MORE_TIE
    waves = []
    for number, share in zip(WAVES, place.response, strict=True):
        present = [actor for actor in actors if actor.first_wave <= number <= actor.last_wave]
        step = number - 1
        levels = true_levels(
            [actor.node for actor in present],
            affinity,
            degree=degree * (1 + place.growth) ** step,
            openness=place.openness * step / 2,
            rng=rng,
        )
        said = told(levels, _answering(present, share, rng), rng)
        opened = today - timedelta(days=WAVE_AGES[number])
        waves.append(
            PlannedWave(
                number=number,
                opened_on=opened,
                closed_on=opened + timedelta(days=OPEN_DAYS),
                roster=tuple(actor.key for actor in present),
                ties=said,
                trust={key: ratings(ties, rng=rng) for key, ties in said.items()},
            )
        )
    return tuple(waves)


def _answering(present: Sequence[PlannedActor], share: float, rng: Random) -> list[str]:
    """Active actors answer more readily than others."""
    willing = sorted(present, key=lambda actor: -(0.5 * actor.activity + rng.gauss(0, 1)))
    return sorted(actor.key for actor in willing[: round(share * len(present))])


def _people(place: Place, actors: Sequence[PlannedActor], rng: Random) -> tuple[PlannedPerson, ...]:
    """Adults who speak for an actor, professionals and residents."""
    known: set[str] = set()
    people = []
    for actor in actors:
        if rng.random() > PEOPLE_PER_ACTOR:
            continue
        name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
        if name not in known:
            known.add(name)
            email = f"personne-{len(known)}.{place.slug}@exemple.fr"
            people.append(
                PlannedPerson(name, email, _natures(actor, rng), actor.key, _job_function(actor, rng))
            )
    return tuple(people)


def _natures(actor: PlannedActor, rng: Random) -> tuple[str, ...]:
    if actor.kind == "COLLECTIVE":
        main = "YOUTH" if actor.actor_type == "YOUNG_PERSON" else "RESIDENT"
        return (main, "PARENT") if actor.actor_type.startswith("PARENT") else (main,)
    if actor.actor_type == "LOCAL_PREVENTION":
        return ("INTERMEDIARY",)
    return ("VOLUNTEER",) if actor.sector == "NGO" and rng.random() < 0.5 else ("PROFESSIONAL",)


def _job_function(actor: PlannedActor, rng: Random) -> str:
    return "" if actor.kind == "COLLECTIVE" else rng.choice(FUNCTIONS)
