"""The dates of a call, for a calendar (ICS) and for a reader of news (RSS). The same page gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from maillage.calls.leaflet import absolute, moment
from maillage.calls.queries.page import Page
from maillage.core.typography import dated

CONTROLS: Final = {code: " " for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}


def _plain(text: str) -> str:
    """A text as XML and calendars admit it: a sign typed by accident never takes a feed away from those who follow it."""
    return text.translate(CONTROLS)


def calendar(page: Page) -> bytes:
    """Every date as an event whose identity never changes: a date that moves is moved, not doubled."""
    from icalendar import Calendar

    call = page.call
    made = Calendar()
    made.add("prodid", "-//maillage//appel//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _plain(call.title))
    stamp = (call.published_at or call.opens_at).astimezone(UTC)
    for key, label, when in (
        ("ouverture", f"Ouverture\u00a0: {call.title}", call.opens_at),
        ("cloture", f"Date limite pour candidater\u00a0: {call.title}", call.closes_at),
    ):
        made.add_component(_event(page, key, label, when.astimezone(UTC), stamp))
    for one in page.milestones:
        event = _event(page, f"date-{one.pk}", one.label, one.on, one.changed_at.astimezone(UTC))
        if one.place:
            event.add("location", _plain(one.place))
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def _event(page: Page, key: str, label: str, when: date, stamp: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"appel-{page.call.pk}-{key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("summary", _plain(label))
    event.add("dtstart", when)
    if not isinstance(when, datetime):
        event.add("dtend", when + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", absolute("calls:show", page.call.slug))
    return event


def news(page: Page) -> str:
    """The call, its dates and its answers, each once."""
    from django.utils.feedgenerator import Rss201rev2Feed

    call = page.call
    address = absolute("calls:show", call.slug)
    feed = Rss201rev2Feed(
        title=_plain(call.title),
        link=address,
        description=_plain(call.summary),
        language="fr",
        feed_url=absolute("calls:news", call.slug),
    )
    for key, title, text, when, anchor in _items(page):
        feed.add_item(
            title=_plain(title),
            link=f"{address}{anchor}",
            description=_plain(text),
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
