"""Keeping the search of practices up to date: it knows what is published, and nothing else."""

from __future__ import annotations

from django.db import transaction

from maillage.club.content import FIELDS, codes_in, texts_in
from maillage.club.models import Indexed, Practice, PracticeState, Word
from maillage.club.words import distinct, roots


def _texts(practice: Practice) -> tuple[str, str, str]:
    """(title, words of the ticked boxes, text) of the published version."""
    content = practice.published.content if practice.published else {}
    ticked = [
        label
        for key, field in FIELDS.items()
        if field.choices is not None and not field.single
        for code, label in field.choices.items()
        if code in codes_in(content, key)
    ]
    texts = texts_in(content)
    return (
        texts.pop("title", ""),
        " . ".join([*ticked, practice.territory.name]),
        " . ".join(texts.values()),
    )


@transaction.atomic
def index_practice(*, practice: Practice) -> None:
    """Let a published sheet be found; any other is not."""
    if practice.state != PracticeState.PUBLISHED:
        Indexed.objects.filter(practice=practice).delete()
        return
    title, labels, body = _texts(practice)
    read = {"title": title, "labels": labels, "body": body}
    Indexed.objects.update_or_create(
        practice=practice, defaults={key: " ".join(roots(text)) for key, text in read.items()}
    )
    Word.objects.bulk_create(
        [Word(text=word) for word in sorted(distinct(read.values()))], ignore_conflicts=True
    )


def index_every_practice() -> int:
    """Read every published sheet again, after the way words are read has changed; how many."""
    rows = Practice.objects.select_related("published", "territory")
    Indexed.objects.exclude(practice__state=PracticeState.PUBLISHED).delete()
    public = list(rows.filter(state=PracticeState.PUBLISHED))
    for each in public:
        index_practice(practice=each)
    return len(public)
