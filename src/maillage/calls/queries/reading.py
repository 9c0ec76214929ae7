"""An application as it is read: by its authors before they send it, by the organiser, by reviewers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.calls.kinds import kind_of
from maillage.calls.models import Application, Submission
from maillage.calls.queries.drafts import form_of_application
from maillage.core.tokens import printed, receipt

HIDDEN = "Masqué pour cette lecture."


@dataclass(frozen=True, kw_only=True)
class Read:
    """One question and its answer in paragraphs; hidden: it would say who applies. changed: not as in the sending before."""

    key: str
    label: str
    paragraphs: tuple[str, ...]
    hidden: bool = False
    changed: bool = False
    before: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadSection:
    """One part of the application."""

    key: str
    title: str
    answers: tuple[Read, ...]


def sections_of(
    application: Application,
    answers: Mapping[str, Any],
    *,
    anonymous: bool = False,
    before: Mapping[str, Any] | None = None,
) -> list[ReadSection]:
    """What was answered, part by part; questions that these answers do not call for are left out.

    `before`: the sending to compare with. `anonymous`: what identifies the territory is hidden.
    """
    found = []
    for section in form_of_application(application).sections:
        reads = []
        for question in section.questions:
            if question.key not in answers or not question.is_asked(answers):
                continue
            kind, value = kind_of(question), answers[question.key]
            hidden = anonymous and question.identifies
            changed = before is not None and before.get(question.key, kind.empty) != value
            reads.append(
                Read(
                    key=question.key,
                    label=question.label,
                    paragraphs=(HIDDEN,) if hidden else tuple(kind.said(question, value)),
                    hidden=hidden,
                    changed=changed,
                    before=tuple(kind.said(question, before.get(question.key, kind.empty)))
                    if changed and before is not None and not hidden
                    else (),
                )
            )
        found.append(ReadSection(key=section.key, title=section.title, answers=tuple(reads)))
    return [section for section in found if section.answers]


def last_submission(application: Application) -> Submission | None:
    """What reviewers read."""
    return Submission.objects.filter(application=application).order_by("-number").first()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One sending and its receipt."""

    submission: Submission
    code: str


def receipt_of(submission: Submission, application: Application) -> str:
    """The receipt of one sending as it is printed, the same each time it is asked for."""
    return printed(receipt("call-receipt", f"{application.reference}:{submission.number}"))


def receipts_of(application: Application) -> list[Receipt]:
    """Every sending of an application, the latest first."""
    sent = Submission.objects.filter(application=application).select_related("author").order_by("-number")
    return [Receipt(submission=each, code=receipt_of(each, application)) for each in sent]
