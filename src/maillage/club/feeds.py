"""The latest practices for a reader of news (RSS): all of them, or those that answer what one asks. The same page, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.urls import reverse

from maillage.club.queries import Asked, answering
from maillage.core import ics

MOST: Final = 50


def news_of(data: Mapping[str, str]) -> str:
    """The feed of what an address asks. data: the query of that address."""
    from django.utils.feedgenerator import Rss201rev2Feed

    base = settings.BASE_URL.rstrip("/")
    address = f"{base}{reverse('practices:list')}"
    feed = Rss201rev2Feed(
        title="Les pratiques des cités éducatives",
        link=address,
        description="Ce que des cités éducatives font, et que d’autres peuvent essayer.",
        language="fr",
        feed_url=f"{base}{reverse('practices:news')}",
    )
    for each in answering(Asked.of(data))[:MOST]:
        content = each.published.content if each.published else {}
        where = f"{base}{reverse('practices:show', args=[each.slug])}"
        feed.add_item(
            title=ics.plain(content.get("title", "")),
            link=where,
            description=ics.plain(content.get("summary", "")),
            pubdate=each.published_at,
            unique_id=where,
        )
    return str(feed.writeString("utf-8"))
