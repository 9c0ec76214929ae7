"""The pages of the composition: what the organiser sees, what nobody else does, what authors are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from maillage.calls.models import Application, Assignment, Call, Decision
from maillage.calls.services import composition as services
from maillage.core.models import Mail
from maillage.territories.models import Territory
from tests.calls.composed import read_all
from tests.calls.reviewers import reader


def _where(call: Call, name: str, *more: Any) -> str:
    return reverse(f"composition:{name}", args=[call.programme.slug, call.slug, *more])


def test_the_organiser_composes_on_the_page(
    six: list[Application], call: Call, client_as: Callable[..., Client]
) -> None:
    desk = client_as("facilitator")
    page = desk.get(_where(call, "show")).content.decode()
    assert "Cité 5" in page
    assert "tile--retained" in page
    assert "encore attendue" not in page
    Assignment.objects.create(application=six[0], reviewer=reader(call, "Eve"))
    assert "1\u00a0expertise est encore attendue" in desk.get(_where(call, "show")).content.decode()
    assert (
        desk.post(_where(call, "show"), {"asked": "AMONG/setting/RURAL", "at_least": "1"}).status_code == 302
    )
    page = desk.get(_where(call, "show")).content.decode()
    assert "Il fait tenir" in page or "Indispensable" in page
    swap = desk.get(_where(call, "swap", six[3].reference)).content.decode()
    assert "perdrait" in swap
    assert "Cité 5" in swap
    lost = desk.get(_where(call, "swap", six[0].reference)).content.decode()
    assert "rural" in lost
    assert (
        desk.post(_where(call, "swap", six[3].reference), {"keep": "1", "reason": "Un port"}).status_code
        == 302
    )
    page = desk.get(_where(call, "show")).content.decode()
    assert "Gardé à la main" in page
    assert "point de plus" in page or "points de plus" in page
    assert "\u2212" not in page
    assert "gagnerait" in desk.get(_where(call, "swap", six[3].reference)).content.decode()
    desk.post(_where(call, "let_go", six[3].reference))
    assert "Gardé à la main" not in desk.get(_where(call, "show")).content.decode()


def test_the_organiser_reads_the_letters_over_and_sends_them(
    six: list[Application], call: Call, client_as: Callable[..., Client]
) -> None:
    services.add_rule(call=call, kind="AMONG", trait="setting", value="RURAL", at_least=1)
    desk = client_as("facilitator")
    assert desk.post(_where(call, "decide"))["Location"] == _where(call, "letters")
    letters = desk.get(_where(call, "letters")).content.decode()
    assert "6\u00a0lettres restent à relire" in letters
    assert "apporte à l’ensemble ce que nous y cherchions\u00a0: milieu «\u00a0rural\u00a0»" in letters
    one = Decision.objects.get(application=six[5])
    assert (
        desk.post(_where(call, "letter", one.pk), {"subject": "Bravo", "letter": "À nous."}).status_code
        == 302
    )
    seen = desk.get(_where(call, "letters")).content.decode().split('name="seen" value="')[1].split('"')[0]
    desk.post(_where(call, "mark_read"), {"seen": seen})
    desk.post(_where(call, "send"))
    assert Mail.objects.count() == 6
    assert "Toutes les lettres sont parties" in desk.get(_where(call, "letters")).content.decode()


def test_rules_that_do_not_hold_together_are_named(
    six: list[Application], call: Call, client_as: Callable[..., Client]
) -> None:
    services.add_rule(call=call, kind="AMONG", trait="setting", value="RURAL", at_least=2)
    services.add_rule(call=call, kind="DISTINCT", trait="region", at_least=1)
    page = client_as("facilitator").get(_where(call, "show")).content.decode()
    assert "Ces règles ne tiennent pas ensemble" in page
    assert "rural" in page.split("notice--error")[1].split("</ul>")[0]
    assert "régions" not in page.split("notice--error")[1].split("</ul>")[0]


@pytest.mark.parametrize("role", ["national", "pilot", "department", "contributor", "club", "anonymous"])
def test_what_is_pending_is_for_facilitators_only(
    six: list[Application], call: Call, role: str, client_as: Callable[..., Client]
) -> None:
    services.decide(call=call)
    client = client_as(role)
    number = Decision.objects.first().pk
    for name, more in (("show", []), ("letters", []), ("letter", [number]), ("swap", [six[0].reference])):
        assert client.get(_where(call, name, *more)).status_code == (302 if role == "anonymous" else 404)
    for name in ("decide", "mark_read", "send"):
        assert client.post(_where(call, name)).status_code == (302 if role == "anonymous" else 404)
    assert not Mail.objects.exists()


def test_authors_know_nothing_before_their_letter_then_answer(
    six: list[Application], call: Call, browser_of: Callable[[Any], Client]
) -> None:
    services.decide(call=call)
    author = browser_of(six[5].authors.get().user)
    mine = reverse("applications:show", args=[six[5].reference])
    answer = reverse("applications:answer_place", args=[six[5].reference])
    assert "retenue" not in author.get(mine).content.decode()
    assert "Une place" not in author.get("/").content.decode()
    author.post(answer, {"answer": "yes"})
    assert not Territory.objects.exists()
    read_all(call)
    services.send_letters(call=call)
    assert "Confirmer notre place" in author.get(mine).content.decode()
    for page in ("/", reverse("applications:index")):
        assert "Une place attend votre réponse" in author.get(page).content.decode()
    assert author.post(answer, {"answer": "yes"})["Location"] == reverse("territories:show", args=["cite-5"])
    assert "Confirmer" not in author.get(mine).content.decode()
    waiting = browser_of(six[3].authors.get().user)
    assert (
        "liste d’attente"
        in waiting.get(reverse("applications:show", args=[six[3].reference])).content.decode()
    )
