"""What one may read of the calls: the list, one page, the time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from maillage.calls.models import Application, Call, Document, Inquiry, Milestone, Section
from maillage.calls.queries.composition import retained_publicly
from maillage.core.typography import plural
from maillage.programmes.models import Programme
from maillage.programmes.queries import is_facilitator

BEFORE: Final = "before"
OPEN: Final = "open"
CLOSED: Final = "closed"
ANCHORS: Final = ("contenu", "dates", "questions", "documents", "contact", "suivre", "retenus")


def state_of(call: Call, now: datetime) -> str:
    """Before its opening, open, or closed."""
    return BEFORE if now < call.opens_at else OPEN if now < call.closes_at else CLOSED


def time_left(until: datetime, now: datetime) -> str:
    """« 20 jours », « 5 heures », « moins d’une heure »: whole units, never more than what is left."""
    left = until - now
    if left >= timedelta(days=2):
        return plural(left.days, "jour")
    if left >= timedelta(hours=1):
        return plural(left // timedelta(hours=1), "heure")
    return "moins d’une heure"


def days_until(day: date, today: date) -> str:
    """When a date comes, in words."""
    days = (day - today).days
    if days < 0:
        return "passé"
    return {0: "aujourd’hui", 1: "demain"}.get(days) or f"dans {plural(days, 'jour')}"


@dataclass(frozen=True)
class Said:
    """A call of the list, and where it stands."""

    call: Call
    state: str
    left: str  # until it opens or closes; nothing once it is closed


def said_of(call: Call, now: datetime) -> Said:
    state = state_of(call, now)
    until = call.opens_at if state == BEFORE else call.closes_at
    return Said(call, state, "" if state == CLOSED else time_left(until, now))


def public_calls(*, now: datetime | None = None) -> list[Said]:
    """Published calls: those that are open, then those to come, then the past ones, the latest first."""
    moment = now or timezone.now()
    calls = Call.objects.filter(published_at__isnull=False).select_related("programme")
    said = [said_of(call, moment) for call in calls.order_by("-closes_at", "pk")]
    return sorted(said, key=lambda one: (OPEN, BEFORE, CLOSED).index(one.state))


def readable(slug: str, user: Any) -> Call | None:
    """The call of an address: published, or of a programme one facilitates."""
    call = Call.objects.filter(slug=slug).select_related("programme").first()
    if call is None or call.is_public:
        return call
    return call if is_facilitator(user, call.programme) else None


@dataclass(frozen=True)
class Anchored:
    """A part of the page and the word that leads to it."""

    section: Section
    anchor: str


@dataclass(frozen=True)
class Dated:
    """A date of the page, and how far it is."""

    label: str
    on: date
    place: str
    when: str
    is_past: bool


@dataclass(frozen=True)
class Page:
    """All that the page of a call says."""

    call: Call
    state: str
    left: str
    sections: list[Anchored]
    dates: list[Dated]
    inquiries: list[Inquiry]
    documents: list[Document]
    milestones: list[Milestone]
    retained: list[Application]


def page_of(call: Call, *, now: datetime | None = None) -> Page:
    """The page of a call, in a constant number of queries."""
    moment = now or timezone.now()
    said = said_of(call, moment)
    milestones = list(Milestone.objects.filter(call=call))
    return Page(
        call=call,
        state=said.state,
        left=said.left,
        sections=_anchored(Section.objects.filter(call=call)),
        dates=_dated(call, milestones, timezone.localdate(moment)),
        inquiries=list(
            Inquiry.objects.filter(call=call, published_at__isnull=False).order_by("published_at", "pk")
        ),
        documents=list(Document.objects.filter(call=call)),
        milestones=milestones,
        retained=retained_publicly(call),
    )


def _anchored(sections: QuerySet[Section]) -> list[Anchored]:
    taken, made = set(ANCHORS), []
    for section in sections:
        stem = slugify(section.title.replace("’", "-")) or "partie"
        anchor = stem if stem not in taken else f"{stem}-{section.pk}"
        taken.add(anchor)
        made.append(Anchored(section, anchor))
    return made


def _dated(call: Call, milestones: list[Milestone], today: date) -> list[Dated]:
    """Its opening and its deadline among its dates, in order."""
    opens, closes = timezone.localtime(call.opens_at), timezone.localtime(call.closes_at)
    rows = [
        (opens.date(), f"Ouverture des candidatures, à {hour(opens)}", "", False),
        (closes.date(), f"Date limite pour candidater, {hour(closes)}", "", False),
        *((one.on, one.label, one.place, True) for one in milestones),
    ]
    # The time left before the opening or the deadline is said once, to the hour, at the top of the page.
    return [
        Dated(label, on, place, days_until(on, today) if told or on < today else "", on < today)
        for on, label, place, told in sorted(rows, key=lambda row: row[0])
    ]


def hour(moment: datetime) -> str:
    """« 9 h », « 23 h 59 », in local time."""
    local = timezone.localtime(moment)
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02}" if local.minute else "")


# --- The desk --------------------------------------------------------------------------------------
def calls_of(*programmes: Programme) -> QuerySet[Call]:
    """Every call of these programmes, with how many applications were begun and sent, and how many questions wait."""
    sent = Count("applications", filter=Q(applications__submitted_at__isnull=False), distinct=True)
    waiting = Count("inquiries", filter=Q(inquiries__answer=""), distinct=True)
    return Call.objects.filter(programme__in=programmes).annotate(sent=sent, waiting=waiting)


@dataclass(frozen=True)
class Obstacle:
    """Something to do before a call is published; some only would be better."""

    sentence: str
    stops: bool = True


def obstacles(call: Call, *, now: datetime | None = None) -> list[Obstacle]:
    """What remains to do before publishing."""
    sections = list(Section.objects.filter(call=call))
    written = [section for section in sections if section.body.strip()]
    found = []
    if not written:
        found.append(Obstacle("Écrivez au moins une partie\u00a0: de quoi s’agit-il\u00a0?"))
    found += [
        Obstacle(f"La partie «\u00a0{section.title}\u00a0» est vide\u00a0: écrivez-la ou retirez-la.")
        for section in sections
        if section not in written and written
    ]
    if call.closes_at <= (now or timezone.now()):
        found.append(Obstacle("La date limite est passée\u00a0: choisissez-en une à venir."))
    if not Milestone.objects.filter(call=call).exists():
        found.append(
            Obstacle(
                "Ajoutez les dates à connaître\u00a0: réunion d’information, annonce des résultats.",
                stops=False,
            )
        )
    return found


def inquiries_of(call: Call) -> list[Inquiry]:
    """Every question, those that wait first."""
    return sorted(Inquiry.objects.filter(call=call), key=lambda one: (bool(one.answer), one.pk))
