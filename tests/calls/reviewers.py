"""A review that is going on: files that were sent, people who read, a grid, a phase."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.models import (
    Application,
    Assignment,
    Author,
    Call,
    Criterion,
    Review,
    Reviewer,
    ReviewPhase,
    Submission,
)
from maillage.calls.services.review_setup import use_grid
from maillage.calls.services.reviewing import save_review, send_review
from tests.calls.answering import ANSWERS, places

REASONS = "Un territoire qui dit ce qu’il cherche, et qui a commencé à le faire à plusieurs."


def sent(call: Call, name: str, department: str = "93", **answers: Any) -> Application:
    """An application that was sent."""
    now = timezone.now()
    author, _ = User.objects.get_or_create(email="porte@ville.exemple")
    made = Application.objects.create(
        call=call, name=name, department=department, state="SUBMITTED", submitted_at=now
    )
    Author.objects.create(application=made, user=author, organisation=f"Mairie de {name}")
    Submission.objects.create(
        application=made, number=1, answers=ANSWERS | places() | answers, author=author, submitted_at=now
    )
    return made


def reader(call: Call, name: str, **values: Any) -> Reviewer:
    """Somebody who reads."""
    user = User.objects.create_user(f"{name.split()[0].lower()}@lecture.exemple", full_name=name)
    return Reviewer.objects.create(call=call, user=user, **values)


def phase(call: Call, **values: Any) -> ReviewPhase:
    """A phase that is on."""
    now = timezone.now()
    dates = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=7)}
    return ReviewPhase.objects.create(call=call, **({"label": "Lecture"} | dates | values))


def grid(call: Call) -> list[Criterion]:
    """The nine criteria."""
    return use_grid(call=call)


def give(reviewer: Reviewer, application: Application) -> Assignment:
    """A file to a reader."""
    return Assignment.objects.create(reviewer=reviewer, application=application)


def levels(level: int | None) -> dict[str, int | None]:
    """The same level everywhere."""
    return {each.key: level for each in Criterion.objects.all()}


def reviewed(reviewer: Reviewer, application: Application, level: int) -> Review:
    """A review that is in, given by hand if it was not."""
    Assignment.objects.get_or_create(reviewer=reviewer, application=application)
    save_review(reviewer=reviewer, application=application, scores=levels(level), comment=REASONS)
    return send_review(reviewer=reviewer, application=application, seen=1)
