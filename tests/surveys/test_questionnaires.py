"""Questionnaires are data: what the library asks, what the linter refuses, what answering costs."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.surveys.kinds import kinds
from maillage.surveys.kinds._words import LANGUAGES
from maillage.surveys.questionnaires import (
    Question,
    Questionnaire,
    alone,
    asked_about,
    cost,
    lint,
    questionnaires,
    read,
    slices_of,
)
from maillage.surveys.questionnaires.cost import LONG
from maillage.surveys.questionnaires.forbidden import forbidden
from maillage.surveys.questionnaires.linter import long_sentences
from tests.house.sources import DOCS

HEAD = 'key = "essai"\nversion = 1\npopulation = "{}"\ntitle.fr = "Essai"\n'
OPTION = '[[question.settings.options]]\nvalue = "{0}"\nicon = "smile"\ntext.fr = "Réponse {0}"\n'
ROSTER = (
    '[[question]]\nkey = "partners"\nkind = "roster"\ntext.fr = "Avec quelles structures travaillez-vous ?"\n'
)


def actors(body: str) -> list[str]:
    return lint(read(HEAD.format("actors") + body))


def residents(body: str) -> list[str]:
    return lint(read(HEAD.format("residents") + body))


def question(text: str, kind: str = "yesno", **more: str) -> str:
    lines = [f'{name} = "{value}"' for name, value in more.items()]
    return "\n".join(['[[question]]\nkey = "q"', f'kind = "{kind}"', f'text.fr = "{text}"', *lines]) + "\n"


@pytest.mark.parametrize("key", ["cooperation", "habitants"])
def test_the_library_has_nothing_to_mend(key: str) -> None:
    asked = questionnaires()[key]
    assert asked.key == key
    assert lint(asked) == []
    assert asked.languages == tuple(LANGUAGES)
    assert asked.validated == ("fr",)


def test_the_library_keeps_its_promises() -> None:
    cooperation, habitants = questionnaires()["cooperation"], questionnaires()["habitants"]
    assert cost(cooperation, path="short", picked=10).minutes <= 5
    assert cost(cooperation, path="full", picked=10).minutes <= 15
    assert cost(cooperation, path="full", picked=10, blocks=["collaboration"]).minutes <= 15
    assert cost(habitants, path="short", picked=0).minutes <= 10
    assert {each.kind for each in habitants.questions} <= {
        "choice",
        "choices",
        "scale",
        "yesno",
        "statements",
        "vignette",
    }
    assert not any(each.required for each in habitants.questions)
    trust = cooperation.question("trust")
    assert trust is not None
    assert trust.settings["strongest"] == 5


def test_the_ten_indicators_are_asked_when_they_are_chosen_only() -> None:
    cooperation = questionnaires()["cooperation"]
    without = cooperation.asked(path="full")
    added = [q for q in cooperation.asked(path="full", blocks=["collaboration"]) if q not in without]
    assert len(added) == 10
    assert all(q.kind == "scale" and len(q.settings["options"]) == 3 for q in added)
    assert not any(q.block for q in cooperation.asked(path="short", blocks=["collaboration"]))


def test_the_short_path_opens_the_full_one() -> None:
    for asked in questionnaires().values():
        short, full = asked.asked(path="short"), asked.asked(path="full")
        assert full[: len(short)] == short


REFUSED: dict[str, tuple[str, str]] = {
    "unknown kind": (question("Qui ?", "riddle"), "la nature « riddle » n’existe pas"),
    "no French": ('[[question]]\nkey = "q"\nkind = "yesno"\ntext.en = "Why?"\n', "le français manque"),
    "no question": ("", "n’a aucune question"),
    "duplicate keys": (question("Oui ?") * 2, "La clé « q » sert à 2"),
    "key": ('[[question]]\nkey = "Où ?"\nkind = "yesno"\ntext.fr = "Oui ?"\n', "la clé est un mot court"),
    "path": (question("Oui ?", path="long"), "le parcours est"),
    "icon": (question("Oui ?", icon="not-an-icon"), "l’icône « not-an-icon » n’existe pas"),
    "about nothing": (question("Où ?", "cooperation"), "« about » est la clé d’une liste"),
    "about a choice": (question("Oui ?") + '[[question]]\nkey = "r"\nkind = "trust"\nabout = "q"\ntext.fr = "Et ?"\n', "« about » est la clé d’une liste"),
    "about later": (question("Où ?", "wish", about="partners") + ROSTER, "posée avant"),
    "about the full path": (ROSTER + 'path = "full"\n' + question("Où ?", "wish", about="partners"), "que tous ne voient pas"),
    "about for nothing": (ROSTER + question("Oui ?", about="partners"), "ne sert qu’aux questions posées sur chaque"),
    "setting": (question("Oui ?") + "settings.colour = 3\n", "le réglage « colour » n’existe pas"),
    "count": (ROSTER + question("Où ?", "trust", about="partners") + 'settings.strongest = "5"\n', "est un nombre entier"),
    "one option": (question("Lequel ?", "choice") + OPTION.format("1"), "au moins deux réponses"),
    "same option": (question("Lequel ?", "choice") + OPTION.format("1") * 2, "la même valeur"),
    "reserved option": (question("Lequel ?", "choice") + OPTION.format("1") + OPTION.format("unknown"), "une valeur est un mot court"),
    "none": (question("Lequel ?", "choices") + OPTION.format("1") + OPTION.format("none"), "déjà proposé"),
    "steps": (question("Combien ?", "scale") + OPTION.format("2") + OPTION.format("1"), "les marches d’une échelle"),
    "typed and required": ('[[question]]\nkey = "q"\nkind = "text"\nrequired = true\ntext.fr = "Une idée ?"\n', "jamais obligatoire"),
    "split twice": (ROSTER + 'settings.sectors = ["HEALTH"]\n' + ROSTER.replace("partners", "others") + 'settings.sectors = ["HEALTH"]\n', "dans deux listes"),
    "sector": (ROSTER + 'settings.sectors = ["CIRCUS"]\n', "un secteur de la liste"),
    "easy words": (question("Oui ?") + 'easy.fr = "Une phrase facile à lire ne compte jamais plus de douze mots en tout."\n', "phrase de plus de 12"),
}  # fmt: skip


@pytest.mark.parametrize("fault", sorted(REFUSED))
def test_a_fault_is_told(fault: str) -> None:
    body, sentence = REFUSED[fault]
    assert any(sentence in said.replace("\u00a0", " ") for said in actors(body)), actors(body)


def test_a_language_that_was_announced_is_there_everywhere() -> None:
    source = 'languages = ["fr", "ar", "xx"]\n' + HEAD.format("actors") + question("Oui ?")
    found = " ".join(lint(read(source)))
    assert "العربية" in found
    assert "La langue «\u00a0xx\u00a0» n’est pas proposée" in found


EASY = 'icon = "smile"\neasy.fr = "Est-ce que cela va ?"\n'
FOR_RESIDENTS: dict[str, tuple[str, str]] = {
    "no easy words": (question("Oui ?", icon="smile"), "le texte facile à lire"),
    "no picture": (question("Oui ?") + 'easy.fr = "Oui ?"\n', "une icône manque"),
    "typed": (question("Une idée ?", "text") + EASY, "jamais à un habitant d’écrire"),
    "names an actor": (ROSTER + EASY, "les habitants ne citent aucune structure"),
    "no silence": (question("Oui ?") + EASY + 'settings.leave = ["unknown"]\n', "je préfère ne pas dire"),
    "no doubt": (question("Oui ?") + EASY + "settings.leave = []\n", "il manque « je ne sais pas »"),
}


@pytest.mark.parametrize("fault", sorted(FOR_RESIDENTS))
def test_residents_are_asked_simply(fault: str) -> None:
    body, sentence = FOR_RESIDENTS[fault]
    assert any(sentence in said.replace("\u00a0", " ") for said in residents(body)), residents(body)
    assert residents(question("Cela va ?") + EASY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Comment va votre enfant ?", "Parlez-nous de vos deux filles.", "Combien d’enfants avez-vous ?", "Avez-vous des enfants ?",
        "Dans quelle classe est-il ?", "Votre enfant est-il en CE2 ?", "Quelle est sa date de naissance ?", "Quel âge a-t-il ?",
        "Quel est l’âge de l’élève ?", "Quelle est votre adresse ?", "Où habitez-vous ?", "Votre code postal ?",
        "Quel est son prénom ?", "Quel est votre nom ?", "Le nom de la personne que vous contactez ?", "Votre numéro de téléphone ?",
        "How old is your daughter?", "What is your home address?", "¿Cómo está su hijo?", "Data de nascimento?", "Çocuğunuz nasıl?",
        "كيف حال طفلك؟", "¿Cuál es su apellido?", "Votre situation familiale ?",
    ],
)  # fmt: skip
def test_what_may_not_be_asked(text: str) -> None:
    assert forbidden([text])
    assert actors(question("Oui ?") + f'help.fr = "{text}"\n')


@pytest.mark.parametrize(
    "text",
    [
        "Nos priorités pour les enfants sont proches.", "Je sais ce qu’elle fait et à qui m’adresser.", "À qui s’adresse-t-on ici ?",
        "Nous orientons des familles l’un vers l’autre.", "Sauriez-vous expliquer à un parent ce que fait cette structure ?",
        "Connaissez-vous une personne à contacter ?", "Quel partage des informations ?", "Le nom de la structure qui manque",
        "Quel ouvrage commun menez-vous ?", "Do you work with the school?", "Le message est-il clair ?",
    ],
)  # fmt: skip
def test_what_may_be_asked(text: str) -> None:
    assert forbidden([text]) == []


UNREADABLE = {
    "not TOML": "key = ",
    "no key": 'version = 1\npopulation = "actors"\n',
    "version": 'key = "a"\nversion = "1"\npopulation = "actors"\n',
    "question": HEAD.format("actors") + 'question = "Oui ?"\n',
    "field": HEAD.format("actors") + question("Oui ?", colour="red"),
    "required": HEAD.format("actors") + '[[question]]\nkey = "q"\nkind = "yesno"\nrequired = "no"\n',
    "text": HEAD.format("actors") + '[[question]]\nkey = "q"\nkind = "yesno"\ntext = "Oui ?"\n',
    "block": 'blocks = ["../cooperation"]\n' + HEAD.format("actors"),
    "languages": "languages = 3\n" + HEAD.format("actors"),
}


@pytest.mark.parametrize("fault", sorted(UNREADABLE))
def test_what_cannot_be_read_is_refused_in_a_sentence(fault: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(UNREADABLE[fault])
    assert refused.value.messages[0].endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["unknown", "1", "text", "HEALTH"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "text", "icon", "fr"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
SETTINGS = st.dictionaries(
    st.sampled_from(["options", "leave", "strongest", "per_screen", "at_most", "sectors", "max_length", "x"]),
    JSON,
)
TEXTS = st.dictionaries(st.sampled_from(["fr", "ar", "xx"]), st.text(max_size=40), max_size=2)
QUESTIONS = st.builds(
    Question, key=st.text(max_size=5), kind=st.sampled_from([*kinds(), "x"]), path=st.sampled_from(["short", "full", "x"]),
    about=st.sampled_from(["", "q", "partners"]), required=st.booleans(), icon=st.text(max_size=5), text=TEXTS, easy=TEXTS,
    help=TEXTS, settings=SETTINGS,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(QUESTIONS, max_size=3), st.sampled_from(["actors", "residents", "x"]), st.integers(0, 30))
def test_the_linter_and_the_meter_read_anything(asked: list[Question], population: str, picked: int) -> None:
    found = Questionnaire(key="q", version=1, population=population, title={}, questions=tuple(asked))
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in lint(found))
    known = replace(found, questions=tuple(q for q in asked if q.kind != "x"))
    assert cost(known, path="full", picked=picked).minutes > 0


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["key", "version", "population", "title", "question", "blocks", "languages"]), JSON
    )
)
def test_reading_never_fails_otherwise_than_in_a_sentence(data: dict[str, Any]) -> None:
    lines = [f"{key} = {_toml(value)}" for key, value in data.items()]
    source = "\n".join(lines)
    try:
        tomllib.loads(source)
        read(source)
    except (tomllib.TOMLDecodeError, ValidationError):
        return


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool) or value is None:
        return str(bool(value)).lower()
    return str(value) if isinstance(value, int) else f"'{''.join(c for c in value if c.isalnum())}'"


@pytest.mark.parametrize("path", ["short", "full"])
def test_the_meter_grows_with_the_actors_picked_and_the_path(path: str) -> None:
    cooperation = questionnaires()["cooperation"]
    costs = [cost(cooperation, path=path, picked=picked) for picked in range(0, 60, 5)]
    assert [each.minutes for each in costs] == sorted(each.minutes for each in costs)
    assert [each.ratings for each in costs] == sorted(each.ratings for each in costs)
    assert [each.screens for each in costs] == sorted(each.screens for each in costs)
    assert not costs[1].too_long
    assert costs[-1].too_long
    assert costs[-1].minutes > LONG


def test_the_meter_counts_what_is_asked() -> None:
    """Ten picked: ten levels and one question on obstacles; then ten wishes, trust in the five strongest, two scales."""
    cooperation = questionnaires()["cooperation"]
    assert cost(cooperation, path="short", picked=10).ratings == 10 + 1
    assert cost(cooperation, path="full", picked=10).ratings == 10 + 1 + 10 + 3 * 5 + 2
    assert cost(cooperation, path="short", picked=10).screens == 1 + 3 + 1
    assert cost(cooperation, path="short", picked=0).screens == 2


def test_a_list_cut_short_costs_less() -> None:
    cooperation = questionnaires()["cooperation"]
    cut = tuple(
        replace(q, settings={"at_most": 8}) if q.kind == "roster" else q for q in cooperation.questions
    )
    capped = replace(cooperation, questions=cut)
    assert cost(capped, path="full", picked=40) == cost(cooperation, path="full", picked=8)


def test_trust_is_asked_of_the_strongest_ties_only() -> None:
    cooperation = questionnaires()["cooperation"]
    level, trust = cooperation.question("level"), cooperation.question("trust")
    assert level is not None
    assert trust is not None
    picked = [str(n) for n in range(1, 10)]
    ties = {"1": 4, "2": 1, "3": 2, "4": 3, "5": 4, "6": 0, "7": 2, "8": 3}
    values: dict[str, Any] = {"partners": {"picked": picked}, "level": {"ties": ties, "not_concerned": ["9"]}}
    assert asked_about(cooperation, level, values) == tuple(picked)
    assert asked_about(cooperation, trust, values) == ("1", "3", "4", "5", "8")
    assert asked_about(cooperation, trust, {"partners": {"picked": picked}}) == tuple(picked[:5])
    assert asked_about(cooperation, trust, {}) == ()
    assert slices_of(cooperation, trust, values, picked) == [("1",), ("3",), ("4",), ("5",), ("8",)]
    assert [len(part) for part in slices_of(cooperation, level, values, picked)] == [3, 3, 3]
    assert slices_of(cooperation, level, values, picked[:2]) == [("1", "2")]
    assert slices_of(cooperation, level, {}, picked) == []
    assert slices_of(cooperation, alone("text"), values, picked) == [()]


def test_an_import_answers_a_question_alone() -> None:
    assert (alone("cooperation").key, alone("cooperation").kind) == ("cooperation", "cooperation")


def test_sentences_are_counted_one_by_one() -> None:
    assert long_sentences("Une idée. Puis une autre : courte, elle aussi !") == []
    assert len(long_sentences(" ".join(["mot"] * 13) + ". Court.")) == 1


def test_the_documentation_tells_the_meter_as_it_is() -> None:
    page = (DOCS / "reference" / "questionnaires.md").read_text(encoding="utf-8")
    cooperation, habitants = questionnaires()["cooperation"], questionnaires()["habitants"]
    costs = {
        "`cooperation`, court": cost(cooperation, path="short", picked=10),
        "`cooperation`, complet": cost(cooperation, path="full", picked=10),
        "`cooperation`, complet avec le bloc": cost(
            cooperation, path="full", picked=10, blocks=["collaboration"]
        ),
        "`habitants`": cost(habitants, path="short", picked=10),
    }
    for name, each in costs.items():
        minutes = str(each.minutes).replace(".", ",")
        assert f"| {name} | {minutes} | {each.ratings} | {each.screens} |" in page
    assert all(f"| `{key}` |" in page for key in kinds())
