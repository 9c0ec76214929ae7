"""The outbox. A mail is written with the act it tells of, in its transaction; it leaves afterwards, by the queue.

`post` writes. `deliver` sends what waits, in order, one sender at a time: after each post, and every minute. A mail is
marked before the server hears of it, so that whoever was killed half-way leaves a trace: `Policy` says what is done then.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_q.tasks import async_task

from maillage.core import smtp
from maillage.core.models import Mail, Policy, State

TASK: Final = "maillage.core.tasks.deliver"
LEASE: Final = timedelta(minutes=6)  # longer than the longest exchange with the server (settings, smtp.py)
PAUSE: Final = timedelta(seconds=30)  # between two knocks at a server that answers nobody
PER_MINUTE: Final = 60  # after an outage, no storm
RUN_SECONDS: Final = 45  # the worker has other things to do
IN_A_ROW: Final = 5  # refusals after which the server itself is doubted
UNSURE_AT_MOST: Final = 3  # cut connections after which the message itself is doubted
LEASES_AT_MOST: Final = 10
# « No » is asked again a few times: most often an account, a relay or a filter is being repaired.
AFTER_NO: Final = tuple(timedelta(minutes=m) for m in (5, 30, 120, 480, 1440))
# « Not now » is asked again for five days, at most once an hour.
AFTER_LATER_AT_MOST: Final = timedelta(hours=1)
LATER_AT_MOST: Final = 125
KEEP_GIVEN_UP: Final = timedelta(days=7)

UNKNOWN = "L’envoi a été interrompu\u00a0: il est peut-être parti. Il n’est pas recommencé, pour ne pas écrire deux fois."
TOO_LATE = "Le lien qu’il portait n’est plus valable\u00a0: il n’est plus utile de l’envoyer."
TOO_OLD = "Abandonné depuis trop longtemps\u00a0: son texte est effacé."


# --- Writing ---------------------------------------------------------------------------------------
def _one_line(value: str, *, field: str, at_most: int) -> str:
    """What goes into a header: one line, nothing invisible, so that nobody adds a header."""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value):
        raise ValidationError({field: "Écrivez sur une seule ligne."}, code="lines")
    if len(value) > at_most:
        raise ValidationError({field: f"Pas plus de {at_most} caractères."}, code="long")
    return value


def _address(value: str, *, field: str) -> str:
    address = _one_line(value.strip(" ").lower(), field=field, at_most=254)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({field: "Cette adresse n’est pas complète."}, code="address") from error
    return address


def message_id(*, kind: str, recipient: str, scope: str, sequence: int) -> str:
    """The same for the same mail, always; says nothing of whom it goes to."""
    digest = salted_hmac("maillage.mail", repr((kind, recipient, scope, sequence)), algorithm="sha256")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest.hexdigest()[:40]}@{domain}>"


@transaction.atomic
def post(
    *,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    scope: str,
    sequence: int = 0,
    policy: str = Policy.AT_LEAST_ONCE,
    reply_to: str = "",
    valid_until: datetime | None = None,
    space: str = "",
) -> Mail:
    """Write one mail, to be sent as soon as the transaction ends. The same kind, address, scope and sequence is the same
    mail: it is returned as it is. No personal data in the subject. `valid_until`: not sent later, and sent first."""
    address = _address(recipient, field="recipient")
    title = _one_line(subject, field="subject", at_most=150)
    if "@" in title:
        raise ValidationError({"subject": "Un sujet ne porte ni nom ni adresse."}, code="personal")
    answer = _address(reply_to, field="reply_to") if reply_to else ""
    key = {"kind": kind, "recipient": address, "scope": scope, "sequence": sequence}
    mail, fresh = Mail.objects.get_or_create(
        **key,
        defaults={
            "message_id": message_id(kind=kind, recipient=address, scope=scope, sequence=sequence),
            "subject": title,
            "body": body,
            "reply_to": answer,
            "policy": policy,
            "valid_until": valid_until,
            "space": space,
        },
    )
    if fresh and (valid_until or not _already_woken(mail)):
        async_task(TASK)
    return mail


def _already_woken(mail: Mail) -> bool:
    """Whether a mail written just before has already called the sender, who sends all that waits."""
    lately = timezone.now() - timedelta(seconds=5)
    return (
        Mail.objects.filter(state=State.WAITING, attempts=0, created_at__gte=lately)
        .exclude(pk=mail.pk)
        .exists()
    )


@transaction.atomic
def retry(*, mail: Mail) -> None:
    """Try again what was given up, when its text is still here."""
    again = Mail.objects.filter(pk=mail.pk, state=State.GAVE_UP).exclude(body="")
    if again.update(state=State.WAITING, refusals=0, error="", paused=False, next_attempt_at=timezone.now()):
        async_task(TASK)


@transaction.atomic
def cancel(*, kind: str, scopes: Iterable[str]) -> int:
    """Take back what has not left yet and has become useless; how many."""
    return Mail.objects.filter(state=State.WAITING, kind=kind, scope__in=list(scopes)).delete()[0]


@transaction.atomic
def erase(*, scopes: Iterable[str]) -> int:
    """Erase every mail about these things, sent or not: nobody needs to know any longer whom one wrote to."""
    return Mail.objects.filter(scope__in=list(scopes)).delete()[0]


@transaction.atomic
def forget(*, recipient: str) -> int:
    """Erase every mail to an address."""
    return Mail.objects.filter(recipient=recipient.strip().lower()).delete()[0]


# --- Reading ---------------------------------------------------------------------------------------
def of_spaces(spaces: Iterable[str]) -> QuerySet[Mail]:
    """The mails that the keepers of these spaces may see."""
    return Mail.objects.filter(space__in=list(spaces))


def in_trouble() -> Q:
    """What did not go out and says why."""
    return Q(state=State.GAVE_UP) | Q(state=State.WAITING) & ~Q(error="")


def counts(mails: QuerySet[Mail]) -> dict[str, int]:
    """How many mails wait, went out, were given up."""
    return mails.aggregate(
        waiting=Count("pk", filter=Q(state__in=[State.WAITING, State.SENDING])),
        sent=Count("pk", filter=Q(state=State.SENT)),
        gave_up=Count("pk", filter=Q(state=State.GAVE_UP)),
    )


def server_trouble() -> str:
    """Why nothing goes out at present; nothing when all is well."""
    mail = Mail.objects.filter(state=State.WAITING, paused=True).order_by("pk").first()
    return mail.error if mail else ""


# --- Sending ---------------------------------------------------------------------------------------
def deliver(*, clock: Callable[[], datetime] = timezone.now, seconds: float = RUN_SECONDS) -> int:
    """Send what waits and is due; how many went out. Safe to call at any time, from several workers."""
    _tidy(clock())
    connection, end, sent, refused = get_connection(), time.monotonic() + seconds, 0, 0
    try:
        while time.monotonic() < end and refused < IN_A_ROW and (mail := _claim(clock())) is not None:
            failure = smtp.send(connection, mail.message())
            if failure is None:
                _sent(mail, clock())
                sent, refused = sent + 1, 0
            else:
                _failed(mail, failure, clock())
                refused += IN_A_ROW if failure.server else 1
    finally:
        smtp.close(connection)
    return sent


def _tidy(now: datetime) -> None:
    """What a killed sender left, what came too late, what was given up long ago."""
    with transaction.atomic(durable=True):
        left = Mail.objects.filter(state=State.SENDING, next_attempt_at__lte=now)
        lost = Q(policy=Policy.AT_MOST_ONCE) | Q(refusals__gte=LEASES_AT_MOST)
        left.filter(lost).update(state=State.GAVE_UP, error=UNKNOWN, body="")
        left.update(state=State.WAITING, refusals=F("refusals") + 1, next_attempt_at=now)
        late = Mail.objects.filter(state=State.WAITING, valid_until__lte=now)
        late.update(state=State.GAVE_UP, error=TOO_LATE, body="")
        old = Mail.objects.filter(state=State.GAVE_UP, next_attempt_at__lte=now - KEEP_GIVEN_UP)
        old.exclude(body="").update(body="", error=TOO_OLD)


def _next(now: datetime) -> Mail | None:
    """What goes first: what has an end, then the order of writing. A mail never overtakes an earlier one to the same
    address about the same thing; within a full minute, only what has an end goes out."""
    before = Mail.objects.filter(
        state=State.WAITING, recipient=OuterRef("recipient"), scope=OuterRef("scope"), pk__lt=OuterRef("pk")
    )
    due = Mail.objects.filter(~Exists(before), state=State.WAITING, next_attempt_at__lte=now)
    minute = Mail.objects.filter(state=State.SENT, sent_at__gt=now - timedelta(minutes=1))
    if minute.count() >= PER_MINUTE:
        due = due.filter(valid_until__isnull=False)
    return due.order_by(F("valid_until").asc(nulls_last=True), "pk").first()


def _claim(now: datetime) -> Mail | None:
    """Take the next mail, in a transaction of its own: the mark is on disk before the server hears of it."""
    waits = Q(state=State.SENDING) | Q(state=State.WAITING, paused=True, next_attempt_at__gt=now)
    try:
        with transaction.atomic(durable=True):
            if Mail.objects.filter(waits).exists() or (mail := _next(now)) is None:
                return None
            mine = Mail.objects.filter(pk=mail.pk, state=State.WAITING).update(
                state=State.SENDING, attempts=F("attempts") + 1, next_attempt_at=now + LEASE, paused=False
            )
    except IntegrityError:  # another sender was faster
        return None
    return mail if mine else None


def _sent(mail: Mail, now: datetime) -> None:
    """It is out. A link that opens something does not stay in the database."""
    erased = {} if settings.DEMO else {"body": ""}
    Mail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=now, error="", **erased)


def _failed(mail: Mail, failure: smtp.Failure, now: datetime) -> None:
    """Decide when to try again, or that one will not."""
    changes: dict[str, object] = {"error": failure.reason, "next_attempt_at": now}
    doubted = mail.refusals + 1 >= UNSURE_AT_MOST
    if failure.unsure and mail.policy == Policy.AT_MOST_ONCE:
        changes |= {"state": State.GAVE_UP, "error": UNKNOWN, "body": ""}
    elif failure.server and not (failure.unsure and doubted):
        changes |= {"state": State.WAITING, "paused": True, "next_attempt_at": now + PAUSE}
        changes["refusals"] = mail.refusals + failure.unsure
    else:
        wait = _wait(mail.refusals, permanent=failure.permanent)
        changes |= {"state": State.GAVE_UP if wait is None else State.WAITING, "refusals": mail.refusals + 1}
        changes["next_attempt_at"] = now + (wait or timedelta())
    Mail.objects.filter(pk=mail.pk).update(**changes)


def _wait(refusals: int, *, permanent: bool) -> timedelta | None:
    """How long to wait after one more refusal; None: no more."""
    if permanent:
        return AFTER_NO[refusals] if refusals < len(AFTER_NO) else None
    if refusals >= LATER_AT_MOST:
        return None
    return min(timedelta(minutes=2 ** min(refusals, 10)), AFTER_LATER_AT_MOST)
