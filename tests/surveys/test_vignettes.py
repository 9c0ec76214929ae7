"""Made-up situations: the same text for all, nobody and « je ne sais pas » as answers, the numbers to call where it matters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core.childtext import names_a_person
from maillage.surveys.forms import MOST_VIGNETTES, PrepareForm
from maillage.surveys.kinds import Asked, kinds, render_field
from maillage.surveys.kinds._words import LANGUAGES, words
from maillage.surveys.models import Wave
from maillage.surveys.paper.layout import Paper
from maillage.surveys.paper.numbers import number_of
from maillage.surveys.questionnaires import cost, lint, questionnaires, read
from maillage.surveys.questionnaires.linter import long_sentences
from maillage.surveys.relays import OTHER, RELAYS, relay_of
from maillage.surveys.services import create_wave
from maillage.surveys.vignettes import vignette_of, vignettes
from maillage.territories.codes import ACTOR_TYPES, Sector
from tests.surveys.reading import posted
from tests.surveys.test_kinds import BLANK, ROSTER
from tests.surveys.test_paper import wave

__all__ = ["wave"]  # an open wave of six actors

KIND = kinds()["vignette"]


def asked(key: str = "07", *, easy: bool = False, language: str = "fr") -> Asked:
    question = questionnaires()["habitants" if easy else "cooperation"].question(f"vignette_{key}")
    assert question is not None
    return Asked(question=question, roster=ROSTER, easy=easy, language=language)


@pytest.mark.parametrize("key", list(vignettes()))
def test_a_situation_is_short_the_same_for_all_and_in_every_language(key: str) -> None:
    found = vignettes()[key]
    for language in LANGUAGES:
        assert found.title[language].strip()
        assert not list(long_sentences(found.title[language]))
        assert not list(long_sentences(found.text[language])), language
    assert 3 <= found.text["fr"].count(".") <= 5
    for text in (found.title["fr"], found.text["fr"]):
        assert not names_a_person(text)
    assert found.ages.endswith("\u00a0ans")
    for name in ("cooperation", "habitants"):
        question = questionnaires()[name].question(f"vignette_{key}")
        assert question is not None
        assert question.block == f"vignette_{key}"
        assert KIND.field(Asked(question=question), BLANK)["story"].text == found.text["fr"]


def test_the_library_has_twelve_situations_from_every_age_and_two_of_danger() -> None:
    assert [each.band for each in vignettes().values()] == sorted(
        (each.band for each in vignettes().values()), key=lambda band: int(band.split("-")[0])
    )
    assert len(vignettes()) == 12
    assert {each.key for each in vignettes().values() if each.danger} == {"08", "11"}
    assert vignette_of("vignette_07") is vignettes()["07"]
    assert vignette_of("collaboration") is vignette_of("vignette_99") is None


def test_the_words_of_a_situation_are_its_own_and_its_question_stays_checked() -> None:
    assert lint(questionnaires()["cooperation"]) == lint(questionnaires()["habitants"]) == []
    body = '[[question]]\nkey = "q"\nkind = "vignette"\ntext.fr = "{}"\nsettings.vignette = "{}"\n'
    head = 'key = "essai"\nversion = 1\npopulation = "actors"\ntitle.fr = "Essai"\n'
    assert lint(read(head + body.format("Vers qui iriez-vous ?", "01"))) == []
    assert any("classe" in each for each in lint(read(head + body.format("Quelle classe ?", "01"))))
    assert any("bibliothèque" in each for each in lint(read(head + body.format("Vers qui ?", "13"))))


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("easy", [True, False])
def test_the_numbers_to_call_are_shown_with_two_situations_in_every_language(
    language: str, *, easy: bool
) -> None:
    for key, found in vignettes().items():
        shown = render_field(asked(key, easy=easy, language=language))
        assert (words()["vignette_danger"][language] in shown) == found.danger
        assert (words()["vignette_crip"][language] in shown) == (found.danger and not easy)


def test_residents_name_relays_with_pictures_and_no_organisation() -> None:
    shown = render_field(asked(easy=True))
    assert "<select" not in shown
    assert "Collège Les Rives" not in shown
    assert "relay_" not in shown
    value = {**BLANK, "first": "relay:school", "next": "nobody", "around": ["club"], "worry": "unknown"}
    for language in ("fr", "ar"):
        again = render_field(asked(easy=True, language=language), value)
        assert KIND.read(asked(easy=True), posted(again)) == value
    for first in ("actor:2", "own"):
        with pytest.raises(ValidationError):
            KIND.clean({**BLANK, "first": first}, asked(easy=True))
        assert KIND.clean({**BLANK, "first": first}, asked())["first"] == first


def test_nobody_asks_whether_to_report_somebody_who_is_of_age() -> None:
    assert "vignette_12-worry" not in render_field(asked("12"))
    assert KIND.clean({**BLANK, "worry": "yes"}, asked("12"))["worry"] is None
    assert KIND.clean({**BLANK, "worry": "yes"}, asked("11"))["worry"] == "yes"
    assert not any("protection" in line for line, _ in KIND.describe(BLANK, asked("12")))
    assert any("protection" in line for line, _ in KIND.describe(BLANK, asked("11")))


def test_what_was_said_is_told_in_words() -> None:
    value = {
        "first": "actor:11",
        "next": "own",
        "around": ["school", "club"],
        "parents": "later",
        "worry": "no",
    }
    said = [words for _, words in KIND.describe(value, asked())]
    assert said == [
        "PMI",
        "Ma structure s’en occupe elle-même",
        "École, collège, lycée, Club, association",
        "Oui, plus tard",
        "Non",
    ]
    assert [words for _, words in KIND.describe(BLANK, asked())] == ["Sans réponse"] * 5


@pytest.fixture
def prepared(territory: Any, three_actors: list[Any]) -> Wave:
    return create_wave(territory=territory, label="Vague", opened_on=date(2026, 1, 5), roster=three_actors)


def paper(population: str) -> Paper:
    groups = {"2": "Éducation nationale", "10": "Associations", "11": "Santé"}
    blocks = ("vignette_07", "vignette_12")
    return Paper(questionnaires()[population], roster=ROSTER, groups=groups, blocks=blocks)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("population", ["cooperation", "habitants"])
def test_what_is_written_on_paper_is_what_is_kept(population: str, data: st.DataObject) -> None:
    sheet = paper(population)
    found = [part.situation for part in sheet.parts if part.situation]
    assert len(found) == 2
    typed = {
        blank.field: "".join(
            data.draw(st.lists(st.sampled_from(sorted(blank.keys)), unique=True, max_size=3))
            if blank.several
            else data.draw(st.lists(st.sampled_from(sorted(blank.keys)), max_size=1))
        )
        for each in found
        for blank in each.blanks
    }
    back = sheet.typed(sheet.read(typed))
    assert {field: back[field] for field in typed} == {
        f: "".join(sorted(t, key=_place)) for f, t in typed.items()
    }


def _place(letter: str) -> tuple[bool, str]:
    return letter.isdigit(), letter


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("ab", "first"),
        ("z", "first"),
        ("7", "first"),
        ("1a", "next"),
        ("n", "around"),
        ("2", "around"),
        ("e", "worry"),
    ],
)
def test_a_slip_of_the_hand_is_told_beside_its_field(typed: str, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        paper("cooperation").read({f"vignette_07-{field}": typed})
    assert list(refused.value.message_dict) == [f"vignette_07-{field}"]


def test_a_number_of_the_list_is_an_actor_and_residents_have_none() -> None:
    said = paper("cooperation").read({"vignette_07-first": "2", "vignette_07-around": " b, a"})
    rows = [row for part in paper("cooperation").parts for row in part.rows]
    assert said["vignette_07"]["first"] == f"actor:{rows[1].actor}"
    assert said["vignette_07"]["around"] == ["family", "school"]
    assert said["vignette_12"] == {}
    assert "vignette_12-worry" not in paper("cooperation").fields
    with pytest.raises(ValidationError):
        paper("habitants").read({"vignette_07-first": "2"})


def test_every_actor_is_a_relay() -> None:
    assert relay_of(Sector.DEPARTMENT, "PMI") == "early"
    assert relay_of(Sector.DEPARTMENT, "SSD") == "social"
    assert {relay_of(sector, kind) for kind, (sector, _) in ACTOR_TYPES.items()} <= {*RELAYS, OTHER}
    assert {relay_of(sector) for sector in Sector.values} <= {*RELAYS, OTHER}


@pytest.fixture
def form_data() -> QueryDict:
    data = QueryDict(mutable=True)
    data["questionnaire"], data["closing_day"], data["closing_time"] = "cooperation", "2099-01-01", "20:00"
    return data


def test_a_wave_takes_a_few_situations(form_data: QueryDict) -> None:
    form_data.setlist("blocks", ["collaboration"])
    form_data.setlist("vignettes", ["vignette_07", "vignette_11"])
    form = PrepareForm(form_data, wave=Wave())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["blocks"] == ["collaboration", "vignette_07", "vignette_11"]
    form_data.setlist("vignettes", [f"vignette_{key}" for key in vignettes()][: MOST_VIGNETTES + 1])
    assert "au plus" in str(PrepareForm(form_data, wave=Wave()).errors["vignettes"])


def test_a_few_situations_cost_a_few_minutes() -> None:
    chosen = ["vignette_07", "vignette_08", "vignette_11"]
    for key, path in (("cooperation", "short"), ("habitants", "short")):
        asked_of = questionnaires()[key]
        more = cost(asked_of, path=path, picked=10, blocks=chosen).minutes
        assert 0.8 < (more - cost(asked_of, path=path, picked=10).minutes) / len(chosen) < 2.5


def test_the_stories_are_read_before_they_are_chosen(client_as: Any, prepared: Wave) -> None:
    wave = prepared
    page = client_as("pilot").get(f"/territoires/{wave.territory.slug}/vagues/{wave.number}/recueillir/").text
    for each in vignettes().values():
        assert each.text["fr"] in page
    assert page.count("montre le 119") == 2


def test_the_letters_of_each_part_stand_beside_its_field(client_as: Any, wave: Wave) -> None:
    type(wave).objects.filter(pk=wave.pk).update(blocks=["vignette_07"])
    number = number_of(wave.roster.order_by("pk")[0])
    page = (
        client_as("pilot")
        .get(f"/territoires/{wave.territory.slug}/vagues/{wave.number}/papier/saisie/{number}/")
        .text
    )
    for word, field in (("Oui, dès le début", "parents"), ("Peut-être", "worry")):
        before = page[: page.index(f'name="vignette_07-{field}"')]
        assert before[before.rindex(word) :].count("<input") == 1  # its own
