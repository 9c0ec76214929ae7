"""The board of a wave that is open: rates and bands for pilots, names for the facilitator only (PRIV-14)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from maillage.core.privacy import MIN_NODES, MIN_RESPONDENTS
from maillage.core.typography import folded
from maillage.surveys.models import Invitation, Mode, OpenLink, Participation, Sheet, Wave
from maillage.surveys.queries.waves import Share, participation_of
from maillage.surveys.services.inviting import people_by_actor
from maillage.surveys.services.mailing import address_of
from maillage.surveys.services.reminding import to_remind
from maillage.surveys.tokens import token_digest, token_from
from maillage.territories.codes import EngagementNature
from maillage.territories.models import Person

# Percentages of answers from which the diagnosis speaks: those of core/privacy.py and of the metrics (a test compares).
FORECASTS: Final = (
    (60, "Les premiers chiffres peuvent paraître"),
    (65, "Les mesures du réseau entier tiennent"),
    (80, "La place de chaque structure peut être dite"),
)
ASIDE_SHOWN: Final = 100


@dataclass(frozen=True)
class Forecast:
    """What the diagnosis can say from a rate, and how many more answers it needs for it."""

    percent: int
    label: str
    needed: int


@dataclass(frozen=True)
class Board:
    """What everybody who manages a wave may read. `modes` and `engagements` are told by five or more, or not at all."""

    total: Share
    shares: list[Share]
    begun: int
    modes: list[tuple[str, int]]
    engagements: list[tuple[str, int]]
    residents: int
    aside: int
    forecasts: list[Forecast]

    @property
    def is_small(self) -> bool:
        """So few actors that the network itself would name them."""
        return self.total.asked < MIN_NODES


def board_of(wave: Wave) -> Board:
    """Four queries, whatever the size of the wave."""
    total, shares = participation_of(wave)
    counted = Sheet.objects.filter(wave=wave, withdrawn_at__isnull=True).aggregate(
        begun=Count("pk", filter=Q(submitted_at__isnull=True, participation__isnull=False)),
        residents=Count("pk", filter=Q(submitted_at__isnull=False, participation__isnull=True, aside=False)),
        aside=Count("pk", filter=Q(aside=True, submitted_at__isnull=False)),
        **{
            mode: Count("pk", filter=Q(mode=mode, submitted_at__isnull=False, participation__answered=True))
            for mode in Mode.values
        },
    )
    modes = [(str(Mode(mode).label), counted[mode]) for mode in Mode.values if counted[mode]]
    told = total.answered is not None and all(n >= MIN_RESPONDENTS for _, n in modes)
    return Board(
        total=total,
        shares=shares,
        begun=counted["begun"] if total.answered is not None else 0,
        modes=modes if told else [],
        engagements=_engagements(wave),
        residents=counted["residents"],
        aside=counted["aside"],
        forecasts=forecasts_of(total),
    )


def forecasts_of(total: Share) -> list[Forecast]:
    """What could be said at each threshold; nothing when the answers are not counted."""
    if total.answered is None:
        return []
    return [
        Forecast(percent, label, max(0, -(-percent * total.asked // 100) - total.answered))
        for percent, label in FORECASTS
    ]


def _engagements(wave: Wave) -> list[tuple[str, int]]:
    """How many actors are asked through a professional, a volunteer, an inhabitant: of those asked, never of answers.

    Crossed with the sectors, answers would be told twice, and the difference would give somebody away (it was tried:
    docs/decisions/07); the facilitator, who reads who has not answered, has them in `engagement.rates_of`.
    """
    rows = Person.objects.filter(affiliations__actor__participations__wave=wave).values_list(
        "affiliations__actor", "natures"
    )
    pairs = {(actor, nature) for actor, natures in rows for nature in natures}
    count = Counter(nature for _, nature in pairs)
    return [(str(each.label), count[each.value]) for each in EngagementNature if count[each.value]]


@dataclass(frozen=True)
class Addressee:
    """An actor of the roster and whom one may write to for it. `invited`: a link was sent or printed."""

    participation: Participation
    people: list[Person]
    invited: bool

    @property
    def name(self) -> str:
        return str(self.participation.actor.name)


def addressees_of(wave: Wave) -> list[Addressee]:
    """Every actor of the roster, by name, answered or not: the list is the same before and after an answer."""
    people = people_by_actor(wave)
    invited = set(
        Invitation.objects.filter(participation__wave=wave, revoked_at__isnull=True).values_list(
            "participation", flat=True
        )
    )
    listed = [
        Addressee(each, people.get(each.actor_id, []), each.pk in invited)
        for each in wave.roster.select_related("actor")
    ]
    return sorted(listed, key=lambda each: (folded(each.name), each.participation.pk))


def late_list(wave: Wave) -> list[Sheet]:
    """Sheets set aside, the oldest first, for the facilitator to include or not."""
    aside = Sheet.objects.filter(wave=wave, aside=True, submitted_at__isnull=False, withdrawn_at__isnull=True)
    return list(aside.select_related("participation__actor").order_by("submitted_at", "pk")[:ASIDE_SHOWN])


def unanswered(wave: Wave) -> tuple[list[Invitation], list[Invitation], list[Participation]]:
    """For the facilitator: the invitations without a sheet, those with a sheet not sent, the actors no mail can reach.

    Nobody who has sent a sheet, even late, or taken it back, is there.
    """
    listed = sorted(to_remind(wave), key=lambda each: folded(each.participation.actor.name))
    begun = [each for each in listed if hasattr(each.participation, "sheet")]
    sent = Q(sheet__submitted_at__isnull=False) | Q(sheet__withdrawn_at__isnull=False)
    silent = wave.roster.filter(answered=False).exclude(sent).select_related("actor")
    written = {each.participation_id for each in listed}
    unwritten = sorted(
        (each for each in silent if each.pk not in written), key=lambda each: folded(each.actor.name)
    )
    return [each for each in listed if each not in begun], begun, unwritten


def residents_address(wave: Wave) -> str:
    """The address of the collective link in force; nothing when there is none."""
    links = list(OpenLink.objects.filter(wave=wave).order_by("pk"))
    if not links or links[-1].revoked_at is not None:
        return ""
    token = token_from(f"open:{wave.pk}:{len(links)}")
    return address_of(token) if token_digest(token) == links[-1].token_digest else ""
