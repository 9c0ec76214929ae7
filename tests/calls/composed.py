"""Six applications that were sent and read, for two places."""

from __future__ import annotations

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
    Submission,
)
from maillage.calls.queries.composition import digest_of, waiting_of
from maillage.calls.services.composition import mark_read
from tests.calls.answering import ANSWERS, places

DEPARTMENTS = ("93", "59", "974", "29", "13", "2A")


def six_applications(call: Call) -> list[Application]:
    """Six applications that were sent, of six départements, for two places; two reviews each, better and better."""
    call.places = 2
    call.save()
    answers = ANSWERS | places()
    grid = [Criterion.objects.create(call=call, key=key, label=key.title(), weight=1, position=n,
                                     levels=[{"value": v, "label": str(v)} for v in range(11)])
            for n, key in enumerate(("portage", "ancrage"))]  # fmt: skip
    readers = [
        Reviewer.objects.create(
            call=call, user=User.objects.create_user(f"lit{n}@exemple.fr"), organisation="Jury"
        )
        for n in range(2)
    ]
    made = []
    for n, department in enumerate(DEPARTMENTS):
        one = Application.objects.create(
            call=call, name=f"Cité {n}", department=department, state="SUBMITTED", submitted_at=timezone.now()
        )
        Author.objects.create(application=one, user=User.objects.create_user(f"cite{n}@exemple.fr"))
        sent = Submission.objects.create(
            application=one, number=1, answers=answers | {"setting": "RURAL" if n == 0 else "TOWN"},
            author=one.authors.get().user, submitted_at=timezone.now(),
        )  # fmt: skip
        for reader in readers:
            given = Assignment.objects.create(application=one, reviewer=reader)
            Review.objects.create(
                assignment=given, submission=sent, state="IN", scores={each.key: 3 + n for each in grid}, sent_at=timezone.now()
            )  # fmt: skip
        made.append(one)
    return made


def read_all(call: Call) -> None:
    """Somebody read every letter over."""
    mark_read(call=call, seen=digest_of(waiting_of(call)))
