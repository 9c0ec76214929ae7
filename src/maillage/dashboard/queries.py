"""What the home page says: where each territory stands, what to do next, and the nation in aggregates.

Nothing here ranks territories: they come in alphabetical order, and nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, Final

from maillage.calls.models import Application, ApplicationState, Call, Reviewer
from maillage.calls.queries.drafts import applications_of
from maillage.calls.queries.filing import shared_with
from maillage.calls.queries.page import calls_of
from maillage.calls.queries.reviewing import calls_read_by
from maillage.core.privacy import MIN_RESPONDENTS_PUBLIC
from maillage.dashboard.standing import Standing, standings
from maillage.diagnosis.models import DiagnosisState, Finding
from maillage.diagnosis.sections._words import told_by_both
from maillage.programmes.models import Programme, ProgrammeRoleKind
from maillage.programmes.queries import current_roles as programme_roles
from maillage.territories.models import Role, Territory
from maillage.territories.queries import current_roles as territory_roles

# A national figure says nothing of a territory: it takes that many, and is the mean of the middle ones.
MIN_TERRITORIES: Final = 5


@dataclass(frozen=True)
class ProgrammeView:
    """A programme as its facilitators see it."""

    programme: Programme
    rows: list[Standing]
    calls: list[Call]

    @property
    def n_to_do(self) -> int:
        return sum(row.step.urgent for row in self.rows)

    @property
    def n_actors(self) -> int:
        return sum(row.n_actors for row in self.rows)

    @property
    def n_published(self) -> int:
        return sum(
            row.diagnosis is not None and row.diagnosis.state == DiagnosisState.PUBLISHED for row in self.rows
        )


@dataclass(frozen=True)
class Middle:
    """One figure of the nation: the mean of the territories in the middle."""

    label: str
    value: float | None
    n: int
    share: bool


@dataclass(frozen=True)
class Nation:
    """A programme as the national coordination sees it: never one territory's figure."""

    programme: Programme
    n_territories: int
    n_actors: int | None
    n_published: int | None
    middles: list[Middle]


@dataclass(frozen=True)
class Home:
    """Everything the home page of one user says."""

    programmes: list[ProgrammeView]
    nations: list[Nation]
    mine: list[Standing]
    contacts: list[Programme]
    applications: list[Application]
    shared: int
    reading: list[Reviewer]

    @property
    def is_offered(self) -> bool:
        return any(each.offered for each in self.applications)  # type: ignore[attr-defined]

    @property
    def writes(self) -> bool:
        states = {ApplicationState.DRAFT, ApplicationState.CORRECTING}
        return any(each.state in states for each in self.applications)

    @property
    def is_empty(self) -> bool:
        parts = (self.programmes, self.nations, self.mine, self.applications, self.shared, self.reading)
        return not any(parts)


def home_of(user: Any) -> Home:
    """The home page of a user, from today's roles."""
    facilitated: dict[int, Programme] = {}
    national: dict[int, Programme] = {}
    for role in programme_roles(user).select_related("programme"):
        held = facilitated if role.kind == ProgrammeRoleKind.FACILITATOR else national
        held[role.programme_id] = role.programme
    mine: dict[int, list[Role]] = {}
    for place in territory_roles(user).select_related("territory"):
        if place.territory.programme_id not in facilitated:
            mine.setdefault(place.territory_id, []).append(place)
    own = standings(Territory.objects.filter(pk__in=mine), roles=mine) if mine else []
    nations = [_nation(p) for p in national.values()]
    writing, shown = list(applications_of(user)), shared_with(user).count()
    home = Home(_programme_views(facilitated), nations, own, [], writing, shown, list(calls_read_by(user)))
    return replace(home, contacts=_contacts()) if home.is_empty else home


def _contacts() -> list[Programme]:
    """Whom to write to when one has no place yet."""
    return list(Programme.objects.exclude(facilitator_contact="")[:1])


def _programme_views(programmes: dict[int, Programme]) -> list[ProgrammeView]:
    if not programmes:
        return []
    rows = standings(Territory.objects.filter(programme__in=programmes))
    calls = list(calls_of(*programmes.values()))
    return [
        ProgrammeView(
            programme,
            [row for row in rows if row.territory.programme_id == pk],
            [call for call in calls if call.programme_id == pk],
        )
        for pk, programme in programmes.items()
    ]


def _nation(programme: Programme) -> Nation:
    rows = standings(Territory.objects.filter(programme=programme))
    if len(rows) < MIN_TERRITORIES:
        return Nation(programme, len(rows), None, None, [])
    view = ProgrammeView(programme, rows, [])
    rates = [row.response_rate for row in rows if row.response_rate is not None]
    middles = [
        _middle("d’acteurs dans un territoire", [row.n_actors for row in rows], share=False),
        _middle("de réponses à la dernière vague", rates, share=True),
        *_published_middles(programme),
    ]
    published = view.n_published if view.n_published >= MIN_TERRITORIES else None
    return Nation(programme, len(rows), view.n_actors, published, middles)


INDICATORS: Final = {
    "density": "de liens possibles qui existent",
    "reciprocity": "de liens cités des deux côtés",
}
AS_TOLD: Final = {"reciprocity": told_by_both}  # what is kept is a share of citations; people count pairs


def _published_middles(programme: Programme) -> list[Middle]:
    """Indicators of the latest published diagnosis of each territory, when enough actors answered it."""
    latest: dict[tuple[str, int], float] = {}
    findings = Finding.objects.filter(
        diagnosis__territory__programme=programme,
        diagnosis__state=DiagnosisState.PUBLISHED,
        scope="wave",
        key__in=INDICATORS,
        withheld="",
        n_answered__gte=MIN_RESPONDENTS_PUBLIC,
    ).order_by("diagnosis__wave__number", "diagnosis__pk")
    for key, territory, value in findings.values_list("key", "diagnosis__territory", "value"):
        if isinstance(value.get("value"), int | float):
            latest[key, territory] = AS_TOLD.get(key, float)(value["value"])
    return [
        _middle(label, [value for (found, _), value in latest.items() if found == key], share=True)
        for key, label in INDICATORS.items()
    ]


def _middle(label: str, values: Sequence[float], *, share: bool) -> Middle:
    return Middle(label, _central(values) if len(values) >= MIN_TERRITORIES else None, len(values), share)


def _central(values: Iterable[float]) -> float:
    """The mean of the three middle values (four when they are even in number): a plain median may be one territory's."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return fmean(ordered[half - 1 : half + 2] if len(ordered) % 2 else ordered[half - 2 : half + 2])
