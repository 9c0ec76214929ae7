"""The yearly « revue de projet », filled with what the platform knows: the same topics, nothing typed twice.

It goes to the State: actors are named only in commitments that are public, ties are counted and never named, and what the
platform does not know is left as a question (domain.md §2.4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from maillage.core.privacy import MIN_RESPONDENTS
from maillage.core.typography import dated, percent, plural
from maillage.diagnosis.biography import Fate
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.sections import Section
from maillage.meetings.queries import workshops_of
from maillage.plans.models import State
from maillage.plans.queries.commitments import (
    Card,
    aimed_ties,
    cards_of,
    commitments_of,
    is_agreed_public,
    updates_of_year,
)
from maillage.plans.queries.commitments import actors_today as today_of_lines
from maillage.programmes.queries import in_force
from maillage.sharing.models import Publication
from maillage.surveys.queries.waves import participation_of, waves_of
from maillage.territories.codes import Sector
from maillage.territories.models import Actor, Role, Territory
from maillage.territories.queries import bodies_of

TITLE: Final = "Revue de projet"
LIMITS: Final = "Rempli avec ce que la plateforme sait. Ce qui manque est posé en question\u00a0: complétez, puis faites valider par les partenaires."
AUDIENCES: Final = {"PUBLIC": "tout le monde", "TERRITORY": "les membres du territoire"}


@dataclass(frozen=True)
class Year:
    """A calendar year of a territory."""

    territory: Territory
    number: int

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it."""
        return day is not None and day.year == self.number


def years_of(territory: Territory) -> list[int]:
    """The years that may be reviewed, the latest first."""
    return list(range(timezone.localdate().year, territory.joined_on.year - 1, -1))


def cover_of(year: Year) -> dict[str, str]:
    """What the first page says."""
    programme = year.territory.programme
    return {
        "title": f"{TITLE} {year.number}",
        "territory": year.territory.name,
        "programme": programme.name,
        "facilitator": programme.facilitator_name,
        "limits": LIMITS,
    }


def sections_of(year: Year) -> list[Section]:
    """One section a topic, in the order of the national questionnaire."""
    cards = cards_of(commitments_of(year.territory), today_of_lines(year.territory))
    topics = (
        ("gouvernance", "Gouvernance", _governance(year)),
        ("deploiement", "Déploiement des actions", _rollout(year, cards)),
        ("relations", "Relations avec les autres cités", _relations()),
        ("communication", "Communication", _communication(year, cards)),
        ("moyens", "Moyens et finances", _means(cards)),
        ("evaluation", "Évaluation", _evaluation(year)),
    )
    return [Section(key, title, tuple(blocks)) for key, title, blocks in topics]


def _governance(year: Year) -> Iterable[Block]:
    bodies = list(bodies_of(year.territory))
    rows = [(each.name, each.form or "–", str(len(each.now))) for each in bodies]
    if rows:
        yield Table(
            caption="Les instances",
            columns=("Instance", "Forme", "Acteurs membres"),
            rows=tuple(rows),
            numeric=frozenset({2}),
        )
    else:
        yield Question(text="Dans quelles instances la cité se décide-t-elle\u202f?")
    roles = Role.objects.filter(in_force(), territory=year.territory)
    counted = Counter(str(each.get_kind_display()) for each in roles)
    told = ", ".join(f"{label.lower()}\u00a0: {n}" for label, n in sorted(counted.items()))
    yield Paragraph(text=f"Rôles tenus aujourd’hui\u00a0: {told or 'aucun'}.")
    held = [each for each in workshops_of(year.territory) if year.holds(each.held_on)]
    people = sum(getattr(each, "people", None) or 0 for each in held)
    yield Paragraph(
        text=f"Dans l’année\u00a0: {plural(len(held), 'atelier', 'ateliers')}, {plural(people, 'place', 'places')} autour des tables."
    )
    yield Question(text="Qu’est-ce qui a changé dans le pilotage, et pourquoi\u202f?")


def _rollout(year: Year, cards: list[Card]) -> Iterable[Block]:
    if not cards:
        yield Question(text="Quelles actions ont été menées cette année\u202f?")
        return
    counted = Counter(each.state for each in cards)
    told = ", ".join(f"{state.label.lower()}\u00a0: {counted[state]}" for state in State if counted[state])
    yield Paragraph(text=f"{plural(len(cards), 'engagement', 'engagements')} ({told}).", lead=True)
    yield Table(
        caption="Les engagements",
        columns=("Engagement", "Qui", "Pour le", "État", "Avancement"),
        rows=tuple(
            (
                each.commitment.title,
                _who(each),
                dated(each.commitment.due_on),
                each.words,
                percent(each.percent / 100),
            )
            for each in cards
        ),
        numeric=frozenset({4}),
        listing=True,
    )
    said = [each for each in updates_of_year(year.territory, year.number) if each.text]
    for state, words in ((State.TRANSFORMED, "Transformé"), (State.GIVEN_UP, "Abandonné")):
        for each in (one for one in said if one.state == state):
            yield Paragraph(text=f"{words}\u00a0: «\u00a0{each.commitment.title}\u00a0». {each.text}")


def _who(card: Card) -> str:
    """Names when all accepted to be read outside; else the sectors that take part."""
    if is_agreed_public(card.commitment):
        return ", ".join(card.who)
    actors: list[Actor] = [each.actor for each in card.commitment.parties.all() if each.left_at is None]
    return ", ".join(sorted({str(Sector(each.sector).label) for each in actors})) or "–"


def _relations() -> Iterable[Block]:
    yield Question(
        text="Avec quelles autres cités avez-vous échangé, sur quoi, et qu’en avez-vous repris\u202f?"
    )


def _communication(year: Year, cards: list[Card]) -> Iterable[Block]:
    versions = Publication.objects.filter(
        shared__territory=year.territory, published_at__year=year.number
    ).order_by("published_at")
    for each in versions.select_related("shared__wave"):
        yield Paragraph(
            text=f"Diagnostic partagé de {each.shared.wave}, version {each.number}, publié le {dated(each.published_at)} pour {AUDIENCES.get(each.audience, 'les membres')}."
        )
    public = sum(is_agreed_public(each.commitment) for each in cards)
    yield Paragraph(text=f"{plural(public, 'engagement public', 'engagements publics')} sur {len(cards)}.")
    yield Question(text="Comment les familles ont-elles su ce qui se fait\u202f?")


def _means(cards: list[Card]) -> Iterable[Block]:
    rows = [(each.commitment.title, each.commitment.means) for each in cards if each.commitment.means]
    if rows:
        yield Table(
            caption="Les moyens dits dans les engagements",
            columns=("Engagement", "Moyens"),
            rows=tuple(rows),
            listing=True,
        )
    yield Question(text="Quelle part de l’enveloppe a été utilisée, et quelle est celle de la ville\u202f?")


def _evaluation(year: Year) -> Iterable[Block]:
    closed = [each for each in waves_of(year.territory) if year.holds(each.closed_on)]
    for wave in closed:
        total, _ = participation_of(wave)
        if total.answered is not None and total.rate is not None:
            yield Paragraph(
                text=f"{wave.label}\u00a0: {total.answered} acteurs ont répondu sur {total.asked}, soit {percent(total.rate)}."
            )
    if not closed:
        yield Paragraph(text="Aucune vague ne s’est achevée dans l’année.")
    fates = [life.outcome.fate for _, lives in aimed_ties(year.territory) for life in lives if life.outcome]
    known = Counter(fate for fate in fates if fate is not None)
    # Fewer would let a reader who knows the commitments say which tie is which.
    if sum(known.values()) >= MIN_RESPONDENTS:
        told = ", ".join(f"{fate.label.lower()}\u00a0: {known[fate]}" for fate in Fate if known[fate])
        yield Paragraph(text=f"Liens visés par les engagements, lus à la dernière vague\u00a0: {told}.")
    yield Question(text="Qu’avez-vous appris cette année, et que changerez-vous\u202f?")
