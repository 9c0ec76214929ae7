"""Where a territory stands, for one reader, and the one thing to do next there.

Nothing here ranks territories: nobody is compared with anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from maillage.core.privacy import MIN_RESPONDENTS
from maillage.core.typography import by_name, dated, plural
from maillage.diagnosis.models import Diagnosis, DiagnosisState
from maillage.diagnosis.sections._words import wave_named
from maillage.meetings.models import Meeting
from maillage.plans.queries.commitments import with_commitments
from maillage.programmes.queries import is_facilitator
from maillage.surveys.models import Wave
from maillage.territories.models import ActorStatus, LocalMilestone, Role, RoleKind, Territory
from maillage.territories.queries import current_roles as territory_roles

NEAR: Final = timedelta(days=30)  # a meeting nearer than that comes before any reading
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
            n_milestones_late=Coalesce(Subquery(_late_milestones()), 0),
        )
        .prefetch_related(
            Prefetch("waves", waves),
            Prefetch("diagnoses", diagnoses),
            Prefetch("meetings", _near_meetings(), to_attr="near"),
        )
    )
    return [_standing(place, None if roles is None else roles[place.pk]) for place in by_name(counted)]


def _late_milestones() -> QuerySet[Any]:
    """How many days that count have passed without anybody saying that it is done, for one territory."""
    late = LocalMilestone.objects.filter(
        territory=OuterRef("pk"), done_on__isnull=True, due_on__lt=timezone.localdate()
    )
    return late.order_by().values("territory").annotate(n=Count("pk")).values("n")


def _near_meetings() -> QuerySet[Meeting]:
    """Those of the coming days, the next one first."""
    now = timezone.now()
    rows = Meeting.objects.filter(cancelled_at__isnull=True, ends_at__gte=now, starts_at__lte=now + NEAR)
    return rows.order_by("starts_at", "pk")


def standing_of(territory: Territory, user: Any) -> Standing:
    """The standing of one territory, for a user who may enter it."""
    held = list(territory_roles(user).filter(territory=territory))
    roles = None if is_facilitator(user, territory.programme) else {territory.pk: held}
    return standings(Territory.objects.filter(pk=territory.pk), roles=roles)[0]


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
    if territory.n_milestones_late:
        passed = plural(territory.n_milestones_late, "jalon a passé sa date", "jalons ont passé leur date")
        return Step(
            "Mettre le calendrier à jour",
            f"{passed}\u202f: fait, ou à déplacer.",
            reverse("territories:schedule", args=[territory.slug]),
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


def _to_come(territory: Any, meeting: Meeting) -> Step:
    begins = timezone.localtime(meeting.starts_at)
    return Step(
        "Voir la prochaine rencontre",
        f"«\u00a0{meeting.title}\u00a0», le {dated(begins)} à {begins:%H\u00a0h\u00a0%M}, {meeting.place}.",
        reverse("gatherings:show", args=[territory.slug, meeting.pk]),
    )


def _to_read(territory: Any, diagnosis: Diagnosis | None) -> Step:
    """What a member who conducts nothing does next: come to the meeting that is near, then read."""
    if territory.near:
        return _to_come(territory, territory.near[0])
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
