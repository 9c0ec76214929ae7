"""What one may read of commitments: those of a territory, of an actor, of the public; and what became of the ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.context.codes import Band, Level
from maillage.context.queries import Cell, Matrix, actions_told, level_names, matrix_of
from maillage.diagnosis.biography import Biographies, Moment, biographies_of
from maillage.diagnosis.queries import report_of
from maillage.plans.models import ENDED, Commitment, Party, PartyRole, State, Update
from maillage.sharing.models import PassageKind, SharedDiagnosis, Step
from maillage.sharing.queries.writing import Written, chapters_of
from maillage.territories.models import Actor, Territory

SOON: Final = 60  # days within which a date is near


@dataclass(frozen=True)
class Priorities:
    """The priorities of the last published shared diagnosis, and what people do not agree on about them."""

    shared: SharedDiagnosis | None
    listed: tuple[Written, ...] = ()
    disputed: tuple[Written, ...] = ()

    def now(self, priority: int | None) -> Written | None:
        """How a priority is read today; None when it is not in the document any more."""
        return next((each for each in self.listed if each.passage.pk == priority), None)


def priorities_of(territory: Territory) -> Priorities:
    """What the territory published as its priorities. What is still being written commits nobody."""
    shared = (
        SharedDiagnosis.objects.filter(territory=territory, step=Step.PUBLISHED)
        .select_related("diagnosis", "wave", "territory")
        .order_by("-wave__number")
        .first()
    )
    if shared is None:
        return Priorities(None)
    chapter = chapters_of(shared, report_of(shared.diagnosis), only="PRIORITIES")[0]
    kinds = {PassageKind.PRIORITY: [], PassageKind.DISAGREEMENT: []}  # type: dict[str, list[Written]]
    for each in chapter.written:
        kinds.setdefault(each.passage.kind, []).append(each)
    return Priorities(shared, tuple(kinds[PassageKind.PRIORITY]), tuple(kinds[PassageKind.DISAGREEMENT]))


# --- Commitments -----------------------------------------------------------------------------------
def commitments_of(territory: Territory, *, removed: bool = False) -> QuerySet[Commitment]:
    """The commitments of a territory with their parties and what was said last: two queries."""
    last = Update.objects.filter(commitment=OuterRef("pk")).order_by("-pk")
    parties = Party.objects.select_related("actor").order_by("role", "pk")
    return (
        Commitment.objects.filter(territory=territory, removed_at__isnull=not removed)
        .annotate(
            last_state=Subquery(last.values("state")[:1]),
            last_percent=Subquery(last.values("percent")[:1]),
            last_said_at=Subquery(last.values("said_at")[:1]),
        )
        .prefetch_related(Prefetch("parties", parties))
    )


def with_commitments(territories: QuerySet[Territory], *, today: date | None = None) -> QuerySet[Territory]:
    """Territories with `n_commitments`, and `n_late`: those whose day has passed and of which nobody said what they became."""
    last = Update.objects.filter(commitment=OuterRef("pk")).order_by("-pk").values("state")[:1]
    noted = (
        Commitment.objects.filter(territory=OuterRef("pk"), removed_at__isnull=True)
        .annotate(last=Coalesce(Subquery(last), Value(State.ONGOING.value)))
        .order_by()
        .values("territory")
        .annotate(n=Count("pk"))
        .values("n")
    )
    passed = noted.filter(due_on__lt=today or timezone.localdate()).exclude(last__in=ENDED)
    return territories.annotate(
        n_commitments=Coalesce(Subquery(noted), 0), n_late=Coalesce(Subquery(passed), 0)
    )


@dataclass(frozen=True)
class Card:
    """A commitment as a list shows it. who: names of today, those who carry it first."""

    commitment: Any
    who: tuple[str, ...]
    is_orphan: bool
    today: date

    @property
    def state(self) -> str:
        """Where it stands, « en cours » as long as nobody said."""
        return self.commitment.last_state or State.ONGOING

    @property
    def words(self) -> str:
        """« En cours », « Tenu »…"""
        return str(State(self.state).label)

    @property
    def percent(self) -> int:
        """From 0 to 100."""
        return self.commitment.last_percent or 0

    @property
    def is_over(self) -> bool:
        """Kept, transformed or given up."""
        return self.state in ENDED

    @property
    def is_late(self) -> bool:
        """Its day has passed and nobody said what became of it."""
        return not self.is_over and self.commitment.due_on < self.today

    @property
    def is_near(self) -> bool:
        """Its day comes within two months."""
        left = (self.commitment.due_on - self.today).days
        return not self.is_over and 0 <= left <= SOON


def cards_of(commitments: Iterable[Commitment], today_of: Mapping[int, Actor]) -> list[Card]:
    """Cards, in order. today_of: {line: the actor that counts today}, see `actors_today`."""
    day = timezone.localdate()
    return [_card(each, today_of, day) for each in commitments]


def _card(commitment: Any, today_of: Mapping[int, Actor], day: date) -> Card:
    present = [each for each in commitment.parties.all() if each.left_at is None]
    names = dict.fromkeys(today_of[each.actor_id].public_name for each in present)
    holders = [each for each in present if each.role == PartyRole.HOLDER]
    return Card(commitment, tuple(names), not holders, day)


def actors_today(territory: Territory) -> dict[int, Actor]:
    """{actor: itself, or the one it was merged into}; one query."""
    lines = {each.pk: each for each in Actor.objects.filter(territory=territory)}

    def last(actor: Actor) -> Actor:
        while actor.merged_into_id is not None:
            actor = lines[actor.merged_into_id]
        return actor

    return {pk: last(actor) for pk, actor in lines.items()}


def held_by(cards: Iterable[Card], actor: Actor, today_of: Mapping[int, Actor]) -> list[Card]:
    """The commitments in which an actor takes part today."""
    return [
        card
        for card in cards
        if any(
            each.left_at is None and today_of[each.actor_id].pk == actor.pk
            for each in card.commitment.parties.all()
        )
    ]


def public_commitments(territory: Territory) -> list[Card]:
    """Those proposed to the public, which everybody who takes part accepted as public. Silence is no."""
    found = commitments_of(territory).filter(is_public=True)
    today_of = actors_today(territory)
    return [card for card in cards_of(found, today_of) if is_agreed_public(card.commitment)]


def is_agreed_public(commitment: Any) -> bool:
    """Whether everybody who takes part today said yes to the public."""
    present = [each for each in commitment.parties.all() if each.left_at is None]
    return bool(present) and commitment.is_public and all(each.agrees_public for each in present)


def updates_of(commitment: Commitment) -> list[Update]:
    """Everything that was said of it, the latest first."""
    return list(commitment.updates.select_related("party__actor", "author").order_by("-pk"))  # type: ignore[attr-defined]


def updates_of_year(territory: Territory, year: int) -> QuerySet[Update]:
    """What was said in a calendar year of the commitments of a territory, in order."""
    return (
        Update.objects.filter(
            commitment__territory=territory, commitment__removed_at__isnull=True, said_at__year=year
        )
        .select_related("commitment")
        .order_by("pk")
    )


# --- Ties ------------------------------------------------------------------------------------------
UNREAD: Final = "Ce lien n’est pas lu\u00a0: un de ses deux acteurs ne souhaite pas être nommé."
MERGED: Final = "Ces deux acteurs n’en font plus qu’un\u00a0: il n’y a plus de lien à lire."
NO_WAVE: Final = "Aucun diagnostic n’est publié\u00a0: le lien se lira à la prochaine vague."
APART: Final = "Les deux côtés ne le voient pas de la même façon\u00a0: à ouvrir ensemble."


@dataclass(frozen=True)
class Life:
    """A tie that a commitment aims at, through the published waves. since: the moment at which it starts to count."""

    one: str
    other: str
    moments: tuple[Moment, ...]
    start: int | None
    both_agree: bool
    unread: str = ""

    @property
    def outcome(self) -> Moment | None:
        """What the last wave after the one the commitment started from says; None before it is known."""
        after = [each for each in self.moments if self.start is None or each.number > self.start]
        return after[-1] if after and after[-1].fate is not None else None

    @property
    def says(self) -> str:
        """The outcome in words."""
        if self.unread:
            return self.unread
        if self.outcome is None or self.outcome.fate is None:
            return "À lire à la prochaine vague."
        return str(self.outcome.fate.label)

    @property
    def apart(self) -> str:
        """That both ends see it differently, when both accepted that it be read."""
        last = self.outcome
        return APART if last is not None and last.apart and self.both_agree else ""


def lives_of(commitment: Any, ties: Biographies, today_of: Mapping[int, Actor]) -> list[Life]:
    """The ties that a commitment aims at. `ties` and `today_of` are read once for a whole list."""
    agreeing = {
        today_of[each.actor_id].pk
        for each in commitment.parties.all()
        if each.left_at is None and each.agrees_tie
    }
    start = commitment.wave.number if commitment.wave_id else None
    return [_life(each, ties, today_of, agreeing, start) for each in commitment.aims.all()]


def _life(
    aim: Any, ties: Biographies, today_of: Mapping[int, Actor], agreeing: set[int], start: int | None
) -> Life:
    one, other = today_of[aim.one_id], today_of[aim.other_id]
    moments = ties.of(one.pk, other.pk)
    unread = ""
    if one.pk == other.pk:
        unread = MERGED
    elif one.objects_to_naming or other.objects_to_naming:
        unread = UNREAD
    elif not ties.waves:
        unread = NO_WAVE
    return Life(one.public_name, other.public_name, moments, start, {one.pk, other.pk} <= agreeing, unread)


def aimed_ties(territory: Territory) -> list[tuple[Card, list[Life]]]:
    """Every commitment that aims at ties, with what became of each: six queries, whatever their number."""
    today_of, ties = actors_today(territory), biographies_of(territory)
    found = commitments_of(territory).select_related("wave").prefetch_related("aims")
    return [
        (card, lives_of(card.commitment, ties, today_of))
        for card in cards_of(found, today_of)
        if card.commitment.aims.all()
    ]


# --- Resources -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Promise:
    """One cell of the resource matrix beside what is promised for it."""

    cell: Cell
    promised: tuple[str, ...]

    @property
    def fills(self) -> bool:
        """Nobody was there, and somebody commits to be."""
        return self.cell.is_hole and bool(self.promised)

    @property
    def crowds(self) -> bool:
        """Much is offered already, and more is promised."""
        return self.cell.is_crowded and bool(self.promised)


def promises_of(territory: Territory) -> tuple[Matrix, list[tuple[str, list[Promise]]]]:
    """The matrix of who offers what, with the commitments that were not given up beside each cell."""
    offered = matrix_of(actions_told(territory), level_names(territory))
    promised = [
        card.commitment
        for card in cards_of(commitments_of(territory), actors_today(territory))
        if card.state != State.GIVEN_UP
    ]
    bands = [str(each.value) for each in Band]
    rows = [
        (
            label,
            [
                Promise(
                    cell,
                    tuple(
                        each.title for each in promised if band in each.bands and cell.level in each.levels
                    ),
                )
                for cell in cells
            ],
        )
        for band, (label, cells) in zip(bands, offered.rows, strict=True)
    ]
    return offered, rows


def level_labels(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The levels of prevention in the words of the territory, in order."""
    chosen = set(codes)
    return [names[each.value] for each in Level if each.value in chosen]


def band_labels(codes: Iterable[str]) -> list[str]:
    """The ages, in order."""
    chosen = set(codes)
    return [str(each.label) for each in Band if each.value in chosen]
