"""Statements put to the vote in a wave: asked of actors and residents, kept, read by role, printed and typed back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from maillage.statements.models import RULE, Conversation, State, Statement
from maillage.statements.services import decide, open_conversation, seed_statement
from maillage.surveys.models import Sheet, Wave
from maillage.surveys.paper.numbers import number_of
from maillage.surveys.queries import paper as printing
from maillage.surveys.queries import votes as reading
from maillage.surveys.queries.respondents import said_by_respondent
from maillage.surveys.queries.sheets import Page, page_for
from maillage.surveys.screens import Screen
from maillage.surveys.services import collecting, create_wave
from maillage.surveys.services import sheets as services
from maillage.territories.models import Actor, ActorStatus

SAID = (
    "On se parle trop tard.",
    "Les parents savent à qui s’adresser.",
    "Une rencontre par mois suffit.",
    "Chacun sait ce que fait l’autre.",
)


@pytest.fixture
def conversation(territory: Any) -> Conversation:
    made = open_conversation(territory=territory, question="Quoi changer ?", rule=RULE)
    for text in SAID:
        seed_statement(conversation=made, text=text, role="SCHOOL", by=None)
    return made


@pytest.fixture
def prepared(territory: Any) -> Wave:
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(3)
    ]
    made = create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=["ar"], closes_at=closes)
    return made


@pytest.fixture
def wave(prepared: Wave, conversation: Conversation) -> Wave:
    return collecting.open_wave(wave=collecting.link_conversation(wave=prepared, conversation=conversation))


@pytest.fixture
def sheet(wave: Wave) -> Sheet:
    return services.start_sheet(wave=wave, participation=wave.roster.order_by("pk")[0])


def screen_of(page: Page) -> Screen:
    return next(each for each in page.screens if each.question.kind == "statements")


def vote(sheet: Sheet, said: dict[str, int], **more: Any) -> None:
    for question, value in {"statements": {"votes": said}, **more}.items():
        services.save_entry(sheet=sheet, question=question, value=value, key=uuid.uuid4())
    services.send_sheet(sheet=sheet)


def test_each_sheet_has_its_own_order_that_never_changes(wave: Wave) -> None:
    sheets = [services.start_sheet(wave=wave, questionnaire="habitants") for _ in range(12)]
    orders = [tuple(page_for(each).statements) for each in sheets]
    assert [tuple(page_for(each).statements) for each in sheets] == orders
    assert len(set(orders)) > 1
    assert {frozenset(each) for each in orders} == {frozenset(reading.statements_of(wave.pk))}


def test_a_respondent_votes_on_a_phone_without_a_script(sheet: Sheet, client: Client) -> None:
    page = page_for(sheet)
    screen = screen_of(page)
    shown = page.context(screen)["field"]
    assert shown.count('type="radio"') == 3 * len(SAID)
    assert all(text in shown for text in SAID)
    one, two, *_ = page.statements
    value = page.read(screen, QueryDict(f"statements-{one}=agree&statements-{two}=disagree"))
    assert value == {"votes": dict(sorted({one: 1, two: -1}.items()))}


def test_the_votes_of_a_wave_are_read_with_the_place_of_each(wave: Wave, sheet: Sheet) -> None:
    one, two, *_ = reading.statements_of(wave.pk)
    vote(sheet, {one: 1, two: -1})
    parent = services.start_sheet(wave=wave, questionnaire="habitants")
    vote(parent, {one: 0}, place={"choice": "PARENTS"})
    services.start_sheet(wave=wave, questionnaire="habitants")  # not sent: not read
    said = said_by_respondent(wave)
    found = {each.get("place", {}).get("choice"): reading.votes_said(each) for each in said.values()}
    assert found == {None: {one: 1, two: -1}, "PARENTS": {one: 0}}
    assert reading.voters_of(wave) == 2
    assert reading.told_voters(wave).startswith("Moins de 5")


def test_a_sheet_taken_back_or_put_aside_votes_no_more(wave: Wave) -> None:
    one, *_ = reading.statements_of(wave.pk)
    gone, aside = (services.start_sheet(wave=wave, questionnaire="habitants") for _ in range(2))
    vote(aside, {one: 1})
    services.save_entry(sheet=gone, question="statements", value={"votes": {one: 1}}, key=uuid.uuid4())
    receipt = services.send_sheet(sheet=gone)
    Sheet.objects.filter(pk=aside.pk).update(aside=True)
    services.withdraw_sheet(sheet=gone, receipt=receipt)
    assert reading.voters_of(wave) == 0


def test_a_vote_outlives_the_statement_being_merged(
    wave: Wave, sheet: Sheet, conversation: Conversation
) -> None:
    page = page_for(sheet)
    one, two, *_ = reading.statements_of(wave.pk)
    decide(
        statement=Statement.objects.get(pk=two),
        state=State.MERGED,
        into=Statement.objects.get(pk=one),
        by=None,
    )
    late = page_for(sheet)
    assert two not in late.statements
    assert late.read(screen_of(page), QueryDict(f"statements-{two}=agree")) == {"votes": {two: 1}}


def test_residents_say_first_from_which_place_they_answer(wave: Wave) -> None:
    keys = [
        each.question.key
        for each in page_for(services.start_sheet(wave=wave, questionnaire="habitants")).screens
    ]
    assert keys[-2:] == ["place", "statements"]


def test_a_wave_without_a_conversation_asks_for_no_vote(prepared: Wave) -> None:
    opened = collecting.open_wave(wave=prepared)
    for more in ({"participation": opened.roster.order_by("pk")[0]}, {"questionnaire": "habitants"}):
        page = page_for(services.start_sheet(wave=opened, **more))  # type: ignore[arg-type]
        assert "statements" not in {each.question.kind for each in page.screens}


def test_preparing_again_keeps_the_conversation(prepared: Wave, conversation: Conversation) -> None:
    collecting.link_conversation(wave=prepared, conversation=conversation)
    again = collecting.prepare_wave(wave=prepared, questionnaire="cooperation", blocks=["collaboration"])
    assert again.blocks == ["collaboration", *collecting.VOTED]
    collecting.link_conversation(wave=prepared, conversation=None)
    again.refresh_from_db()
    assert again.blocks == ["collaboration"]


def test_a_conversation_is_linked_when_there_is_something_to_vote_on(
    prepared: Wave, wave: Wave, other_territory: Any
) -> None:
    empty = open_conversation(territory=prepared.territory, question="Vide ?", rule="Règle.")
    away = open_conversation(territory=other_territory, question="Ailleurs ?", rule="Règle.")
    for conversation in (empty, away, None):
        with pytest.raises(ValidationError):
            collecting.link_conversation(wave=wave, conversation=conversation)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_reads_as_much_whatever_the_statements(
    wave: Wave, sheet: Sheet, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Statement.objects.exclude(pk__in=list(reading.statements_of(wave.pk))[:count]).delete()
    page = page_for(sheet)
    screen = screen_of(page)
    with django_assert_num_queries(2):  # the ties of the last wave, the statements
        page.context(screen)


def test_what_is_ticked_on_paper_is_what_is_kept(wave: Wave) -> None:
    for number in (number_of(wave.roster.order_by("pk")[0]), None):
        layout = printing.residents_paper(wave=wave)
        if number:
            found = printing.paper_for(wave, number)
            assert found
            layout = found[1]
        one, two, three, _ = reading.statements_of(wave.pk)
        typed = dict.fromkeys(layout.fields, "")
        typed |= {f"statements-{one}": "1", f"statements-{two}": "2", f"statements-{three}": "3"}
        values = layout.read(typed)
        assert values["statements"] == {"votes": {one: 1, two: -1, three: 0}}
        assert {key: typed[key] for key in layout.fields if "statements" in key} == {
            key: said for key, said in layout.typed(values).items() if "statements" in key
        }
        with pytest.raises(ValidationError, match="tapez 1, 2 ou 3"):
            layout.read(typed | {f"statements-{one}": "4"})


def test_the_sheet_is_printed(wave: Wave) -> None:
    assert printing.actor_sheets(wave).startswith(b"%PDF")


def test_whoever_answered_may_put_a_sentence_forward(client: Client, wave: Wave) -> None:
    link = collecting.invite(participation=wave.roster.order_by("pk")[0])
    page = client.post(reverse("respond:start", args=[link.token]), follow=True)
    sheet = Sheet.objects.get()
    one, *_ = reading.statements_of(wave.pk)
    number = screen_of(page_for(sheet)).number
    page = client.post(
        reverse("respond:screen", args=[number]), {"asked": "statements", f"statements-{one}": "agree"}
    )
    assert page.status_code == 302
    thanks = client.post(reverse("respond:review"), follow=True).content.decode()
    propose = reverse("speak:propose", args=[wave.conversation.public_id])  # type: ignore[union-attr]
    assert re.search(f'href="{propose}"', thanks)


@pytest.mark.parametrize(
    ("role", "code"), [("facilitator", 200), ("pilot", 200), ("contributor", 404), ("anonymous", 302)]
)
def test_the_page_of_a_wave_leads_to_its_statements(
    client_as: Callable[..., Client], wave: Wave, role: str, code: int
) -> None:
    url = reverse("surveys:voices", args=[wave.territory.slug, wave.number])
    client = client_as(role)
    assert client.get(url).status_code == code
    if code == 200:
        assert "4 énoncés" in client.get(url).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
        page = client.get(reverse("surveys:show", args=[wave.territory.slug, wave.number])).content.decode()
        assert url in page


def test_a_pilot_links_a_conversation(
    client_as: Callable[..., Client], prepared: Wave, conversation: Conversation
) -> None:
    url = reverse("surveys:voices", args=[prepared.territory.slug, prepared.number])
    client_as("pilot").post(url, {"conversation": conversation.pk})
    prepared.refresh_from_db()
    assert prepared.conversation == conversation
