"""Writing an application: begin, save what is typed, write with others. Nothing that was saved is ever rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.services import invite_user, send_sign_in_link
from maillage.calls.kinds import kind_of
from maillage.calls.models import Application, ApplicationState, Author, Call, LateCode, Revision
from maillage.calls.queries.drafts import answers_of, form_of_application, latest_revisions
from maillage.calls.questions import Question
from maillage.core import outbox
from maillage.core.childtext import Finding, findings
from maillage.core.tokens import code_digest, read_code
from maillage.programmes.held_texts.services import guard_text
from maillage.programmes.services import save_checked

LATE: Final = "call-late"  # purpose of the digest of late codes
TAKEN_BACK: Final = "maillage.calls.services.drafts.take_back"
NOT_OPEN: Final = "Cet appel ne reçoit pas de candidature aujourd’hui."


@dataclass
class Saved:
    """What became of what was sent. kept: {question: revision pk}. crossed: {question: what somebody else wrote meanwhile}.
    flagged: {question: passages that may speak of a child}; those were not kept."""

    kept: dict[str, int] = field(default_factory=dict)
    crossed: dict[str, Revision] = field(default_factory=dict)
    flagged: dict[str, list[tuple[str, Finding]]] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)


def absolute(address: str) -> str:
    """An address of ours as a mail gives it."""
    return f"{settings.BASE_URL.rstrip('/')}{address}"


@transaction.atomic
def ask_to_start(*, call: Call, email: str, asked: str = "") -> None:
    """Write to somebody who wants to apply, with a link that opens a session where one begins."""
    user = invite_user(email=email)
    send_sign_in_link(
        user=user,
        next_url=reverse("applications:start", args=[call.slug]),
        asked=asked or uuid4().hex,
        subject="Votre lien pour préparer une candidature",
        purpose=f"préparer une candidature à l’appel «\u00a0{call.title}\u00a0»",
    )


@transaction.atomic
def start_application(
    *,
    call: Call,
    user: User,
    name: str,
    organisation: str = "",
    late_code: str = "",
    now: datetime | None = None,
) -> Application:
    """Begin an application; after the deadline, with a code only."""
    moment = now or timezone.now()
    late = late_code_of(call=call, typed=late_code, now=moment) if late_code else None
    if not call.is_open(moment) and late is None:
        raise ValidationError(NOT_OPEN)
    made = Application(call=call, name=name.strip(), late_code=late)
    save_checked(made)
    save_checked(Author(application=made, user=user, organisation=organisation))
    return made


def late_code_of(*, call: Call, typed: str, now: datetime) -> LateCode:
    """A late code as it was typed, if nobody used it and it still opens."""
    code = read_code(typed)
    found = (
        LateCode.objects.filter(
            call=call, digest=code_digest(LATE, code), valid_until__gt=now, application__isnull=True
        ).first()
        if code
        else None
    )
    if found is None:
        raise ValidationError(
            {"late_code": "Ce code n’ouvre pas cet appel. Relisez-le, ou écrivez à l’adresse de contact."}
        )
    return found


@transaction.atomic
def use_late_code(*, application: Application, late_code: str, now: datetime | None = None) -> None:
    """A draft that missed the deadline gets the time that a code gives."""
    if application.state != ApplicationState.DRAFT:
        raise ValidationError("Cette candidature est déposée\u00a0: elle n’a pas besoin de code.")
    application.late_code = late_code_of(call=application.call, typed=late_code, now=now or timezone.now())
    application.save(update_fields=["late_code"])


def may_write(application: Application, *, now: datetime | None = None) -> bool:
    """Whether its authors may change it: while it is a draft, or while a correction that was asked is not late."""
    if application.state == ApplicationState.CORRECTING:
        until = application.correction_until
        return until is None or (now or timezone.now()) < until
    return bool(application.state == ApplicationState.DRAFT)


@transaction.atomic
def save_answers(
    *,
    application: Application,
    user: User,
    values: Mapping[str, Any],
    over: Mapping[str, int] | None = None,
    insisted: bool = False,
) -> Saved:
    """Keep what changed. Two people on one question: both versions stay, the last one counts and the other is told.

    A passage that may speak of a child is not kept: it is told where it is. `insisted`: its author says that it names
    nobody; it then goes to the facilitators, and comes back if they agree.
    """
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme")
        .get(pk=application.pk)
    )
    if not may_write(locked):
        raise ValidationError("Cette candidature est déposée\u00a0: elle ne se modifie plus.")
    form, latest, saved = form_of_application(locked), latest_revisions(locked), Saved()
    known = expected_names(locked, answers_of(locked) | dict(values))
    for key, value in values.items():
        question = form.by_key[key]
        last = latest.get(key)
        if value == (last.value if last else kind_of(question).empty):
            continue
        passages = _passages(question, value, known)
        if passages and (not insisted or _held(locked, user, question, value, known)):
            saved.flagged[key] = passages
            if insisted:
                saved.held.append(key)
            continue
        _keep(locked, user, key, value, last, (over or {}).get(key, 0), saved)
    return saved


def _keep(
    application: Application, user: User, key: str, value: Any, last: Revision | None, seen: int, saved: Saved
) -> None:
    made = Revision.objects.create(
        application=application, question=key, value=value, author=user, over_id=seen or None
    )
    saved.kept[key] = made.pk
    if last is not None and last.pk != seen and last.author_id != user.pk:
        saved.crossed[key] = last
    if key == "communes":
        _place(application, value)


def _place(application: Application, communes: list[str]) -> None:
    """The département follows the communes."""
    from maillage.territories.queries import communes_of

    found = communes_of(communes[:1])
    department = found[0].department if found else ""
    if department != application.department:
        application.department = department
        application.save(update_fields=["department"])


def expected_names(application: Application, answers: Mapping[str, Any]) -> list[str]:
    """Names of places and structures that the answers give: in a text, they are nobody's."""
    rows = [
        row for value in answers.values() if isinstance(value, list) for row in value if isinstance(row, dict)
    ]
    names = {row["name"] for row in rows if row.get("name")}
    return sorted({*names, application.name, str(answers.get("college") or "")} - {""})


def _passages(question: Question, value: Any, known: list[str]) -> list[tuple[str, Finding]]:
    return [
        (text[one.start : one.end], one)
        for text in kind_of(question).texts(value)
        for one in findings(text, known=known)
    ]


def _held(application: Application, user: User, question: Question, value: Any, known: list[str]) -> bool:
    """Whether a text had to be held; one that was read and given back may be kept."""
    (text,) = kind_of(question).texts(value)
    held = guard_text(
        programme=application.call.programme,
        text=text,
        origin=f"Candidature «\u00a0{application.name}\u00a0», {question.label}",
        on_release=TAKEN_BACK,
        release_with={"application": application.pk, "question": question.key, "user": user.pk},
        known=known,
    )
    return held is not None


@transaction.atomic
def take_back(*, text: str, application: int, question: str, user: int) -> None:
    """A text that named nobody returns to its question, if nothing was written there since."""
    found = Application.objects.select_for_update().filter(pk=application).first()
    if found is None or not may_write(found):
        return
    last = latest_revisions(found).get(question)
    Revision.objects.create(application=found, question=question, value=text, author_id=user, over=last)


@transaction.atomic
def add_author(*, application: Application, user: User, email: str, organisation: str = "") -> Author:
    """Somebody more writes the application; they receive a link that opens it."""
    if not may_write(application):
        raise ValidationError("Cette candidature est déposée\u00a0: on n’y ajoute plus personne.")
    guest = invite_user(email=email)
    if Author.objects.filter(application=application, user=guest).exists():
        raise ValidationError({"email": "Cette personne écrit déjà la candidature."})
    made = Author(application=application, user=guest, organisation=organisation)
    save_checked(made)
    address = reverse("applications:show", args=[application.reference])
    outbox.post(
        kind="application_author",
        recipient=guest.email,
        subject="Une candidature à écrire ensemble",
        body=render_to_string(
            "calls/mail/author.txt",
            {"application": application, "guest": guest, "host": user, "url": absolute(address)},
        ),
        scope=f"{application.pk}:{made.pk}",
        space=application.call.programme.slug,
    )
    return made


@transaction.atomic
def remove_author(*, application: Application, author: Author) -> None:
    """Somebody stops writing; an application always keeps one author."""
    if application.authors.count() == 1:  # type: ignore[attr-defined]
        raise ValidationError("Il faut au moins une personne pour porter la candidature.")
    author.delete()


@transaction.atomic
def rename_application(*, application: Application, name: str) -> None:
    """Give the territory its name."""
    if not may_write(application):
        raise ValidationError("Cette candidature est déposée\u00a0: elle ne se modifie plus.")
    application.name = name.strip()
    save_checked(application)
