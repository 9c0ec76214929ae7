"""Questions about a call: asked without an account, answered once, shown without a name."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.calls.models import Call, Inquiry
from maillage.core import outbox
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import change, save_checked

FORGOTTEN_AFTER: Final = timedelta(days=90)
TAKEN_BACK: Final = "maillage.calls.services.inquiries.take_back"


@transaction.atomic
def ask(*, call: Call, question: str, email: str = "") -> Inquiry | None:
    """Keep a question and tell the contact of the call. Nothing is kept here of a text that may speak of a child: it is held,
    and comes back if it names nobody."""
    held = guard_text(
        programme=call.programme,
        text=question,
        origin=f"Question sur l’appel «\u00a0{call.title}\u00a0»",
        on_release=TAKEN_BACK,
        release_with={"call": call.pk, "email": email},
        known=[call.title],
    )
    return None if held is not None else _keep(call, question, email)


@transaction.atomic
def take_back(*, text: str, call: int, email: str) -> None:
    """A question that named nobody."""
    found = Call.objects.filter(pk=call).select_related("programme").first()
    if found is not None:
        _keep(found, text, email)


def _keep(call: Call, question: str, email: str) -> Inquiry:
    # The same question sent twice by a hand that clicks twice is one question.
    same = Inquiry.objects.filter(
        call=call, question=question, email=email, published_at__isnull=True, answer=""
    )
    known = same.order_by("pk").first()
    if known is not None:
        return known
    inquiry = Inquiry(call=call, question=question, email=email)
    save_checked(inquiry)
    address = reverse("desk:inquiry", args=[call.programme.slug, call.slug, inquiry.pk])
    outbox.post(
        kind="call_inquiry",
        recipient=call.contact_email,
        subject="Une question sur votre appel",
        body=render_to_string(
            "calls/mail/inquiry.txt", {"call": call, "inquiry": inquiry, "url": _absolute(address)}
        ),
        scope=str(inquiry.pk),
        space=call.programme.slug,
    )
    return inquiry


def mark_of(inquiry: Inquiry) -> str:
    """What an answer says now, in a few letters."""
    return hashlib.sha256(inquiry.answer.encode()).hexdigest()[:16]


@transaction.atomic
def answer_inquiry(*, inquiry: Inquiry, question: str, answer: str, publish: bool, seen: str = "") -> Inquiry:
    """Answer: on the page for everybody, and once to whoever left an address, which is then forgotten.

    `seen`: the mark of the answer one started from; another one given in between is not covered.
    """
    locked = (
        Inquiry.objects.select_for_update(of=("self",)).select_related("call__programme").get(pk=inquiry.pk)
    )
    if seen and seen != mark_of(locked) and answer != locked.answer:
        raise ValidationError(
            f"Quelqu’un a répondu pendant que vous écriviez\u00a0: «\u00a0{locked.answer}\u00a0»"
        )
    shown = (locked.published_at or timezone.now()) if publish else None
    email = locked.email
    change(locked, {"question": question, "answer": answer, "published_at": shown, "email": ""})
    if email:
        address = reverse("calls:show", args=[locked.call.slug])
        outbox.post(
            kind="call_answer",
            recipient=email,
            subject="La réponse à votre question",
            body=render_to_string(
                "calls/mail/answer.txt",
                {"call": locked.call, "inquiry": locked, "url": _absolute(address)},
            ),
            scope=str(locked.pk),
            reply_to=locked.call.contact_email,
            space=locked.call.programme.slug,
        )
    return locked


@transaction.atomic
def remove_inquiry(*, inquiry: Inquiry) -> None:
    """Erase a question that does not concern the call."""
    inquiry.delete()


@transaction.atomic
def forget_askers(*, now: datetime | None = None) -> int:
    """Erase the addresses left with questions that nobody answered, some time after the call closed."""
    late = Inquiry.objects.filter(call__closes_at__lt=(now or timezone.now()) - FORGOTTEN_AFTER)
    return late.exclude(email="").update(email="")


def _absolute(address: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{address}"
