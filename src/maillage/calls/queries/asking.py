"""The questions of one part as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count
from django.http import QueryDict

from maillage.calls.kinds import kind_of
from maillage.calls.kinds.text import count_words
from maillage.calls.models import Application, Revision
from maillage.calls.queries.drafts import complete, form_of_application, latest_revisions
from maillage.calls.questions import FormSection, Question
from maillage.territories.codes import Sector
from maillage.territories.queries import communes_of, quarters_of, search_communes

EMPTY_ROWS = 2  # without JavaScript, that many more each time the page is saved


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question on its page. over: the revision one has before one's eyes; is_asked: its condition holds."""

    question: Question
    value: Any
    over: int
    is_asked: bool
    problem: str
    crossed: Revision | None = None
    crossed_said: tuple[str, ...] = ()
    flagged: tuple[tuple[str, str], ...] = ()
    versions: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"calls/kinds/{self.question.kind}.html"

    @property
    def id(self) -> str:
        return f"q-{self.question.key}"


def asked_of(
    application: Application,
    section: FormSection,
    *,
    typed: QueryDict | None,
    saved: Any,
    search: str = "",
) -> list[Asked]:
    """The questions of a part. `typed`: what a form just sent, shown again where it was not kept."""
    latest = latest_revisions(application)
    answers = complete(form_of_application(application), latest)
    if typed is not None:
        again = saved.flagged.keys() if saved is not None else ()
        answers |= {
            each.key: kind_of(each).read(each, typed) for each in section.questions if each.key in again
        }
    counts = versions_of(application)
    return [
        replace(_asked(each, answers, latest, saved, search), versions=counts.get(each.key, 0))
        for each in section.questions
    ]


def versions_of(application: Application) -> dict[str, int]:
    """{question: how many times it was saved}."""
    rows = Revision.objects.filter(application=application).order_by().values("question")
    return dict(rows.annotate(count=Count("pk")).values_list("question", "count"))


def _asked(
    question: Question, answers: Mapping[str, Any], latest: Mapping[str, Revision], saved: Any, search: str
) -> Asked:
    value = answers[question.key]
    kind = kind_of(question)
    crossed = saved.crossed.get(question.key) if saved is not None else None
    flagged = saved.flagged.get(question.key, []) if saved is not None else []
    begun = question.key in latest  # nobody is told off before they wrote anything
    return Asked(
        question=question,
        value=value,
        over=latest[question.key].pk if question.key in latest else 0,
        is_asked=question.is_asked(answers),
        problem=kind.problem(question, value) if begun else "",
        crossed=crossed,
        crossed_said=tuple(kind.said(question, crossed.value)) if crossed is not None else (),
        flagged=tuple((text, one.sentence) for text, one in flagged),
        extra=_extra(question, value, answers, search),
    )


def _extra(question: Question, value: Any, answers: Mapping[str, Any], search: str) -> dict[str, Any]:
    """What the template of a kind needs beside the value."""
    if question.kind == "text":
        return {"count": count_words(value)}
    if question.kind == "rows":
        sector = any(each.key == "sector" for each in question.columns)
        return {"blank": range(EMPTY_ROWS if value else 3), "sectors": Sector.choices if sector else []}
    if question.kind == "communes":
        chosen = communes_of(value)
        found = (
            [each for each in search_communes(search, limit=12) if each.code not in value] if search else []
        )
        return {"chosen": chosen, "found": found}
    if question.kind == "quarters":
        return {"quarters": quarters_of(answers.get("communes", []))}
    return {}
