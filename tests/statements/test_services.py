"""What becomes of a statement, from its proposal to what came of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.programmes.held_texts.services import decide as decide_held
from maillage.programmes.models import HeldText
from maillage.statements import queries, services
from maillage.statements.models import Conversation, Moderation, State, Statement


def propose(conversation: Conversation, text: str = "Un lieu ouvert le soir aiderait.", **more: Any) -> str:
    return services.propose_statement(
        conversation=conversation, text=text, role="PARENTS", **{"key": uuid.uuid4(), **more}
    )


def of(code: str) -> Statement:
    found = queries.statement_of_receipt(code)
    assert found is not None
    return found


def test_a_proposal_waits_and_its_receipt_is_kept_as_a_digest(conversation: Conversation) -> None:
    code = propose(conversation, "  Un lieu   ouvert\nle soir aiderait. ")
    found = of(code)
    assert (found.text, found.state) == ("Un lieu ouvert le soir aiderait.", State.PROPOSED)
    assert code not in str(Statement.objects.values().get())
    assert queries.shelf_of(conversation).published == []


def test_sent_twice_a_proposal_is_kept_once_with_the_same_receipt(conversation: Conversation) -> None:
    key = uuid.uuid4()
    assert propose(conversation, key=key) == propose(conversation, key=key)
    assert Statement.objects.count() == 1
    assert propose(conversation) != propose(conversation)


@pytest.mark.parametrize(
    "text",
    [
        "Trop court"[:5],
        "x" * 141,
        "Écrivez à lea@exemple.fr pour en parler.",
        "Il faut appeler le 06 12 34 56 78 plus tôt.",
        "C’est Mme Durand qui bloque tout.",
    ],
)
def test_what_is_no_statement_is_refused(conversation: Conversation, text: str) -> None:
    with pytest.raises(ValidationError):
        propose(conversation, text)
    assert not Statement.objects.exists()


def test_a_closed_conversation_takes_no_proposal_until_it_is_open_again(conversation: Conversation) -> None:
    services.close_conversation(conversation=conversation)
    with pytest.raises(ValidationError, match="close"):
        propose(conversation)
    services.reopen_conversation(conversation=conversation)
    assert propose(conversation)


def test_a_text_that_may_speak_of_a_child_is_nowhere_until_it_is_given_back(
    conversation: Conversation, make_user: Any
) -> None:
    text = "Le petit Kévin ne vient plus à l’école."
    code = propose(conversation, text)
    assert of(code).text == ""
    assert HeldText.objects.count() == 1
    decide_held(held=HeldText.objects.get(), user=make_user("facilitator"), state="FALSE_ALARM")
    assert (of(code).text, of(code).state) == (text, State.PROPOSED)


def test_a_text_held_may_not_be_published_but_its_author_is_told_why(conversation: Conversation) -> None:
    held = of(propose(conversation, "Le petit Kévin ne vient plus à l’école."))
    with pytest.raises(ValidationError), transaction.atomic():
        services.decide(statement=held, state=State.PUBLISHED, by=None)
    services.decide(statement=held, state=State.NOT_KEPT, by=None, reason="Il désigne un enfant.")
    assert Statement.objects.get().reason == "Il désigne un enfant."


def test_published_then_it_is_voted_on(conversation: Conversation, seeds: list[Statement]) -> None:
    found = of(propose(conversation))
    services.decide(statement=found, state=State.PUBLISHED, by=None)
    assert queries.shelf_of(conversation).published == [*seeds, found]


def test_the_same_words_are_published_once(conversation: Conversation, seeds: list[Statement]) -> None:
    twin = of(propose(conversation, seeds[0].text.upper()))
    with pytest.raises(ValidationError, match="réunissez"), transaction.atomic():
        services.decide(statement=twin, state=State.PUBLISHED, by=None)


def test_merging_follows_what_was_merged_before(conversation: Conversation, seeds: list[Statement]) -> None:
    one, two = of(propose(conversation)), of(propose(conversation, "Un accueil le soir, une fois par mois."))
    services.decide(statement=one, state=State.PUBLISHED, by=None)
    services.decide(statement=two, state=State.MERGED, into=one, by=None)
    services.decide(statement=one, state=State.MERGED, into=seeds[0], by=None)
    assert set(Statement.objects.filter(merged_into=seeds[0])) == {one, two}


def test_a_merge_asks_for_another_published_statement_of_the_conversation(
    conversation: Conversation, seeds: list[Statement], territory: Any
) -> None:
    waiting = of(propose(conversation))
    elsewhere = services.open_conversation(territory=territory, question="Autre ?", rule="Règle.")
    other = services.seed_statement(
        conversation=elsewhere, text="Une idée d’ailleurs.", role="OTHER", by=None
    )
    for into in (None, other, waiting):
        with pytest.raises(ValidationError), transaction.atomic():
            services.decide(statement=waiting, state=State.MERGED, into=into, by=None)


def test_a_statement_is_never_refused_without_a_reason(conversation: Conversation) -> None:
    waiting = of(propose(conversation))
    with pytest.raises(ValidationError, match="pourquoi"), transaction.atomic():
        services.decide(statement=waiting, state=State.NOT_KEPT, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(state=State.NOT_KEPT)


def test_every_decision_stays_in_the_history(conversation: Conversation, make_user: Any) -> None:
    one, by = of(propose(conversation)), make_user("pilot")
    services.decide(statement=one, state=State.NOT_KEPT, reason="Deux idées à la fois.", by=by)
    services.decide(statement=one, state=State.PUBLISHED, by=by)
    assert [(each.state, each.words, each.by) for each in queries.history_of(one)] == [
        (State.NOT_KEPT, "Deux idées à la fois.", by),
        (State.PUBLISHED, "", by),
    ]
    assert of_text(one).state == State.PUBLISHED


def of_text(statement: Statement) -> Statement:
    return Statement.objects.get(pk=statement.pk)


def test_a_reason_names_nobody(conversation: Conversation) -> None:
    waiting = of(propose(conversation))
    with pytest.raises(ValidationError, match="nomme quelqu’un"), transaction.atomic():
        services.decide(statement=waiting, state=State.NOT_KEPT, reason="Le petit Kévin est cité.", by=None)
    assert not Moderation.objects.exists()


def test_only_a_published_statement_becomes_something(
    conversation: Conversation, seeds: list[Statement]
) -> None:
    waiting = of(propose(conversation))
    with pytest.raises(ValidationError):
        services.tell_outcome(statement=waiting, outcome="Un essai en mars.")
    assert services.tell_outcome(statement=seeds[0], outcome="Un essai en mars.").outcome
