"""What ties readers to territories: what is written down, and what a comparison finds now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from maillage.calls.models import Application, Author, Conflict, ConflictLevel, Reviewer, Submission
from maillage.core.typography import folded

SMALL: Final = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "a", "au", "aux"})
WRITES: Final = "Écrit cette candidature."
Reason = tuple[str, str]  # (level, sentence)


def conflicts_now(call: Any) -> QuerySet[Conflict]:
    """The conflicts of a call that still hold."""
    return Conflict.objects.filter(application__call=call, ended_at__isnull=True)


def hard_pairs(call: Any) -> set[tuple[int, int]]:
    """{(reviewer, application)} of those who may not read."""
    rows = conflicts_now(call).filter(level=ConflictLevel.HARD)
    return set(rows.values_list("reviewer", "application"))


def same_name(name: str) -> str:
    """A structure's name as it is compared: no accent, no capital, no small word, no punctuation."""
    return " ".join(word for word in folded(name).split() if word not in SMALL)


def reasons_found(
    people: Iterable[Reviewer], files: Iterable[Application]
) -> dict[tuple[int, int], list[Reason]]:
    """{(reviewer, application): why}, by comparing départements and structures as they are written today."""
    dossiers = list(files)
    authors = list(Author.objects.filter(application__in=dossiers).order_by("pk"))
    structures = _structures(dossiers, authors)
    writing = {(each.user_id, each.application_id) for each in authors}
    found = {
        (one.pk, file.pk): [
            *([(ConflictLevel.HARD.value, WRITES)] if (one.user_id, file.pk) in writing else []),
            *_reasons(one, file, structures.get(file.pk, {})),
        ]
        for one in people
        for file in dossiers
    }
    return {pair: reasons for pair, reasons in found.items() if reasons}


def _reasons(reviewer: Reviewer, application: Application, structures: Mapping[str, str]) -> Iterator[Reason]:
    if application.department and application.department in reviewer.departments:
        yield ConflictLevel.SOFT.value, f"Travaille dans le département {application.department}."
    own = same_name(reviewer.organisation)
    if own and own in structures:
        yield (
            ConflictLevel.HARD.value,
            f"Sa structure est dans la candidature\u00a0: {structures[own]}."[:300],
        )


def _structures(files: list[Application], authors: list[Author]) -> dict[int, dict[str, str]]:
    """{application: {compared name: name}} of the structures of its authors and of what it sent last."""
    named = [(each.application_id, each.organisation) for each in authors]
    last = {
        sent.application_id: sent.answers
        for sent in Submission.objects.filter(application__in=files).order_by("number")
    }
    named += [(pk, name) for pk, answers in last.items() for name in _names(answers)]
    found: dict[int, dict[str, str]] = {}
    for pk, name in named:
        if key := same_name(name):
            found.setdefault(pk, {})[key] = name
    return found


def _names(answers: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(answers.get("college"), str):
        yield answers["college"]
    for value in answers.values():
        if isinstance(value, list):
            yield from (str(row["name"]) for row in value if isinstance(row, dict) and row.get("name"))
