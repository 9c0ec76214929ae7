"""Composing the places: rules, choices by hand, decisions, and letters that leave once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.calls.composing import Infeasible, compose, reasons
from maillage.calls.models import Application, Call, Decision, Hold, Outcome, Rule
from maillage.calls.queries.composition import (
    decisions_of,
    digest_of,
    problem_of,
    ranked_outside,
    sought_by,
    strengths_of,
    traits_of,
    waiting_of,
)
from maillage.calls.queries.filing import filed
from maillage.calls.services.drafts import absolute
from maillage.calls.services.starting import Started, open_territory
from maillage.core import outbox
from maillage.programmes.services import save_checked

SUBJECTS: Final = {
    Outcome.RETAINED: "Votre cité éducative est retenue",
    Outcome.WAITING: "Votre candidature est en liste d’attente",
    Outcome.REFUSED: "La réponse à votre candidature",
}
NO_SET: Final = "Aucun ensemble ne respecte ces règles\u00a0: changez-en une d’abord."
TOO_FEW: Final = "Il y a moins de candidatures que de places\u00a0: offrez-en moins, ou prolongez l’appel."
CHANGED: Final = "Les lettres ont changé depuis que vous les avez ouvertes\u00a0: relisez-les."
SENT: Final = "Les lettres sont parties\u00a0: les décisions ne se défont plus."


@transaction.atomic
def add_rule(
    *,
    call: Call,
    kind: str,
    trait: str,
    value: str = "",
    at_least: int | None = 0,
    at_most: int | None = None,
) -> Rule:
    """One more rule for the set of places."""
    known = traits_of(call, problem_of(call).candidates)
    if trait not in known:
        raise ValidationError({"trait": "Ce caractère n’existe pas."})
    if kind == "AMONG" and value not in known[trait].values:
        raise ValidationError({"value": "Choisissez une valeur de ce caractère."})
    made = Rule(
        call=call,
        kind=kind,
        trait=trait,
        value=value if kind == "AMONG" else "",
        at_least=at_least or 0,
        at_most=at_most,
    )
    save_checked(made)
    return made


@transaction.atomic
def remove_rule(*, rule: Rule) -> None:
    """One rule less."""
    rule.delete()


@transaction.atomic
def hold(*, application: Application, keep: bool, reason: str, user: User) -> Hold:
    """Keep an application in, or leave it out, whatever its score; the reason is read by the other facilitators."""
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi\u00a0: on vous le demandera."})
    if not filed(application.call).filter(pk=application.pk).exists():
        raise ValidationError("Cette candidature n’est pas déposée.")
    made, _ = Hold.objects.update_or_create(
        application=application, defaults={"keep": keep, "reason": reason.strip(), "author": user}
    )
    return made


@transaction.atomic
def let_go(*, held: Hold) -> None:
    """Let the score decide again."""
    held.delete()


@transaction.atomic
def decide(*, call: Call) -> list[Decision]:
    """Agree on the best set as it is composed now: every application gets its decision and a letter to read over.

    Decided again before any letter has left, everything is written anew; what was re-read must be read again.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    if Decision.objects.filter(application__call=call, sent_at__isnull=False).exists():
        raise ValidationError(SENT)
    problem = problem_of(call)
    try:
        made = compose(problem)
    except Infeasible as error:
        few = len(problem.candidates) < problem.places
        raise ValidationError(TOO_FEW if few else NO_SET) from error
    Decision.objects.filter(application__call=call).delete()
    files = {str(each.pk): each for each in filed(call).select_related("call__programme")}
    traits = traits_of(call, problem.candidates)
    sought = {f"rule{each.pk}": sought_by(each, traits) for each in Rule.objects.filter(call=call)}
    why = {
        each.key: [sought[one.key] for one in each.serves if one.key in sought]
        for each in reasons(problem, made)
    }
    for key in made.kept:
        _decide(files[key], Outcome.RETAINED, why[key])
    left = {each.candidate for each in problem.holds if not each.keep}
    outside = ranked_outside(problem, made)
    waiting = [each for each in outside if each.key not in left][
        : -(-call.places // 2)
    ]  # half as many as places
    for rank, each in enumerate(waiting, start=1):
        _decide(files[each.key], Outcome.WAITING, [], rank)
    for each in outside:
        if each not in waiting:
            _decide(files[each.key], Outcome.REFUSED, [])
    return decisions_of(call)


def _decide(
    application: Application, outcome: Outcome, serves: list[str], rank: int | None = None
) -> Decision:
    reason = _reason(application, outcome, serves)
    made = Decision(
        application=application,
        outcome=outcome,
        rank=rank,
        reason=reason,
        **_letter(application, outcome, reason),
    )
    save_checked(made)
    return made


def _reason(application: Application, outcome: Outcome, serves: list[str]) -> str:
    """Why, from what reviewers noted and from the rules of the set; a person reads it over and writes it better."""
    strong, weak = strengths_of(application)
    return render_to_string(
        "calls/mail/reason.txt",
        {
            "retained": outcome == Outcome.RETAINED,
            "serves": serves,
            "strong": strong,
            "weak": weak,
            "call": application.call,
        },
    ).strip()


def _letter(application: Application, outcome: Outcome, reason: str) -> dict[str, str]:
    body = render_to_string(
        f"calls/mail/{outcome.lower()}.txt",
        {
            "application": application,
            "call": application.call,
            "reason": reason,
            "url": absolute(reverse("applications:show", args=[application.reference])),
        },
    )
    return {"subject": SUBJECTS[outcome], "letter": body.strip() + "\n"}


@transaction.atomic
def rewrite_letter(*, decision: Decision, subject: str, letter: str, now: datetime | None = None) -> Decision:
    """A letter as a person wants it; written by somebody, it is read over."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.sent_at:
        raise ValidationError("Cette lettre est partie.")
    locked.subject, locked.letter, locked.read_at = (
        subject.strip(),
        letter.strip() + "\n",
        now or timezone.now(),
    )
    save_checked(locked)
    return locked


@transaction.atomic
def mark_read(*, call: Call, seen: str, now: datetime | None = None) -> int:
    """Somebody has read every letter that waits, as `seen` says they were: what changed meanwhile is not read."""
    Call.objects.select_for_update().get(pk=call.pk)
    if seen != digest_of(waiting_of(call)):
        raise ValidationError(CHANGED)
    waiting = Decision.objects.filter(application__call=call, sent_at__isnull=True, read_at__isnull=True)
    return waiting.update(read_at=now or timezone.now())


@transaction.atomic
def send_letters(*, call: Call, now: datetime | None = None) -> int:
    """Every letter that waits leaves, to every author, in one go: all of them or none, each once.

    The decision is known from this instant. A crash before the end undoes everything; after it, the outbox sends.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    waiting = waiting_of(call)
    if not all(each.read_at for each in waiting):
        raise ValidationError("Il reste des lettres que personne n’a relues.")
    moment, sent = now or timezone.now(), 0
    for decision in waiting:
        for author in decision.application.authors.select_related("user"):  # type: ignore[attr-defined]
            outbox.post(
                kind="application_decision",
                recipient=author.user.email,
                subject=decision.subject,
                body=decision.letter,
                scope=f"{decision.application_id}:{decision.outcome}:{author.pk}",
                space=call.programme.slug,
            )
        decision.sent_at, decision.told = moment, decision.outcome
        decision.save(update_fields=["sent_at", "told"])
        sent += 1
    return sent


def offered(application: Application) -> Decision | None:
    """The place that an application was offered and may still accept or decline."""
    return Decision.objects.filter(
        application=application, outcome=Outcome.RETAINED, sent_at__isnull=False, declined_at__isnull=True,
        application__territory__isnull=True,
    ).first()  # fmt: skip


@transaction.atomic
def accept_place(*, application: Application) -> Started:
    """The place is taken: its territory opens."""
    if offered(application) is None:
        raise ValidationError("Aucune place n’est proposée à cette candidature.")
    return open_territory(application=application)


@transaction.atomic
def decline_place(*, application: Application, now: datetime | None = None) -> Decision | None:
    """The place is not taken: the first of the waiting list with whom the rules still hold is called, or the first when
    they hold with none. Its letter waits to be read over."""
    Call.objects.select_for_update().get(pk=application.call_id)
    decision = offered(application)
    if decision is None:
        raise ValidationError("Aucune place n’est proposée à cette candidature.")
    decision.declined_at = now or timezone.now()
    decision.save(update_fields=["declined_at"])
    return _call_next(application.call)


def _call_next(call: Call) -> Decision | None:
    heir = _next_of(call)
    if heir is None:
        return None
    heir.outcome, heir.rank, heir.sent_at, heir.read_at = Outcome.RETAINED, None, None, None
    heir.reason = _reason(heir.application, Outcome.RETAINED, [])
    for name, value in _letter(heir.application, Outcome.RETAINED, heir.reason).items():
        setattr(heir, name, value)
    save_checked(heir)
    return heir


def _next_of(call: Call) -> Decision | None:
    """Who is called when a place is free."""
    rows = Decision.objects.filter(application__in=filed(call), outcome=Outcome.WAITING)
    waiting = list(rows.select_related("application__call__programme").order_by("rank"))
    kept = Decision.objects.filter(
        application__in=filed(call), outcome=Outcome.RETAINED, declined_at__isnull=True
    ).values_list("application", flat=True)
    problem = problem_of(call)
    there = [each for each in problem.candidates if each.key in set(map(str, kept))]
    by_key = {each.key: each for each in problem.candidates}
    holding = (
        each
        for each in waiting
        if all(rule.holds([*there, by_key[str(each.application_id)]]) for rule in problem.constraints)
    )
    return next(holding, waiting[0] if waiting else None)


@transaction.atomic
def forget_application(*, application: Application) -> None:
    """An application is withdrawn: its place goes to the next, and a letter that had not left never will."""
    if offered(application) is not None:
        decline_place(application=application)
    unsent = Decision.objects.filter(application=application, sent_at__isnull=True).first()
    if unsent is not None:
        unsent.delete()
        if unsent.outcome == Outcome.RETAINED:
            _call_next(application.call)
