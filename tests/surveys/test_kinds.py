"""Every kind of question, the same test: a new file is a tested file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.surveys.kinds import Asked, Kind, kinds, render_field
from maillage.surveys.kinds._actors import slices
from maillage.surveys.kinds._words import LANGUAGES, refusals, retold, words
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.surveys.kinds.obstacles import ICONS
from maillage.surveys.kinds.trust import ITEMS, SCALE
from maillage.surveys.questionnaires import Question
from tests.surveys.reading import Page, posted

ROSTER = {"2": "Collège Les Rives", "10": "Centre social <La Passerelle>", "11": "PMI"}
OPTIONS = [
    {"value": str(n), "text": {"fr": f"Réponse {n}", "ar": f"جواب {n}"}, "icon": "school"} for n in (1, 2, 3)
]
BLANK: dict[str, Any] = {"first": None, "next": None, "around": [], "parents": None, "worry": None}
AROUND = ("school", [["school"]], ["school", "club", "family", "town", "health", "street", "work"])
STRANGE: list[dict[str, Any]] = [{"first": "actor:9"}, {"first": "relay:other"}, {"first": 2}, {"parents": "yes"}, {"worry": True}]  # fmt: skip
# settings of the question; a good value, and its ties; another good value and both merged; values refused.
EXAMPLES: dict[str, dict[str, Any]] = {
    "choice": {
        "settings": {"options": OPTIONS},
        "good": [{"choice": "2"}, {"choice": None, "left": "silent"}, {"choice": None}],
        "bad": [{"choice": "9"}, {"choice": 2}, {"choice": "2", "left": "silent"}, {"choice": None, "left": "none"}],
    },
    "choices": {
        "settings": {"options": OPTIONS, "at_most": 2},
        "good": [{"chosen": ["1", "3"]}, {"chosen": [], "left": "none"}, {"chosen": []}],
        "bad": [{"chosen": ["9"]}, {"chosen": "1"}, {"chosen": ["1"], "left": "unknown"}, {"chosen": ["1", "2", "3"]}],
    },
    "cooperation": {
        "good": [{"ties": {"2": 4, "10": 0}}, {"ties": {"10": 1}, "not_concerned": ["2"]}],
        "ties": {"2": 4},
        "merged": {"ties": {"10": 1}, "not_concerned": ["2"]},
        "bad": [
            {"ties": []},
            {"ties": {"2": 5}},
            {"ties": {"2": True}},
            {"ties": {"2": 2.0}},
            {"ties": {"9": 1}},
            {"ties": {"2": "3"}},
            {"ties": {"2": []}},
            {"ties": {"2": 1}, "not_concerned": ["2"]},
            {"ties": {}, "not_concerned": ["9"]},
        ],
    },
    "obstacles": {
        "good": [{"obstacles": ["TIME", "OTHER"]}, {"obstacles": [], "left": "unknown"}],
        "bad": [{"obstacles": ["WEATHER"]}, {"obstacles": ["TIME"], "left": "silent"}],
    },
    "roster": {
        "good": [
            {"picked": ["2", "10"], "proposed": [{"name": "Ludothèque « Aux dés »", "sector": "NGO"}]},
            {"picked": [], "proposed": [], "nobody": True},
        ],
        "bad": [
            {"picked": ["9"]},
            {"picked": "2"},
            {"picked": ["2"], "nobody": True},
            {"picked": [], "nobody": "yes"},
            {"picked": [], "proposed": [{"name": "Mme Durand", "sector": ""}]},
            {"picked": [], "proposed": [{"name": "06 12 34 56 78", "sector": ""}]},
            {"picked": [], "proposed": [{"name": "Club", "sector": "CIRCUS"}]},
            {"picked": [], "proposed": [{"name": " "}]},
        ],
    },
    "scale": {
        "settings": {"options": OPTIONS},
        "good": [{"level": 3}, {"level": None, "left": "unknown"}, {"level": None}],
        "bad": [{"level": 4}, {"level": 0}, {"level": True}, {"level": "2"}, {"level": 2, "left": "unknown"}],
    },
    "statements": {
        "good": [{"votes": {"2": 1, "10": -1, "11": 0}}, {"votes": {"10": 0}}, {"votes": {}}],
        "bad": [{"votes": []}, *({"votes": one} for one in ({"2": 2}, {"2": True}, {"2": 1.0}, {"²": 1}, {"2": None}))],
    },
    "text": {
        "good": [{"text": "Un point de rencontre chaque mois,\n« le jeudi »."}, {"text": ""}],
        "bad": [
            {"text": 3},
            {"text": "x" * 301},
            {"text": "écrivez à lea@exemple.fr"},
            {"text": "appelez le 06 12 34 56 78"},
            {"text": "voyez avec Mme Durand"},
        ],
    },
    "trust": {
        "good": [{"ratings": {"2": [4, None, 3], "10": [None, None, None]}}, {"ratings": {"11": [1, 1, 1]}}],
        "ties": {"2": 4},
        "merged": {"ratings": {"2": [4, None, 3], "10": [None, None, None], "11": [1, 1, 1]}},
        "bad": [
            {"ratings": {"2": [1, 2]}},
            {"ratings": {"2": [0, 1, 1]}},
            {"ratings": {"2": [1.0, 1, 1]}},
            {"ratings": {"9": [1, 1, 1]}},
            {"ratings": {"2": "114"}},
            {"ratings": {"2": [[], {}, 1]}},
        ],
    },
    "vignette": {
        "settings": {"vignette": "07"},
        "good": [BLANK | {"first": "actor:10", "next": "relay:health", "around": ["school"], "parents": "start"}, BLANK | {"first": "own"}, BLANK],
        "bad": [{"first": "own"}, *(BLANK | bad for bad in STRANGE), *(BLANK | {"around": bad} for bad in AROUND)],
    },
    "wish": {
        "good": [{"wishes": {"2": "more", "10": "less"}}, {"wishes": {"2": "same"}}],
        "merged": {"wishes": {"2": "same", "10": "less"}},
        "bad": [{"wishes": {"2": "lots"}}, {"wishes": {"2": 1}}, {"wishes": {"9": "more"}}],
    },
    "yesno": {
        "good": [{"choice": "yes"}, {"choice": None, "left": "unknown"}],
        "bad": [{"choice": "maybe"}, {"choice": True}],
    },
}  # fmt: skip
EVERY = sorted(EXAMPLES)
PER_ACTOR = ("cooperation", "trust", "wish")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 6) | st.floats() | st.sampled_from(["2", "10", "yes", "unknown", "more"]) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["2", "10", "9", "name", "sector"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = (
    "ties", "not_concerned", "ratings", "wishes", "picked", "proposed", "nobody", "choice", "chosen", "left", "level",
    "obstacles", "text", "votes",
)  # fmt: skip


def asked(key: str, **more: Any) -> Asked:
    """The question of the example, about two of the three actors for the kinds asked about each."""
    question = Question(
        key="q",
        kind=key,
        text={"fr": "Quelle question ?", "ar": "أي سؤال؟"},
        help={"fr": "Une aide."},
        settings=EXAMPLES[key].get("settings", {}),
    )
    actors = tuple(ROSTER)
    return Asked(question=question, roster=ROSTER, actors=actors, statements=ROSTER, **more)


def test_every_kind_has_its_example() -> None:
    assert set(kinds()) == set(EXAMPLES)


@pytest.mark.parametrize("key", EVERY)
def test_a_kind_cleans_and_gives_its_ties(key: str) -> None:
    kind, example = kinds()[key], EXAMPLES[key]
    assert (kind.key, bool(kind.label), kind.per_actor) == (key, True, key in PER_ACTOR)
    for good in example["good"]:
        cleaned = kind.clean(good, asked(key))
        assert cleaned == good
        assert json.loads(json.dumps(cleaned)) == cleaned
        assert kind.clean(cleaned, asked(key)) == cleaned
    assert kind.ties(example["good"][0]) == example.get("ties", {})
    for bad in [None, [], {}, "", 3, *example["bad"]]:
        if bad == {} and key in {"choice", "yesno", "scale"}:
            continue  # nothing said, and nothing required
        with pytest.raises(ValidationError) as refused:
            kind.clean(bad, asked(key))
        assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("key", EVERY)
def test_what_a_page_shows_is_what_it_sends(key: str) -> None:
    """A stored value, shown again on the page of its author, comes back as it was, in every language."""
    kind = kinds()[key]
    for good in EXAMPLES[key]["good"]:
        for language in ("fr", "ar"):
            shown = render_field(asked(key, language=language, beside=True), good)
            assert kind.read(asked(key), posted(shown)) == good


@pytest.mark.parametrize("key", EVERY)
@settings(max_examples=150, deadline=None)
@given(value=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON)
def test_nothing_but_a_sentence_comes_out_of_bad_input(key: str, value: Any) -> None:
    kind = kinds()[key]
    try:
        cleaned = kind.clean(value, asked(key))
    except ValidationError:
        return
    assert kind.clean(cleaned, asked(key)) == cleaned
    assert all(isinstance(line, tuple) for line in kind.describe(cleaned, asked(key)))
    assert kind.merge({}, cleaned) == cleaned
    assert kind.merge(cleaned, cleaned) == cleaned
    render_field(asked(key), cleaned)


@pytest.mark.parametrize("key", EVERY)
@settings(max_examples=60, deadline=None)
@given(said=st.dictionaries(
    st.sampled_from(["q", "q-2", "q-10", "q-2-0", "q-2-1", "q-left", "q-nobody", "q-new-0", "q-sector-0"]),
    st.lists(st.sampled_from(["1", "2", "level_3", "not_concerned", "more", "yes", "unknown", "none", "TIME", "é\x00"]), max_size=2),
))  # fmt: skip
def test_any_form_is_read_or_refused_and_shown_again(key: str, said: dict[str, list[str]]) -> None:
    kind, data = kinds()[key], QueryDict(mutable=True)
    for name, values in said.items():
        data.setlist(name, values)
    draft, said_why = kind.draft(asked(key), data), None
    try:
        value = kind.read(asked(key), data)
    except ValidationError as refused:
        said_why = retold(refused, "fr")
    else:
        assert kind.clean(value, asked(key)) == value
    assert str(said_why or "") in render_field(asked(key), draft, error=said_why)


@pytest.mark.parametrize("key", EVERY)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_field_is_heard_without_its_look(key: str, language: str) -> None:
    source = render_field(
        asked(key, language=language, beside=True), EXAMPLES[key]["good"][0], error="Encore un mot."
    )
    page = Page(source)
    assert len(page.ids) == len(set(page.ids))
    assert not page.inline
    assert "script" not in page.tags
    assert set(page.controls) <= page.labelled
    assert not page.bare_groups
    assert set(page.referred) <= set(page.ids)
    assert page.tags.count("h1") == 1
    assert "<La Passerelle>" not in source
    choices = [said for said in page.controls.values() if said.get("type") in {"radio", "checkbox"}]
    assert all(said["class"] == "card__input" for said in choices)  # its face is 44 px high or more
    assert all("input" in str(said.get("class")) for said in page.controls.values())


@pytest.mark.parametrize("key", PER_ACTOR)
def test_the_slices_of_a_question_add_up(key: str) -> None:
    kind, (first, second) = kinds()[key], EXAMPLES[key]["good"]
    assert kind.merge(first, second) == EXAMPLES[key]["merged"]
    assert kind.merge({}, first) == first


@pytest.mark.parametrize("key", EVERY)
def test_a_required_question_wants_an_answer_and_takes_an_honest_one(key: str) -> None:
    kind = kinds()[key]
    if key == "text":
        return
    needed = replace(asked(key), question=replace(asked(key).question, required=True))
    with pytest.raises(ValidationError):
        kind.read(needed, QueryDict(""))
    honest = {
        "roster": "q-nobody=1",
        "cooperation": "&".join(f"q-{pk}=not_concerned" for pk in ROSTER),
        "trust": "&".join(f"q-{pk}-0=unknown" for pk in ROSTER),
        "wish": "&".join(f"q-{pk}=same" for pk in ROSTER),
        "choices": "q-left=silent",
        "obstacles": "q-left=none",
        "statements": "q-2=pass",
        "vignette": "q-first=unknown",
    }
    kind.read(needed, QueryDict(honest.get(key, "q=unknown")))


@pytest.mark.parametrize("key", EVERY)
def test_a_value_is_told_in_the_language_of_its_author(key: str) -> None:
    kind: Kind = kinds()[key]
    for good in EXAMPLES[key]["good"]:
        french, arabic = (kind.describe(good, asked(key, language=code)) for code in ("fr", "ar"))
        assert french
        assert len(french) == len(arabic)
        assert all(label and said for label, said in french + arabic)
    gone = Asked(question=asked(key).question)  # the roster changed since: the sheet still opens
    assert kind.describe(EXAMPLES[key]["good"][0], gone)


@pytest.mark.parametrize("key", EVERY)
def test_the_meter_of_a_kind_grows_with_the_actors(key: str) -> None:
    kind, question = kinds()[key], asked(key).question
    seconds = [kind.seconds(question, actors) for actors in range(0, 40, 3)]
    ratings = [kind.ratings(question, actors) for actors in range(0, 40, 3)]
    assert seconds == sorted(seconds)
    assert ratings == sorted(ratings)
    assert seconds[0] > 0
    assert (seconds[-1] > seconds[0]) is (kind.per_actor or key == "roster")


@pytest.mark.parametrize("key", EVERY)
def test_a_wrong_setting_is_told(key: str) -> None:
    kind, question = kinds()[key], asked(key).question
    assert kind.lint(question) == []
    assert kind.lint(replace(question, settings={**question.settings, "colour": "red"}))
    for name in ("per_screen", "strongest", "at_most", "max_length"):
        assert kind.lint(replace(question, settings={**question.settings, name: "3"}))


def test_words_exist_in_every_language_and_agree_with_the_scales() -> None:
    assert all(set(texts) == set(LANGUAGES) and all(texts.values()) for texts in words().values())
    assert all(set(texts) >= set(LANGUAGES) - {"fr"} and all(texts.values()) for texts in refusals().values())
    assert {code for code, texts in refusals().items() if "fr" not in texts} == {
        "person_name",
        "person_contact",
    }
    assert {n: words()[f"level_{n}"]["fr"] for n in LEVELS} == LEVELS
    assert {n: words()[f"note_{n}"]["fr"] for n in SCALE} == SCALE
    assert tuple(words()[f"trust_{n}"]["fr"] for n in range(len(ITEMS))) == ITEMS
    assert {f"obstacle_{code}" for code in ICONS} <= set(words())


def test_the_french_stands_beside_a_translation_that_nobody_read() -> None:
    shown = render_field(asked("choice", language="ar", beside=True))
    assert "أي سؤال؟" in shown
    assert 'lang="fr" dir="ltr">Quelle question ?' in shown
    assert "Quelle question" not in render_field(asked("choice", language="ar"))
    missing = render_field(asked("choice", language="tr", beside=True))
    assert '<span lang="fr" dir="ltr">Quelle question ?</span>' in missing


def test_a_long_roster_is_folded_by_sector_and_can_be_searched() -> None:
    roster = {str(n): f"Structure {n}" for n in range(1, 41)}
    groups = {pk: "Associations" if int(pk) % 2 else "Santé" for pk in roster}
    question = Question(key="q", kind="roster", text={"fr": "Avec qui ?"})
    long = render_field(
        Asked(question=question, roster=roster, groups=groups), {"picked": ["2"], "proposed": []}
    )
    assert long.count("<details") == 3
    assert long.count("data-group open") == 1
    assert 'type="search"' in long
    few = dict(list(roster.items())[:30])
    assert 'type="search"' not in render_field(Asked(question=question, roster=few, groups=groups))
    split = replace(question, settings={"sectors": ["HEALTH"]})
    assert "Structure 1<" not in render_field(Asked(question=split, roster=roster, groups=groups))


@given(st.lists(st.integers(), unique=True, max_size=60), st.integers(1, 12))
def test_slices_hold_every_actor_once_and_are_even(actors: list[int], size: int) -> None:
    given_actors = tuple(map(str, actors))
    found = slices(given_actors, size)
    assert sum(found, ()) == given_actors
    sizes = [len(part) for part in found]
    assert all(0 < each <= size for each in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
