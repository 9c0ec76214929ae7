"""Finding a practice by its words: the full-text engine of the database (FTS5 or PostgreSQL's) ranks roots of words.

A question is a list of parts; a part may be said by its synonyms. Sheets that answer every part come first, then those that answer
some. A word that neither a sheet nor a synonym knows is read as the nearest one that they know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from maillage.club.models import Practice, Word
from maillage.club.words import Phrase, alternatives, known_words, root, roots, words

MOST: Final = 200  # results: nobody reads further
PARTS: Final = 12  # parts of a question: a longer one is cut
PREFIX: Final = 5  # letters: from there, a root also finds the words that begin with it
# A title counts ten times the text, a ticked box four times (FTS5 wants them in the order of the columns).
BM25: Final = "bm25(club_fts, 10.0, 4.0, 1.0)"
RANK: Final = "ts_rank('{0.1, 0.1, 0.4, 1.0}', document, query, 1)"

Part = tuple[Phrase, ...]


def find(question: str, most: int = MOST) -> list[int]:
    """The published sheets that answer, the best first. At most six queries, whatever the number of sheets."""
    parts = alternatives(_corrected(words(question))[:PARTS])
    if not parts:
        return []
    found = _asked(parts, every=True, most=most)
    if len(parts) > 1 and len(found) < most:
        seen = set(found)
        found += [each for each in _asked(parts, every=False, most=most) if each not in seen]
    return found[:most]


def alike(practice: Practice, most: int = 3) -> list[int]:
    """« Qui d’autre fait cela ? » The sheets of other territories that speak of the same thing, the nearest first."""
    content = practice.published.content if practice.published else {}
    asked = roots(f"{content.get('title', '')} {content.get('summary', '')}")
    parts: list[Part] = [((each,),) for each in list(dict.fromkeys(asked))[: 2 * PARTS]]
    found = _asked(parts, every=False, most=MOST) if parts else []
    near = Practice.objects.filter(pk__in=found, facets__kind="themes")
    near = near.exclude(territory=practice.territory_id)
    wanted = set(near.filter(facets__code__in=content.get("themes") or ()).values_list("pk", flat=True))
    return [each for each in found if each in wanted][:most]


def _corrected(asked: Sequence[str]) -> list[str]:
    """The roots of a question, each unknown word replaced by the nearest known one."""
    known = set(Word.objects.filter(text__in=asked).values_list("text", flat=True)) | known_words()
    unknown = [word for word in asked if word not in known]
    meant = _nearest(unknown) if unknown else {}
    return [root(meant.get(word, word)) for word in asked]


def _nearest(unknown: Sequence[str]) -> dict[str, str]:
    """{word: the known one it may have meant}: one letter apart, two in a word of eight letters, and the same first letter."""
    choices = sorted(known_words() | set(Word.objects.values_list("text", flat=True)))
    found = {}
    for word in unknown:
        if len(word) < 4 or word.isdecimal():
            continue
        begun = [each for each in choices if each[0] == word[0]]
        near = process.extractOne(word, begun, scorer=OSA.distance, score_cutoff=2 if len(word) >= 8 else 1)
        if near:
            found[word] = near[0]
    return found


def _asked(parts: Sequence[Part], *, every: bool, most: int) -> list[int]:
    if connection.vendor == "postgresql":
        return _in_postgres(parts, every=every, most=most)
    return _in_sqlite(parts, every=every, most=most)


def _in_sqlite(parts: Sequence[Part], *, every: bool, most: int) -> list[int]:
    def said(phrase: Phrase) -> str:
        many = '"' + " ".join(phrase) + '"'
        return many + (" *" if len(phrase[-1]) >= PREFIX else "")

    match = (" AND " if every else " OR ").join(f"({' OR '.join(map(said, part))})" for part in parts)
    sql = f"SELECT rowid FROM club_fts WHERE club_fts MATCH %s ORDER BY {BM25}, rowid LIMIT %s"
    return _ids(sql, match, most)


def _in_postgres(parts: Sequence[Part], *, every: bool, most: int) -> list[int]:
    def said(phrase: Phrase) -> str:
        return " <-> ".join(f"'{each}'{':*' if len(each) >= PREFIX else ''}" for each in phrase)

    query = (" & " if every else " | ").join(
        f"({' | '.join(f'({said(each)})' for each in part)})" for part in parts
    )
    sql = (
        "SELECT practice_id FROM club_indexed, to_tsquery('simple', %s) AS query "
        f"WHERE document @@ query ORDER BY {RANK} DESC, practice_id LIMIT %s"
    )
    return _ids(sql, query, most)


def _ids(sql: str, *values: str | int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
