"""What anybody may do in a conversation: read it, put a statement forward, and follow it with a receipt."""

from __future__ import annotations

import uuid
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.core.guards import public
from maillage.core.ratelimit import too_many_tries
from maillage.core.tokens import printed, read_code
from maillage.programmes.forms import accepted
from maillage.statements import queries, services
from maillage.statements.forms import ProposalForm, ReceiptForm
from maillage.statements.models import Conversation

# A room full of people behind one address, each with two ideas.
BY_ADDRESS: Final = 120
BY_ALL: Final = 1200
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _conversation(public_id: uuid.UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.select_related("territory"), public_id=public_id)


@public
@require_http_methods(["GET", "HEAD"])
def read(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The question, its rule, what is published and what came of it."""
    found = _conversation(public_id)
    context = {"conversation": found, "shelf": queries.shelf_of(found)}
    return render(request, "statements/read.html", context)


@public
@never_cache
@get_or_post
def propose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One statement, without an account; then its receipt."""
    found = _conversation(public_id)
    if not found.is_open:
        return redirect("speak:read", found.public_id)
    form = ProposalForm(request.POST or None)
    context = {"conversation": found, "form": form, "full": False}
    if request.method != "POST":
        return render(request, "statements/propose.html", context)
    if form.is_valid() and too_many_tries(request, door="statements", by_address=BY_ADDRESS, by_all=BY_ALL):
        return render(request, "statements/propose.html", context | {"full": True}, status=429)
    if accepted(form, services.propose_statement, conversation=found):
        return redirect("speak:receipt", form.made)  # type: ignore[attr-defined]
    return render(request, "statements/propose.html", context, status=422)


@public
@never_cache
@require_http_methods(["GET", "HEAD"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Where a statement is: received, published, merged, not kept and why, then what it became."""
    found, typed = queries.statement_of_receipt(code), read_code(code[:40])
    if found is None or typed is None:
        raise Http404
    context = {"statement": found, "conversation": found.conversation, "code": printed(typed)}
    return render(request, "statements/receipt.html", context)


@public
@never_cache
@get_or_post
def ask_receipt(request: HttpRequest) -> HttpResponse:
    """A receipt typed from a piece of paper."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        full = too_many_tries(request, door="statement-receipts", by_address=BY_ADDRESS, by_all=BY_ALL)
        if code and not full and queries.statement_of_receipt(code):
            return redirect("speak:receipt", code)
        form.add_error(
            "code",
            "Trop d’essais à la fois\u202f: revenez dans une heure."
            if full
            else "Ce reçu n’est pas connu. Vérifiez chaque lettre.",
        )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "statements/ask_receipt.html", {"form": form}, status=status)
