"""Who may open the pages of a call. A call or an application one has no part in does not exist: 404."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from maillage.accounts.models import User
from maillage.calls.models import (
    Advice,
    Application,
    Assignment,
    Call,
    Conflict,
    Decision,
    DepartmentReferent,
    Rule,
)
from maillage.calls.queries.filing import filed, shared_with
from maillage.calls.queries.reviewing import may_read, reading_of
from maillage.programmes.permissions import can_manage_programme


def who(request: HttpRequest) -> User:
    """Whoever opened a page that one must be signed in to open."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def can_manage_calls(user: Any, *, programme: str, **_: Any) -> dict[str, Any]:
    """Facilitators of the programme."""
    return can_manage_programme(user, programme=programme)


def can_manage_call(user: Any, *, programme: str, call: str, **_: Any) -> dict[str, Any]:
    """Facilitators, on one call of their programme."""
    found = can_manage_programme(user, programme=programme)
    one = Call.objects.filter(programme=found["programme"], slug=call).first()
    if one is None:
        raise Http404
    return found | {"call": one}


def can_manage_application(
    user: Any, *, programme: str, call: str, application: UUID, **_: Any
) -> dict[str, Any]:
    """Facilitators, on one application of their call, once it was sent: a draft, or what is withdrawn, belongs to its authors."""
    found = can_manage_call(user, programme=programme, call=call)
    one = filed(found["call"]).filter(reference=application).first()
    if one is None:
        raise Http404
    one.call = found["call"]
    return found | {"application": one}


def can_write_application(user: Any, *, application: UUID, **_: Any) -> dict[str, Any]:
    """Its authors."""
    one = (
        Application.objects.filter(reference=application, authors__user=user)
        .select_related("call__programme")
        .first()
    )
    if one is None:
        raise Http404
    return {"application": one}


def can_read_shared(user: Any, *, application: UUID, **_: Any) -> dict[str, Any]:
    """Referents of its Département, while the application is shared with them."""
    one = shared_with(user).filter(reference=application).first()
    if one is None:
        raise Http404
    return {"application": one}


def can_manage_referent(user: Any, *, programme: str, call: str, referent: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one referent of their call."""
    found = can_manage_call(user, programme=programme, call=call)
    one = DepartmentReferent.objects.filter(call=found["call"], pk=referent).first()
    if one is None:
        raise Http404
    return found | {"referent": one}


def _with_part(user: Any, name: str, rows: str, programme: str, call: str, pk: int) -> dict[str, Any]:
    found = can_manage_call(user, programme=programme, call=call)
    one = getattr(found["call"], rows).filter(pk=pk).first()
    if one is None:
        raise Http404
    return found | {name: one}


def can_manage_part(user: Any, *, programme: str, call: str, part: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one part of the page of their call."""
    return _with_part(user, "part", "sections", programme, call, part)


def can_manage_milestone(user: Any, *, programme: str, call: str, milestone: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one date of their call."""
    return _with_part(user, "milestone", "milestones", programme, call, milestone)


def can_manage_document(user: Any, *, programme: str, call: str, document: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one document of their call."""
    return _with_part(user, "document", "documents", programme, call, document)


def can_manage_inquiry(user: Any, *, programme: str, call: str, inquiry: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one question about their call."""
    return _with_part(user, "inquiry", "inquiries", programme, call, inquiry)


def can_manage_phase(user: Any, *, programme: str, call: str, review_phase: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one phase of the review of their call."""
    return _with_part(user, "review_phase", "review_phases", programme, call, review_phase)


def can_manage_criterion(user: Any, *, programme: str, call: str, criterion: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one criterion of their grid."""
    return _with_part(user, "criterion", "criteria", programme, call, criterion)


def can_manage_reviewer(user: Any, *, programme: str, call: str, reviewer: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one reader of their call."""
    return _with_part(user, "reviewer", "reviewers", programme, call, reviewer)


def _of_a_file(user: Any, model: Any, name: str, programme: str, call: str, pk: int) -> dict[str, Any]:
    found = can_manage_call(user, programme=programme, call=call)
    one = model.objects.filter(application__call=found["call"], pk=pk).first()
    if one is None:
        raise Http404
    return found | {name: one}


def can_manage_assignment(
    user: Any, *, programme: str, call: str, assignment: int, **_: Any
) -> dict[str, Any]:
    """Facilitators, on one file given to a reader."""
    return _of_a_file(user, Assignment, "assignment", programme, call, assignment)


def can_manage_conflict(user: Any, *, programme: str, call: str, conflict: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one conflict of interest."""
    return _of_a_file(user, Conflict, "conflict", programme, call, conflict)


def can_manage_advice(user: Any, *, programme: str, call: str, advice: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one advice they asked."""
    return _of_a_file(user, Advice, "advice", programme, call, advice)


def can_review(user: Any, *, call: str, **_: Any) -> dict[str, Any]:
    """Those who read for a call."""
    reviewer = reading_of(user, call)
    if reviewer is None:
        raise Http404
    return {"call": reviewer.call, "reviewer": reviewer}


def can_review_file(user: Any, *, call: str, application: UUID, **_: Any) -> dict[str, Any]:
    """Those who read for a call, on a file that is theirs and from which nothing keeps them away."""
    found = can_review(user, call=call)
    one = filed(found["call"]).filter(reference=application).first()
    if one is None or not may_read(found["reviewer"], one):
        raise Http404
    one.call = found["call"]
    return found | {"application": one}


def _part_of_call(model: Any, user: Any, name: str, where: str, pk: int, **address: str) -> dict[str, Any]:
    found = can_manage_call(user, **address)
    one = model.objects.filter(**{where: found["call"], "pk": pk}).first()
    if one is None:
        raise Http404
    return found | {name: one}


def can_manage_rule(user: Any, *, programme: str, call: str, rule: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one rule of the composition of their call."""
    return _part_of_call(Rule, user, "rule", "call", rule, programme=programme, call=call)


def can_manage_decision(user: Any, *, programme: str, call: str, decision: int, **_: Any) -> dict[str, Any]:
    """Facilitators, on one decision of their call; nobody else knows of it before its letter has left."""
    return _part_of_call(
        Decision, user, "decision", "application__call", decision, programme=programme, call=call
    )
