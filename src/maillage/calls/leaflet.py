"""The page of a call on paper: the same content as a tagged PDF (PDF/UA-1). Nothing in it depends on the day it is made."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from maillage.calls.queries.page import Page, hour
from maillage.core.markdown import parts
from maillage.core.typeset import typeset
from maillage.core.typography import dated, plural


def absolute(name: str, *arguments: Any) -> str:
    """The whole address of a page."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=arguments)}"


def leaflet(page: Page) -> bytes:
    """The PDF of a call; the same page always gives the same bytes."""
    return _made(json.dumps(_data(page), ensure_ascii=False, sort_keys=True), _stamp(page))


@lru_cache(maxsize=8)  # anybody may ask for it, a thousand times
def _made(data: str, timestamp: int) -> bytes:
    made: bytes = typeset("maillage.calls", "leaflet", json.loads(data), timestamp=timestamp)
    return made


def _stamp(page: Page) -> int:
    return int((page.call.published_at or page.call.opens_at).timestamp())


def moment(when: datetime) -> str:
    """« dimanche 13 décembre 2026 à 23 h 59 »."""
    return f"{dated(timezone.localtime(when), 'l j F Y')} à {hour(when)}"


def _data(page: Page) -> dict[str, Any]:
    call = page.call
    address = absolute("calls:show", call.slug)
    return {
        "title": call.title,
        "summary": call.summary,
        "programme": call.programme.name,
        "facilitator": call.programme.facilitator_name,
        "contact": call.contact_email,
        "address": address,
        "shown": address.split("://", 1)[-1],
        "opens": moment(call.opens_at),
        "closes": moment(call.closes_at),
        "places": plural(call.places, "place"),
        "dates": [
            {"on": dated(one.on, "l j F Y").capitalize(), "label": one.label, "place": one.place}
            for one in page.dates
        ],
        "sections": [{"title": one.section.title, "parts": parts(one.section.body)} for one in page.sections],
        "inquiries": [{"question": one.question, "answer": parts(one.answer)} for one in page.inquiries],
        "documents": [
            {"title": one.title, "href": absolute("calls:document", call.slug, one.pk)}
            for one in page.documents
        ],
        "draft": not call.is_public,
    }
