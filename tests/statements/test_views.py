"""The pages of conversations: who opens them, and what a receipt tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from maillage.statements.models import Conversation, State, Statement
from maillage.statements.services import close_conversation, decide, open_conversation, tell_outcome

Opener = Callable[..., Client]
PROPOSAL = {"text": "Un lieu ouvert le soir aiderait.", "role": "PARENTS"}


def _doors(conversation: Conversation, statement: Statement) -> dict[str, str]:
    slug = conversation.territory.slug
    one = [slug, conversation.pk]
    return {
        "list": reverse("statements:list", args=[slug]),
        "show": reverse("statements:show", args=one),
        "add": reverse("statements:add", args=[slug]),
        "edit": reverse("statements:edit", args=one),
        "seed": reverse("statements:seed", args=one),
        "moderate": reverse("statements:moderate", args=[*one, statement.pk]),
        "outcome": reverse("statements:outcome", args=[*one, statement.pk]),
    }


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("facilitator", {"list", "show", "add", "edit", "seed", "moderate", "outcome"}),
        ("pilot", {"list", "show", "add", "edit", "seed", "moderate", "outcome"}),
        ("contributor", {"list", "show"}),
        ("national", set()),
        ("anonymous", set()),
    ],
)
def test_members_read_and_managers_lead(
    client_as: Opener, conversation: Conversation, seeds: list[Statement], role: str, opened: set[str]
) -> None:
    client = client_as(role)
    answers = {name: client.get(url).status_code for name, url in _doors(conversation, seeds[0]).items()}
    assert {name for name, code in answers.items() if code == 200} == opened
    refused = 302 if role == "anonymous" else 404
    assert {code for name, code in answers.items() if name not in opened} <= {refused}


def test_the_pilot_of_another_territory_finds_nothing(
    client_as: Opener, conversation: Conversation, seeds: list[Statement], other_territory: Any
) -> None:
    client = client_as("pilot", on=other_territory)
    assert {client.get(url).status_code for url in _doors(conversation, seeds[0]).values()} == {404}


def test_a_parent_proposes_without_an_account_and_follows_the_receipt(
    client: Client, conversation: Conversation
) -> None:
    url = reverse("speak:propose", args=[conversation.public_id])
    key = client.get(url).context["form"]["key"].value()
    first = client.post(url, PROPOSAL | {"key": key})
    assert (
        client.post(url, PROPOSAL | {"key": key})["Location"] == first["Location"]
    )  # a hand that clicks twice
    assert "Il est bien reçu." in client.get(first["Location"]).content.decode()
    code = first["Location"].rstrip("/").rsplit("/", 1)[1]
    typed = client.post(reverse("speak:ask_receipt"), {"code": code.lower()})
    assert typed["Location"] == first["Location"]
    assert Statement.objects.count() == 1


def test_a_receipt_tells_each_state_in_words(
    client: Client, conversation: Conversation, seeds: list[Statement]
) -> None:
    url = reverse("speak:propose", args=[conversation.public_id])
    key = client.get(url).context["form"]["key"].value()
    receipt = client.post(url, PROPOSAL | {"key": key})["Location"]
    one = Statement.objects.get(seed=False)

    def page() -> str:
        return client.get(receipt).content.decode()

    decide(statement=one, state=State.NOT_KEPT, by=None, reason="Il dit deux idées.")
    assert "Il n’est pas retenu." in page()
    assert "Il dit deux idées." in page()
    decide(statement=one, state=State.MERGED, into=seeds[0], by=None)
    assert f"avec «\u00a0{seeds[0]}\u00a0»" in page()
    tell_outcome(statement=seeds[0], outcome="Un accueil est essayé en mars.")
    assert "Un accueil est essayé en mars." in page()
    decide(statement=one, state=State.PUBLISHED, by=None)
    assert "chacun peut voter" in page()


def test_the_public_page_says_the_rule_and_never_what_waits(
    client: Client, conversation: Conversation, seeds: list[Statement]
) -> None:
    propose = reverse("speak:propose", args=[conversation.public_id])
    client.post(propose, PROPOSAL | {"key": client.get(propose).context["form"]["key"].value()})
    page = client.get(reverse("speak:read", args=[conversation.public_id])).content.decode()
    assert "La règle de modération" in page
    assert seeds[0].text in page
    assert PROPOSAL["text"] not in page
    close_conversation(conversation=conversation)
    assert client.get(propose).status_code == 302


def test_what_waits_is_shown_to_those_who_lead_only(client_as: Opener, conversation: Conversation) -> None:
    propose = reverse("speak:propose", args=[conversation.public_id])
    anybody = Client()
    anybody.post(propose, PROPOSAL | {"key": anybody.get(propose).context["form"]["key"].value()})
    show = reverse("statements:show", args=[conversation.territory.slug, conversation.pk])
    assert PROPOSAL["text"] in client_as("pilot").get(show).content.decode()
    assert PROPOSAL["text"] not in client_as("contributor").get(show).content.decode()


def test_a_strange_receipt_is_unknown(client: Client, conversation: Conversation) -> None:
    assert client.get(reverse("speak:receipt", args=["ABCDE"])).status_code == 404
    answer = client.post(reverse("speak:ask_receipt"), {"code": "7KQ4M-PX2D9-T"})
    assert answer.status_code == 422


def test_a_pilot_leads_a_conversation_from_its_first_page(client_as: Opener, territory: Any) -> None:
    pilot = client_as("pilot")
    pilot.post(
        reverse("statements:add", args=[territory.slug]), {"question": "Quoi changer ?", "rule": "Une règle."}
    )
    made = Conversation.objects.get()
    pilot.post(
        reverse("statements:seed", args=[territory.slug, made.pk]),
        {"text": "Une idée entière.", "role": "SCHOOL"},
    )
    one = Statement.objects.get()
    page = pilot.post(
        reverse("statements:moderate", args=[territory.slug, made.pk, one.pk]),
        {"state": "NOT_KEPT", "reason": "Écrit trop vite."},
        follow=True,
    ).content.decode()
    assert "Écrit trop vite." in page
    pilot.post(reverse("statements:close", args=[territory.slug, made.pk]))
    made.refresh_from_db()
    assert not made.is_open


@pytest.mark.parametrize("count", [1, 3])
def test_pages_read_as_much_whatever_there_is(
    client_as: Opener,
    django_assert_num_queries: DjangoAssertNumQueries,
    territory: Any,
    conversation: Conversation,
    seeds: list[Statement],
    count: int,
) -> None:
    Statement.objects.exclude(pk__in=[each.pk for each in seeds[:count]]).delete()
    for n in range(count - 1):
        open_conversation(territory=territory, question=f"Question {n} ?", rule="Règle.")
    client = Client()
    with django_assert_num_queries(3):
        client.get(reverse("speak:read", args=[conversation.public_id]))
    pilot = client_as("pilot")
    listed = reverse("statements:list", args=[territory.slug])
    pilot.get(listed)
    with django_assert_num_queries(5):
        pilot.get(listed)
