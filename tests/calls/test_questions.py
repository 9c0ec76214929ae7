"""Questions are data: what the library holds is well made, and each kind keeps what is typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from maillage.calls.kinds import kinds
from maillage.calls.kinds.text import count_words
from maillage.calls.questions import Question, form_of, forms, lint, read_form
from tests.calls.answering import places

HEAD = 'key = "essai"\ntitle = "Essai"\n[[sections]]\nkey = "a"\ntitle = "A"\n'


@pytest.mark.parametrize("key", forms())
def test_a_form_of_the_library_is_well_made(key: str) -> None:
    form = form_of(key)
    assert lint(form, kinds=kinds()) == []
    assert len(form.by_key) > 10
    assert any(each.identifies for each in form.by_key.values())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ('key = "x"\nkind = "roman"\nlabel = "X"', "n’existe pas"),
        ('key = "x"\nkind = "choice"\nlabel = "X"', "deux réponses"),
        ('key = "x"\nkind = "rows"\nlabel = "X"', "une colonne"),
        ('key = "x"\nkind = "line"\nlabel = "X"\nwhen = { question = "y", is = ["1"] }', "avant elle"),
    ],
)
def test_a_form_badly_made_says_where(question: str, sentence: str) -> None:
    (said,) = lint(read_form(f"{HEAD}[[sections.questions]]\n{question}\n"), kinds=kinds())
    assert said.startswith("x")
    assert sentence in said


def test_a_setting_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        read_form(f'{HEAD}[[sections.questions]]\nkey = "x"\nkind = "line"\nlabel = "X"\ncolour = "red"\n')


def test_a_question_is_asked_when_its_condition_holds() -> None:
    how = form_of("cite_educative").by_key["parents_how"]
    assert not how.is_asked({"parents": "NOT_YET"})
    assert not how.is_asked({})
    assert how.is_asked({"parents": "DECIDE"})
    among = Question(key="k", kind="line", label="L", when=("several", frozenset({"b"})))
    assert among.is_asked({"several": ["a", "b"]})
    assert not among.is_asked({"several": ["a"]})


@given(typed=st.text(max_size=300), key=st.sampled_from(sorted(set(kinds()) - {"communes", "quarters"})))
def test_whatever_is_typed_is_kept_in_its_shape_or_left_out(typed: str, key: str) -> None:
    question = Question(
        key="q",
        kind=key,
        label="Q",
        words=20,
        most=9,
        options=form_of("cite_educative").by_key["setting"].options,
        columns=form_of("cite_educative").by_key["copilots"].columns,
    )
    data = QueryDict(mutable=True)
    data.setlist("q", [typed])
    data.setlist("q.name", [typed])
    kind = kinds()[key]
    value = kind.read(question, data)
    assert type(value) in {type(kind.empty), int}
    assert "\x00" not in str(value)
    assert isinstance(kind.problem(question, value), str)
    assert all(isinstance(each, str) for each in (*kind.said(question, value), *kind.texts(value)))


@pytest.mark.parametrize(("text", "count"), [
    ("", 0), ("un", 1), ("L’école, aujourd’hui : peut-être.", 3), ("a  b\n\nc", 3), ("l’été 2021 – « oui »", 3),
])  # fmt: skip
def test_words_are_counted_as_a_person_does(text: str, count: int) -> None:
    assert count_words(text) == count


def test_a_text_too_long_says_by_how_much() -> None:
    question = Question(key="q", kind="text", label="Q", words=3)
    assert kinds()["text"].problem(question, "un deux trois") == ""
    assert (
        kinds()["text"].problem(question, "un deux trois quatre cinq")
        == "2\u00a0mots de trop\u00a0: 3 au plus."
    )


def _said(key: str, value: Any, **settings: Any) -> str:
    return kinds()[key].problem(Question(key="q", kind=key, label="Q", **settings), value)


def test_a_number_says_its_bounds() -> None:
    assert _said("number", "deux", least=0, most=5) == "Écrivez un nombre entier, en chiffres."
    assert "entre 0 et 5" in _said("number", 6, least=0, most=5)
    assert _said("number", 5, least=0, most=5) == ""
    assert _said("number", "", required=True) != ""


def test_rows_name_structures_and_hold_addresses() -> None:
    columns = form_of("cite_educative").by_key["copilots"].columns
    good = {"name": "Ville", "function": "Cheffe de projet", "email": "a@exemple.fr"}
    assert _said("rows", [good], columns=columns) == ""
    assert "personne" in _said("rows", [good | {"name": "Mme Marie Durand"}], columns=columns)
    assert "adresse" in _said("rows", [good | {"email": "a@"}], columns=columns)
    assert "institution" in _said("rows", [good | {"name": ""}], columns=columns)
    assert "au moins 2" in _said("rows", [good], columns=columns, least=2)


def test_rows_say_sectors_in_words_and_no_address() -> None:
    columns = form_of("cite_educative").by_key["actors"].columns
    question = Question(key="q", kind="rows", label="Q", columns=columns)
    rows = [
        {"name": "PMI", "sector": "DEPARTMENT", "email": "a@exemple.fr"},
        {"name": "Une autre", "sector": ""},
    ]
    assert kinds()["rows"].said(question, rows) == ["PMI · Conseil départemental", "Une autre"]


def test_places_come_from_the_official_list_only() -> None:
    known = places()
    data = QueryDict(mutable=True)
    data.setlist("q", [*known["communes"], "99999", known["communes"][0], "<script>"])
    question = Question(key="q", kind="communes", label="Q")
    assert kinds()["communes"].read(question, data) == known["communes"]
    assert kinds()["communes"].said(question, known["communes"]) == ["Trois-Ponts (93998)"]
    data.setlist("q", [*known["quarters"], "QN00000X"])
    assert kinds()["quarters"].read(question, data) == known["quarters"]
