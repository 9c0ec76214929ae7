"""Whoever answers reads nothing but their language: every page and every refusal, French only where it says it is French."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maillage.surveys.interface import LANGUAGES, direction
from maillage.surveys.interface import words as interface_words
from maillage.surveys.kinds._words import refusal, refusals, retold, words
from maillage.surveys.models import Sheet, Wave
from maillage.surveys.questionnaires import questionnaires
from maillage.surveys.ratelimit import BY_ADDRESS
from maillage.surveys.services import collecting, create_wave
from maillage.surveys.tokens import new_code
from maillage.territories.models import Actor, ActorStatus
from maillage.territories.validators import PERSON_CONTACT, PERSON_NAME, refuse_person_name

OTHERS = [code for code in LANGUAGES if code != "fr"]
VOID = frozenset({"input", "meta", "link", "br", "img", "progress", "path", "circle", "hr", "rect", "line"})


class Heard(HTMLParser):
    """What a page says, without the pieces marked as French."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tongues: list[str] = [""]
        self.whole: tuple[str, str] = ("", "")
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.whole = found.get("lang") or "", found.get("dir") or ""
        if tag not in VOID:
            silent = tag in {"script", "style"}
            self.tongues.append("fr" if silent else found.get("lang") or self.tongues[-1])
        if self.tongues[-1] != "fr":
            self.text += [
                found[name] or "" for name in ("aria-label", "placeholder", "title") if found.get(name)
            ]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.tongues.pop()

    def handle_data(self, data: str) -> None:
        if self.tongues[-1] != "fr":
            self.text.append(data)


def catalogue(language: str) -> Iterator[str]:
    """The French sentences that have another form in this language."""
    tables = [*interface_words().values(), *words().values(), *refusals().values()]
    for each in questionnaires().values():
        tables += [each.title, *(q.text for q in each.questions), *(q.help for q in each.questions)]
    for texts in tables:
        french, other = texts.get("fr", ""), texts.get(language, "")
        if other and len(french) > 8 and "{" not in french and french not in other:
            yield french


def check(response: Any, language: str) -> str:
    """The page is in this language throughout; its HTML."""
    html: str = response.content.decode()
    heard = Heard(html)
    said = " ".join(" ".join(heard.text).split())
    assert heard.whole == (language, direction(language))
    french = [each for each in catalogue(language) if " ".join(each.split()) in said]
    assert not french, french
    return html


@pytest.fixture
def key(territory: Any) -> collecting.Key:
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(4)
    ]
    made = create_wave(territory=territory, label="W", opened_on=timezone.localdate(), roster=actors)
    closes = timezone.now() + timezone.timedelta(days=20)
    collecting.prepare_wave(wave=made, questionnaire="cooperation", languages=OTHERS, closes_at=closes)
    wave: Wave = collecting.open_wave(wave=made)
    return collecting.invite(participation=wave.roster.order_by("pk")[0])


def browser(language: str) -> Client:
    return Client(headers={"accept-language": f"{language}-XX,{language};q=0.9,fr;q=0.5"})


@pytest.mark.parametrize("language", OTHERS)
def test_every_door_speaks_the_language_of_the_browser(language: str, key: collecting.Key) -> None:
    client = browser(language)
    check(client.get("/r/"), language)
    check(client.get(f"/r/{'x' * 32}/"), language)
    refused = client.post("/r/", {"code": "00000000000"})
    assert refusals()["unknown"][language] in check(refused, language)
    for _ in range(BY_ADDRESS + 1):
        slow = client.post("/r/", {"code": new_code()})
    assert slow.status_code == 429
    check(slow, language)
    start = check(client.get(f"/r/{key.token}/"), language)
    assert f'name="language" value="{language}"' in start
    assert Client().get("/r/", {"langue": language}).content.decode().count(f'lang="{language}"') >= 2


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_and_refusal_speaks_it_to_the_end(language: str, key: collecting.Key) -> None:
    client = browser(language)
    client.post(f"/r/{key.token}/", {"path": "full"})
    address, refused = "/r/feuille/", 0
    for _ in range(60):
        answer = client.get(address)
        if answer.status_code == 302:
            address = answer["Location"]
            continue
        html = check(answer, language)
        if "relire" in address:
            break
        empty = client.post(address, {"key": str(uuid.uuid4()), **hidden(html)})
        if empty.status_code == 422:
            refused += 1
            check(empty, language)
        picked = client.post(address, {"key": str(uuid.uuid4()), **hidden(html), **first(html)})
        assert picked.status_code == 302
        address = picked["Location"]
    assert refused >= 2
    thanks = client.post("/r/feuille/relire/", follow=True)
    check(thanks, language)
    wrong = client.post("/r/feuille/merci/", {"receipt": "00000000000", "action": "correct"})
    assert refusals()["receipt"][language] in check(wrong, language)
    receipt = re.search(r"<strong dir=\"ltr\">([^<]+)", thanks.content.decode())
    assert receipt
    check(client.post("/r/feuille/merci/", {"receipt": receipt[1], "action": "withdraw"}), language)
    assert Sheet.objects.get().language == language


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(asked|about|seen)" value="([^"]*)"', html))


def first(html: str) -> dict[str, list[str]]:
    """The first choice of each group of radios, the two first of each group of boxes."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*class=\"card__input\"[^>]*>", html):
        name, value = (re.search(rf'{each}="([^"]+)"', tag) for each in ("name", "value"))
        assert name
        assert value
        if not name[1].endswith(("-nobody", "-left")):
            found.setdefault(name[1], []).append(value[1])
    return {name: each[:2] if name == "partners" else each[:1] for name, each in found.items()}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("name", "french"), [("Mme Durand", PERSON_NAME), ("a@b.fr", PERSON_CONTACT)])
def test_a_name_refused_is_refused_in_their_words(language: str, name: str, french: str) -> None:
    with pytest.raises(ValidationError) as found:
        refuse_person_name(name)
    assert str(retold(found.value, "fr")) == french
    told = retold(found.value, language)
    assert str(told) != french
    assert not told.only_french


def test_a_sentence_without_translation_says_that_it_is_french() -> None:
    told = retold(ValidationError("Rien à faire."), "tr")
    assert (str(told), told.only_french) == ("Rien à faire.", True)
    assert str(retold(refusal("at_most", most=3), "en")) == "Tick 3 answers at most."


def test_a_sheet_goes_on_in_its_language_or_in_the_one_chosen(key: collecting.Key) -> None:
    """Begun in Arabic, taken up on the phone of a mediator: still in Arabic, unless somebody chooses otherwise."""
    browser("ar").post(f"/r/{key.token}/", {"language": "ar"})
    lent = browser("fr")
    assert 'name="language" value="ar"' in lent.get(f"/r/{key.token}/").content.decode()
    check(lent.post("/r/", {"code": key.code, "langue": "fr"}, follow=True), "ar")
    assert Sheet.objects.get().language == "ar"
    lent.post(f"/r/{key.token}/", {"language": "tr"})
    check(lent.get("/r/feuille/", follow=True), "tr")
    assert Sheet.objects.get().language == "tr"
