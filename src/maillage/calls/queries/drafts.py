"""What an application says now, what it lacks, and whether it may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from maillage.calls.kinds import kind_of
from maillage.calls.models import Application, Attachment, Decision, Outcome, Revision
from maillage.calls.questions import ApplicationForm, FormSection, Question, form_of


def applications_of(user: Any) -> QuerySet[Application]:
    """The applications that somebody writes, the latest first. offered: a place waits for their answer."""
    place = Decision.objects.filter(
        application=OuterRef("pk"), outcome=Outcome.RETAINED, sent_at__isnull=False, declined_at__isnull=True
    )
    return (
        Application.objects.filter(authors__user=user)
        .annotate(offered=Exists(place) & Q(territory__isnull=True))
        .select_related("call__programme")
        .order_by("-started_at", "-pk")
    )


def form_of_application(application: Application) -> ApplicationForm:
    return form_of(application.call.form_key)


def latest_revisions(application: Application) -> dict[str, Revision]:
    """The latest revision of each question that was answered, in two queries."""
    rows = Revision.objects.filter(application=application)
    last = rows.order_by().values("question").annotate(last=Max("pk")).values("last")
    return {each.question: each for each in rows.filter(pk__in=last).select_related("author")}


def answers_of(application: Application) -> dict[str, Any]:
    """What each question says now; a question nobody answered has the empty value of its kind."""
    return complete(form_of_application(application), latest_revisions(application))


def complete(form: ApplicationForm, latest: Mapping[str, Revision]) -> dict[str, Any]:
    """Every question of a form with its value."""
    return {
        key: latest[key].value if key in latest else kind_of(question).empty
        for key, question in form.by_key.items()
    }


@dataclass(frozen=True, kw_only=True)
class Lack:
    """A question that is not ready to be sent, and why."""

    question: Question
    section: FormSection
    sentence: str
    is_empty: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a section is: questions that are ready, among those that must be."""

    section: FormSection
    ready: int
    needed: int
    lacks: tuple[Lack, ...]

    @property
    def is_complete(self) -> bool:
        return not self.lacks

    @property
    def wrong(self) -> list[Lack]:
        """What was answered and cannot be sent as it is."""
        return [each for each in self.lacks if not each.is_empty]

    @property
    def unanswered(self) -> int:
        return sum(each.is_empty for each in self.lacks)


def progress_of(form: ApplicationForm, answers: Mapping[str, Any]) -> list[Progress]:
    """Each section of a form and what it lacks, given its answers."""
    found = []
    for section in form.sections:
        asked = [each for each in section.questions if each.is_asked(answers)]
        lacks = [
            Lack(
                question=each,
                section=section,
                sentence=sentence,
                is_empty=answers[each.key] == kind_of(each).empty,
            )
            for each in asked
            if (sentence := kind_of(each).problem(each, answers[each.key]))
        ]
        lacking = {each.question.key for each in lacks}
        needed = [each for each in asked if each.required or each.key in lacking]
        found.append(
            Progress(
                section=section,
                ready=sum(each.key not in lacking for each in needed),
                needed=len(needed),
                lacks=tuple(lacks),
            )
        )
    return found


def attachments_of(application: Application) -> QuerySet[Attachment]:
    """The files of an application that were not taken away."""
    return Attachment.objects.filter(application=application, removed_at__isnull=True)


def history_of(application: Application, question: str) -> QuerySet[Revision]:
    """Every version of one answer, the latest first."""
    return (
        Revision.objects.filter(application=application, question=question)
        .select_related("author")
        .order_by("-pk")
    )
