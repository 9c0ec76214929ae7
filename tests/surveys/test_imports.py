"""Ties collected elsewhere: explained line by line, then whole or not at all, never a 500."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maillage.surveys import exports, imports, services
from maillage.surveys.imports import Options
from maillage.surveys.models import Answer, Wave
from maillage.territories.models import Actor
from maillage.territories.tables import TableError

NAMES = ("Collège des Saules", "PMI du Centre", "Centre social La Passerelle")


@pytest.fixture
def wave(territory: Any, three_actors: list[Any]) -> Wave:
    return services.create_wave(
        territory=territory, label="Printemps", opened_on=date(2026, 3, 1), roster=three_actors
    )


def ties(wave: Wave) -> set[tuple[str, str, int]]:
    return {(s.name, t.name, level) for s, t, level in exports.ties_of(wave)}


def answered(wave: Wave) -> set[str]:
    return set(wave.roster.filter(answered=True).values_list("actor__name", flat=True))


def load(wave: Wave, text: str, **options: Any) -> int:
    return imports.import_ties(wave=wave, content=text.encode(), options=options)


def test_actors_are_known_by_name_code_or_number(wave: Wave, three_actors: list[Any]) -> None:
    Actor.objects.filter(pk=three_actors[1].pk).update(external_code="PMI-1")
    assert (
        load(wave, f"de;vers;force\ncollege des SAULES;pmi-1;3\nPMI-1;{three_actors[2].pk};On échange\n") == 2
    )
    assert ties(wave) == {(NAMES[0], NAMES[1], 3), (NAMES[1], NAMES[2], 2)}
    assert answered(wave) == {NAMES[0], NAMES[1]}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Inconnue;PMI du Centre;2", "n’est pas dans l’annuaire"),
        ("PMI du Centre;PMI du Centre;2", "lié à lui-même"),
        ("Collège des Saules;PMI du Centre;1", "déjà à la ligne 2"),
        ("PMI du Centre;Collège des Saules;5", "sort de l’échelle"),
        ("PMI du Centre;Collège des Saules;-1", "sort de l’échelle"),
        ("PMI du Centre;Collège des Saules;", "niveau manque"),
        ("PMI du Centre;;2", "cible manque"),
        (";PMI du Centre;2", "source manque"),
        ("PMI du Centre;Collège des Saules;=2", "formule"),
        ("PMI du Centre;Collège des Saules;2;9", "séparateurs"),
    ],
)
def test_one_bad_line_is_explained_and_nothing_is_written(
    wave: Wave, client_as: Callable[..., Client], line: str, words: str
) -> None:
    content = f"source;cible;niveau\nCollège des Saules;PMI du Centre;2\n{line}\n".encode()
    (rejected,) = imports.preview_ties(content, wave=wave, options=Options()).rejected
    assert (rejected.line, words in rejected.sentence) == (3, True)
    with pytest.raises(ValidationError):
        imports.import_ties(wave=wave, content=content, options={})
    pilot = client_as("pilot")
    answer = send(pilot, wave, content)
    assert words in pilot.get(answer.url).content.decode()
    assert "Rien n’a été importé" in pilot.post(answer.url).content.decode()
    assert not Answer.objects.exists()
    assert Actor.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"", {}, "vide"),
        (b"source;cible;niveau\n", {}, "aucune ligne"),
        (b"a;b\n1;2\n", {}, "source"),
        (b"source;niveau\n1;2\n", {}, "cible"),
        (b"source;cible\n1;2\n", {}, "niveau"),
        (b"source;cible;niveau\n1;2;3\n", {"answered": "COLUMN"}, "a répondu"),
        (b"source;cible;niveau\n" + b"a;b;1\n" * 50_001, {}, "50\u202f000"),
    ],
)
def test_an_unreadable_file_is_refused_in_one_sentence(
    wave: Wave, content: bytes, options: dict[str, str], words: str
) -> None:
    with pytest.raises(TableError, match=words):
        imports.preview_ties(content, wave=wave, options=Options(**options))


def test_a_file_without_any_tie_is_refused(wave: Wave) -> None:
    with pytest.raises(TableError, match="aucun lien"):
        imports.preview_ties(
            "source;cible;niveau;a répondu\nPMI du Centre;;;oui\n".encode(),
            wave=wave,
            options=Options(answered="COLUMN"),
        )


def test_an_undirected_file_gives_both_ways_and_refuses_the_same_pair_twice(wave: Wave) -> None:
    both = f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n"
    load(wave, both, undirected=True)
    assert ties(wave) == {(NAMES[0], NAMES[1], 2), (NAMES[1], NAMES[0], 2)}
    again = imports.preview_ties(
        f"{both}{NAMES[1]};{NAMES[0]};2\n".encode(), wave=wave, options=Options(undirected=True)
    )
    assert "ligne 2" in again.rejected[0].sentence


GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="w" for="edge" attr.name="niveau" attr.type="int"/>
<graph edgedefault="{default}"><node id="Collège des Saules"/><node id="PMI du Centre"/>
<node id="Centre social La Passerelle"/>
<edge source="Collège des Saules" target="PMI du Centre"{one}><data key="w">2</data></edge>
<edge source="PMI du Centre" target="Centre social La Passerelle"{two}><data key="w">3</data></edge>
</graph></graphml>"""


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (GRAPHML.format(default="undirected", one="", two=""), {}),
        (GRAPHML.format(default="directed", one=' directed="false"', two=' directed="false"'), {}),
        (f"source;cible;niveau;sens\n{NAMES[0]};{NAMES[1]};2;non\n{NAMES[1]};{NAMES[2]};3;non\n", {}),
        (
            f"Source,Target,Type,Weight\n{NAMES[0]},{NAMES[1]},Undirected,2\n{NAMES[1]},{NAMES[2]},Undirected,3\n",
            {},
        ),
        (f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n{NAMES[1]};{NAMES[2]};3\n", {"undirected": True}),
    ],
)
def test_the_wave_remembers_that_its_ties_have_no_direction(
    wave: Wave, text: str, options: dict[str, Any]
) -> None:
    assert load(wave, text, **options) == 2
    wave.refresh_from_db()
    assert not wave.directed
    before = ties(wave)
    assert len(before) == 4
    for extension in (
        "csv",
        "xlsx",
        "graphml",
    ):  # what leaves comes back the same, without a word from anybody
        imports.import_ties(
            wave=wave, content=exports.wave_ties(wave, extension), options={"answered": "ALL"}
        )
        assert (Wave.objects.get().directed, ties(wave)) == (False, before)
    load(wave, f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n")
    assert Wave.objects.get().directed


def test_a_file_that_mixes_ties_with_and_without_direction_is_refused(wave: Wave) -> None:
    mixed = f"source;cible;niveau;sens\n{NAMES[0]};{NAMES[1]};2;non\n{NAMES[1]};{NAMES[2]};3;oui\n"
    for text in (GRAPHML.format(default="undirected", one=' directed="true"', two=""), mixed):
        with pytest.raises(TableError, match="avec et sans sens"):
            imports.preview_ties(text.encode(), wave=wave, options=Options())


def test_a_tie_without_direction_does_not_make_a_silent_end_speak(wave: Wave) -> None:
    load(
        wave,
        f"source;cible;niveau;a répondu\n{NAMES[0]};{NAMES[1]};2;oui\n{NAMES[2]};;;oui\n",
        answered="COLUMN",
        undirected=True,
    )
    assert answered(wave) == {NAMES[0], NAMES[2]}
    assert ties(wave) == {(NAMES[0], NAMES[1], 2)}


def test_the_pages_say_that_ties_have_no_direction(wave: Wave, client_as: Callable[..., Client]) -> None:
    pilot = client_as("pilot")
    answer = send(pilot, wave, GRAPHML.format(default="undirected", one="", two="").encode())
    assert "n’ont pas de sens" in pilot.get(answer.url).content.decode()
    assert "sans sens" in pilot.post(answer.url, follow=True).content.decode()


def test_who_answered_may_be_everybody_or_told_by_a_column(wave: Wave) -> None:
    load(wave, f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n", answered="ALL")
    assert answered(wave) == set(NAMES)
    load(
        wave,
        f"source;cible;niveau;a répondu\n{NAMES[0]};{NAMES[1]};2;oui\n{NAMES[1]};;;oui\n{NAMES[2]};;;non\n",
        answered="COLUMN",
    )
    assert answered(wave) == {NAMES[0], NAMES[1]}


@pytest.mark.parametrize(
    "line",
    [f"{NAMES[0]};{NAMES[2]};2;non", f"{NAMES[1]};{NAMES[2]};2;non", f"{NAMES[1]};{NAMES[2]};2;peut-être"],
)
def test_a_column_that_contradicts_itself_is_refused(wave: Wave, line: str) -> None:
    content = f"source;cible;niveau;a répondu\n{NAMES[0]};{NAMES[1]};2;oui\n{line}\n".encode()
    assert [
        r.line for r in imports.preview_ties(content, wave=wave, options=Options(answered="COLUMN")).rejected
    ] == [3]


def test_the_only_column_left_is_the_level_and_the_preview_says_so(
    wave: Wave, client_as: Callable[..., Client]
) -> None:
    content = f"source,target,collaborate\n{NAMES[0]},{NAMES[1]},3\n".encode()
    pilot = client_as("pilot")
    page = pilot.get(send(pilot, wave, content).url).content.decode()
    assert "«\u00a0collaborate\u00a0»" in page
    assert "On se coordonne" in page  # the first ties are shown as they are read
    load(wave, content.decode())
    assert ties(wave) == {(NAMES[0], NAMES[1], 3)}


@pytest.mark.parametrize(
    "text",
    [
        f"source,target,collaborate,contact\n{NAMES[0]},{NAMES[1]},3,4\n",  # which one?
        f"source,target,remarque\n{NAMES[0]},{NAMES[1]},depuis 2024\n",
    ],
)
def test_a_column_that_may_not_be_the_level_is_not_taken_for_it(wave: Wave, text: str) -> None:
    with pytest.raises(TableError, match="niveau"):
        imports.preview_ties(text.encode(), wave=wave, options=Options())


NETWORKS = {
    "emon/edges_Cheyenne": 83,
    "emon/edges_MtStHelens": 123,
    "lazega/edges_advice": "niveau",
    "lazega/edges_cowork": "niveau",
    "lazega/edges_friends": "niveau",
    "s50_rsiena/edges_w1": 113,
    "s50_rsiena/edges_w2": 116,
    "s50_rsiena/edges_w3": 122,
    "tcnetworks/edges_TCcnt": "sort de l’échelle",  # one tie at 5, the rest is read
    "tcnetworks/edges_TCcoll": 161,
    "tcnetworks/edges_TCdiss": "niveau",
}


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_met_gives_a_preview_or_a_sentence(
    territory: Any, shared: Path, client_as: Callable[..., Client], name: str
) -> None:
    wave = services.create_wave(territory=territory, label="Ailleurs", opened_on=date(2026, 3, 1))
    pilot, content = client_as("pilot"), (shared / f"data/{name}.csv").read_bytes()
    answer = send(pilot, wave, content, create_unknown="on", new_sector="STATE")
    page = pilot.get(answer.url).content.decode() if answer.status_code == 302 else answer.content.decode()
    expected = NETWORKS[name]
    if isinstance(expected, str):
        assert expected in page
        assert (
            send(pilot, wave, content, create_unknown="on", new_sector="STATE", levels="FLAT").status_code
            == 302
        )
    else:
        pilot.post(answer.url)
        assert len(ties(wave)) == expected


def test_all_ties_may_be_put_at_one_level(wave: Wave) -> None:
    load(wave, f"source;cible;weight\n{NAMES[0]};{NAMES[1]};250,5\n", levels="FLAT")
    assert ties(wave) == {(NAMES[0], NAMES[1], 2)}


def test_unknown_actors_may_be_created_as_proposed(wave: Wave) -> None:
    load(
        wave,
        f"source;cible;niveau;secteur_cible\n{NAMES[0]};Mission locale;2;Jeunesse et insertion\n",
        create_unknown=True,
    )
    assert Actor.objects.get(name="Mission locale").status == "PROPOSED"
    assert wave.roster.filter(actor__name="Mission locale", answered=False).exists()


def test_a_person_or_an_actor_without_sector_is_not_created(wave: Wave) -> None:
    content = f"source;cible;niveau\n{NAMES[0]};Mme Durand;2\n{NAMES[0]};Mission locale;2\n".encode()
    told = imports.preview_ties(content, wave=wave, options=Options(create_unknown=True)).rejected
    assert "personne" in told[0].sentence
    assert "secteur" in told[1].sentence


def test_a_second_import_replaces_the_first(wave: Wave) -> None:
    load(wave, f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n")
    load(wave, f"source;cible;niveau\n{NAMES[2]};{NAMES[1]};4\n")
    assert ties(wave) == {(NAMES[2], NAMES[1], 4)}
    assert answered(wave) == {NAMES[2]}


def send(client: Client, wave: Wave, content: bytes, **fields: str) -> Any:
    url = reverse("surveys:import", args=[wave.territory.slug, wave.number])
    data = {
        "answered": "SOURCES",
        "levels": "KEEP",
        "file": SimpleUploadedFile("liens.csv", content),
        **fields,
    }
    return client.post(url, data)


def test_a_stranger_s_network_is_imported_through_the_pages(
    territory: Any, shared: Path, client_as: Callable[..., Client]
) -> None:
    wave = services.create_wave(territory=territory, label="Cheyenne", opened_on=date(2026, 3, 1))
    pilot = client_as("pilot")
    content = (shared / "data/emon/edges_Cheyenne.csv").read_bytes()
    answer = send(pilot, wave, content, create_unknown="on", new_sector="STATE", levels="FLAT")
    page = pilot.get(answer.url).content.decode()
    assert "83" in page
    assert pilot.post(answer.url, follow=True).status_code == 200
    assert len(ties(wave)) == 83
    assert wave.roster.count() == 14


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2\n", b"\x00\xff" * 99, b"PK\x03\x04", b"<graphml>", b"source;cible\n"]
)
def test_a_bad_file_comes_back_with_its_sentence(
    wave: Wave, client_as: Callable[..., Client], content: bytes
) -> None:
    answer = send(client_as("pilot"), wave, content)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_a_token_of_another_wave_is_refused(
    territory: Any, wave: Wave, client_as: Callable[..., Client]
) -> None:
    pilot = client_as("pilot")
    answer = send(pilot, wave, f"source;cible;niveau\n{NAMES[0]};{NAMES[1]};2\n".encode())
    other = services.create_wave(territory=territory, label="Été", opened_on=date(2026, 6, 1))
    moved = answer.url.replace(f"/{wave.number}/", f"/{other.number}/")
    assert pilot.post(moved).url == reverse("surveys:import", args=[territory.slug, other.number])
    assert not Answer.objects.exists()
