"""The dates of a call, for a calendar (ICS) and for a reader of news (RSS). The same page gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from maillage.calls.leaflet import absolute, moment
from maillage.calls.queries.page import Page
from maillage.core import ics
from maillage.core.typography import dated


def calendar(page: Page) -> bytes:
    """Every date as an event whose identity never changes: a date that moves is moved, not doubled."""
    call = page.call
    address, published = absolute("calls:show", call.slug), call.published_at or call.opens_at

    def event(key: str, title: str, when: date, stamp: datetime, place: str = "") -> ics.Event:
        name = f"appel-{call.pk}-{key}"
        return ics.Event(name, title, when, stamp, place=place, address=address, busy=False)

    events = [
        event("ouverture", f"Ouverture\u00a0: {call.title}", call.opens_at, published),
        event("cloture", f"Date limite pour candidater\u00a0: {call.title}", call.closes_at, published),
        *(event(f"date-{one.pk}", one.label, one.on, one.changed_at, one.place) for one in page.milestones),
    ]
    return ics.calendar(events, title=call.title, made_by="appel")


def news(page: Page) -> str:
    """The call, its dates and its answers, each once."""
    from django.utils.feedgenerator import Rss201rev2Feed

    call = page.call
    address = absolute("calls:show", call.slug)
    feed = Rss201rev2Feed(
        title=ics.plain(call.title),
        link=address,
        description=ics.plain(call.summary),
        language="fr",
        feed_url=absolute("calls:news", call.slug),
    )
    for key, title, text, when, anchor in _items(page):
        feed.add_item(
            title=ics.plain(title),
            link=f"{address}{anchor}",
            description=ics.plain(text),
            pubdate=when,
            unique_id=f"{address}#{key}",
            unique_id_is_permalink=False,
        )
    return str(feed.writeString("utf-8"))


def _items(page: Page) -> Iterator[tuple[str, str, str, datetime, str]]:
    """(key that stays, title, text, when it was said, place in the page)"""
    call = page.call
    published = call.published_at or call.opens_at
    yield (
        "appel",
        call.title,
        f"{call.summary} Candidatures jusqu’au {moment(call.closes_at)}.",
        published,
        "",
    )
    for one in page.milestones:
        where = f" ({one.place})" if one.place else ""
        text = f"{dated(one.on, 'l j F Y').capitalize()}{where}."
        yield f"date-{one.pk}", one.label, text, one.changed_at, "#dates"
    for asked in page.inquiries:
        yield (
            f"question-{asked.pk}",
            asked.question,
            asked.answer,
            asked.published_at or published,
            "#questions",
        )
