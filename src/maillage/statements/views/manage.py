"""The conversations of a territory: their statements, and what is decided of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from maillage.accounts.models import User
from maillage.core.guards import allowed
from maillage.programmes.forms import accepted
from maillage.statements import queries, services
from maillage.statements.forms import ConversationForm, DecisionForm, OutcomeForm, StatementForm
from maillage.statements.models import Conversation, State, Statement
from maillage.statements.permissions import (
    can_manage_conversation,
    can_manage_statement,
    can_see_conversation,
)
from maillage.territories.models import Territory
from maillage.territories.permissions import can_manage_territory, can_see_territory
from maillage.territories.queries import is_manager
from maillage.territories.views.pages import done, form_page, sent


def _by(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@allowed(can_see_territory)
def index(request: HttpRequest, territory: Territory) -> HttpResponse:
    context = {
        "territory": territory,
        "conversations": list(queries.conversations_of(territory)),
        "manages": is_manager(request.user, territory),
    }
    return render(request, "statements/list.html", context)


@allowed(can_manage_territory)
def add(request: HttpRequest, territory: Territory) -> HttpResponse:
    form = ConversationForm(sent(request))
    if form.is_bound and accepted(form, services.open_conversation, territory=territory):
        sentence = "La conversation est ouverte. Écrivez quelques énoncés pour commencer."
        return done(request, sentence, "statements:show", territory.slug, form.made.pk)  # type: ignore[attr-defined]
    return form_page(
        request, territory, form, "Ouvrir une conversation", back="statements:list", submit="Ouvrir"
    )


@allowed(can_see_conversation)
def show(request: HttpRequest, territory: Territory, conversation: Conversation) -> HttpResponse:
    """What was proposed; those who lead also see what waits."""
    context = {
        "territory": territory,
        "conversation": conversation,
        "shelf": queries.shelf_of(conversation),
        "manages": is_manager(request.user, territory),
        "address": request.build_absolute_uri(reverse("speak:read", args=[conversation.public_id])),
    }
    return render(request, "statements/show.html", context)


@allowed(can_manage_conversation)
def edit(request: HttpRequest, territory: Territory, conversation: Conversation) -> HttpResponse:
    form = ConversationForm(sent(request), instance=conversation)
    if form.is_bound and accepted(form, services.update_conversation, conversation=conversation):
        return done(
            request, "La conversation est à jour.", "statements:show", territory.slug, conversation.pk
        )
    return form_page(request, territory, form, "Modifier la conversation", back="statements:list")


@require_POST
@allowed(can_manage_conversation)
def close(request: HttpRequest, territory: Territory, conversation: Conversation) -> HttpResponse:
    """End the proposals, or take them again."""
    if conversation.is_open:
        services.close_conversation(conversation=conversation)
        messages.success(request, "On ne propose plus d’énoncé. Ceux qui sont publiés se lisent toujours.")
    else:
        services.reopen_conversation(conversation=conversation)
        messages.success(request, "On peut de nouveau proposer un énoncé.")
    return redirect("statements:show", territory.slug, conversation.pk)


@allowed(can_manage_conversation)
def seed(request: HttpRequest, territory: Territory, conversation: Conversation) -> HttpResponse:
    form = StatementForm(sent(request))
    if form.is_bound and accepted(form, services.seed_statement, conversation=conversation, by=_by(request)):
        return done(request, "L’énoncé est publié.", "statements:show", territory.slug, conversation.pk)
    lead = "Une dizaine d’énoncés suffit pour commencer, et qu’ils ne disent pas tous la même chose."
    return form_page(
        request,
        territory,
        form,
        "Écrire un énoncé",
        back="statements:list",
        lead=lead,
        submit="Publier cet énoncé",
    )


@allowed(can_manage_statement)
def moderate(
    request: HttpRequest, territory: Territory, conversation: Conversation, statement: Statement
) -> HttpResponse:
    """Decide by the public rule, and say why."""
    form = DecisionForm(sent(request), statement=statement)
    if form.is_bound and accepted(form, services.decide, statement=statement, by=_by(request)):
        return done(
            request,
            "La décision est notée\u00a0: le reçu de l’auteur la dit.",
            "statements:show",
            territory.slug,
            conversation.pk,
        )
    context = {
        "territory": territory,
        "conversation": conversation,
        "statement": statement,
        "history": queries.history_of(statement),
        "form": form,
        "is_published": statement.state == State.PUBLISHED,
    }
    return render(request, "statements/moderate.html", context)


@allowed(can_manage_statement)
def outcome(
    request: HttpRequest, territory: Territory, conversation: Conversation, statement: Statement
) -> HttpResponse:
    form = OutcomeForm(sent(request), initial={"outcome": statement.outcome})
    if form.is_bound and accepted(form, services.tell_outcome, statement=statement):
        return done(request, "La suite est écrite.", "statements:show", territory.slug, conversation.pk)
    return form_page(
        request,
        territory,
        form,
        "Dire ce qu’il est devenu",
        back="statements:list",
        lead=f"«\u00a0{statement}\u00a0»",
    )
