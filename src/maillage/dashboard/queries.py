"""What the home page says: where each territory stands, what to do next, and the nation in aggregates.

Nothing here ranks territories: they come in alphabetical order, and nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, Final

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from maillage.calls.models import Application, ApplicationState, Call, Reviewer
from maillage.calls.queries.drafts import applications_of
from maillage.calls.queries.filing import shared_with
from maillage.calls.queries.page import calls_of
from maillage.calls.queries.reviewing import calls_read_by
from maillage.core.privacy import MIN_RESPONDENTS, MIN_RESPONDENTS_PUBLIC
from maillage.core.typography import by_name, plural
from maillage.diagnosis.models import Diagnosis, DiagnosisState, Finding
from maillage.diagnosis.sections._words import told_by_both, wave_named
from maillage.plans.queries.commitments import with_commitments
from maillage.programmes.models import Programme, ProgrammeRoleKind
from maillage.programmes.queries import current_roles as programme_roles
from maillage.surveys.models import Wave
from maillage.territories.models import ActorStatus, Role, RoleKind, Territory
from maillage.territories.queries import current_roles as territory_roles

# A national figure says nothing of a territory: it takes that many, and is the mean of the middle ones.
MIN_TERRITORIES: Final = 5
UNDER_WAY: Final = (DiagnosisState.WAITING, DiagnosisState.RUNNING)
SEES_DRAFTS: Final = frozenset({RoleKind.PILOT, RoleKind.DEPARTMENT})


@dataclass(frozen=True)
class Step:
    """The one thing to do next, why, and where."""

    label: str
    why: str
    href: str
    urgent: bool = True


@dataclass(frozen=True)
class Standing:
    """Where a territory stands, for one reader."""

    territory: Territory
    roles: tuple[str, ...]
    n_actors: int
    n_proposed: int
    wave: Wave | None
    response_rate: float | None
    diagnosis: Diagnosis | None
    step: Step

    @property
    def diagnosis_href(self) -> str:
        return _diagnosis_href(self.diagnosis) if self.diagnosis else ""


def standings(
    territories: QuerySet[Territory], *, roles: dict[int, list[Role]] | None = None
) -> list[Standing]:
    """The standing of each territory, in a number of queries that does not depend on how many there are.

    roles: the reader's roles by territory; None for the facilitator, who manages them all.
    """
    waves = Wave.objects.annotate(
        n_asked=Count("roster"), n_answered=Count("roster", filter=Q(roster__answered=True))
    ).order_by("-number")
    diagnoses = (
        Diagnosis.objects.defer("snapshot")
        .select_related("territory", "wave")
        .order_by("-wave__number", "-pk")
    )
    counted = (
        with_commitments(territories)
        .annotate(
            n_actors=Count("actors", filter=Q(actors__status=ActorStatus.VALIDATED)),
            n_proposed=Count("actors", filter=Q(actors__status=ActorStatus.PROPOSED)),
        )
        .prefetch_related(Prefetch("waves", waves), Prefetch("diagnoses", diagnoses))
    )
    return [_standing(place, None if roles is None else roles[place.pk]) for place in by_name(counted)]


def _standing(territory: Any, roles: list[Role] | None) -> Standing:
    kinds = None if roles is None else {role.kind for role in roles}
    manages = kinds is None or RoleKind.PILOT in kinds
    drafts = kinds is None or bool(kinds & SEES_DRAFTS)
    wave = next(iter(territory.waves.all()), None)
    seen = [d for d in territory.diagnoses.all() if drafts or d.state == DiagnosisState.PUBLISHED]
    diagnosis = seen[0] if seen else None
    return Standing(
        territory=territory,
        roles=tuple(sorted({role.get_kind_display() for role in roles or []})),
        n_actors=territory.n_actors,
        n_proposed=territory.n_proposed,
        wave=wave,
        response_rate=_rate(wave),
        diagnosis=diagnosis,
        step=_to_manage(territory, wave, diagnosis) if manages else _to_read(territory, diagnosis),
    )


def _rate(wave: Any) -> float | None:
    """Share of answers, when the wave asks enough actors for a share to designate nobody."""
    return wave.n_answered / wave.n_asked if wave and wave.n_asked >= MIN_RESPONDENTS else None


def _diagnosis_href(diagnosis: Diagnosis) -> str:
    return reverse("diagnosis:show", args=[diagnosis.territory.slug, diagnosis.pk])


def _to_manage(territory: Any, wave: Any, diagnosis: Diagnosis | None) -> Step:
    """What a pilot or a facilitator does next: actors, then a wave, then answers, then the diagnosis."""
    place = [territory.slug]
    if not territory.n_actors:
        return Step(
            "Composer l’annuaire des acteurs",
            "La liste des acteurs est vide\u00a0: tout part d’elle.",
            reverse("territories:show", args=place),
        )
    if wave is None:
        return Step(
            "Ouvrir la première vague",
            "Les acteurs sont là\u202f; il reste à leur demander comment ils coopèrent.",
            reverse("surveys:create", args=place),
        )
    if wave.is_open:
        return Step(
            "Suivre les réponses",
            "La vague est ouverte\u202f: les réponses arrivent, une relance peut aider.",
            reverse("surveys:board", args=[*place, wave.number]),
        )
    if not wave.n_answered:
        return Step(
            "Recueillir les réponses",
            "La vague est créée\u202f; aucune réponse n’y est encore.",
            reverse("surveys:show", args=[*place, wave.number]),
        )
    if diagnosis is None or diagnosis.wave_id != wave.pk:
        return Step(
            "Demander le diagnostic",
            "Les réponses de la dernière vague n’ont pas encore leur diagnostic.",
            reverse("diagnosis:request", args=place),
        )
    return _to_follow(territory, diagnosis)


def _to_follow(territory: Any, diagnosis: Diagnosis) -> Step:
    if diagnosis.state == DiagnosisState.FAILED:
        return Step(
            "Relancer le diagnostic",
            "Le dernier calcul s’est interrompu\u202f; rien n’est perdu.",
            reverse("diagnosis:request", args=[territory.slug]),
        )
    if diagnosis.state in UNDER_WAY:
        href = reverse("diagnosis:progress", args=[territory.slug, diagnosis.pk])
        return Step(
            "Suivre le calcul",
            "Le calcul avance sans vous\u202f: vous pouvez fermer la page.",
            href,
            urgent=False,
        )
    if diagnosis.state == DiagnosisState.READY:
        return Step(
            "Relire puis publier le diagnostic",
            "Le diagnostic est calculé. Le territoire le lira une fois publié.",
            _diagnosis_href(diagnosis),
        )
    return _to_commit(territory, diagnosis)


def _to_commit(territory: Any, diagnosis: Diagnosis) -> Step:
    """After the diagnosis: what is late, then the first commitments, once there is a shared diagnosis to start from."""
    plans = reverse("plans:list", args=[territory.slug])
    if territory.n_late:
        late = plural(territory.n_late, "engagement a passé sa date", "engagements ont passé leur date")
        return Step(
            "Demander des nouvelles",
            f"{late}\u202f: tenu, transformé ou abandonné, les trois réponses servent.",
            plans,
        )
    if territory.n_commitments:
        return Step(
            "Suivre les engagements",
            "Le diagnostic est publié\u202f; ce que l’on a décidé avance.",
            plans,
            urgent=False,
        )
    return Step(
        "Partager le diagnostic",
        "Le diagnostic est publié\u202f: il peut se discuter en réunion.",
        _diagnosis_href(diagnosis),
        urgent=False,
    )


def _to_read(territory: Any, diagnosis: Diagnosis | None) -> Step:
    if diagnosis is not None and diagnosis.state in (DiagnosisState.READY, DiagnosisState.PUBLISHED):
        return Step(
            "Lire le diagnostic",
            f"Ce que disent les réponses de {wave_named(diagnosis.wave.label)}.",
            _diagnosis_href(diagnosis),
        )
    return Step(
        "Voir les acteurs du territoire",
        "Le diagnostic sera ici dès sa publication.",
        reverse("territories:show", args=[territory.slug]),
        urgent=False,
    )


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
