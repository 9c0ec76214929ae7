"""A directory from a file: explained line by line, then whole or not at all, never a 500."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.territories import imports
from maillage.territories.models import Actor, ActorKind
from maillage.territories.tables import TableError

GOOD = "Structure;Secteur;Type;Nature;UAI\nÉcole Jean-Moulin;éducation NATIONALE;École maternelle;;0931234A\nParents du quartier;RESIDENTS;;collectif;\n"


def send(client: Client, territory: Any, content: bytes, **fields: str) -> Any:
    url = reverse("territories:import_actors", args=[territory.slug])
    return client.post(url, {"file": SimpleUploadedFile("annuaire.csv", content), **fields})


@pytest.fixture
def pilot(client_as: Callable[..., Client]) -> Client:
    return client_as("pilot")


def test_a_good_file_is_previewed_then_added_and_erased(pilot: Client, territory: Any) -> None:
    answer = send(pilot, territory, GOOD.encode("cp1252"))
    preview = pilot.get(answer.url)
    assert "École Jean-Moulin" in preview.content.decode()
    assert not Actor.objects.exists()
    assert pilot.post(answer.url).status_code == 302
    school = Actor.objects.get(external_code="0931234A")
    assert (school.name, school.sector, school.actor_type, school.status) == (
        "École Jean-Moulin",
        "EDUCATION",
        "NURSERY_SCHOOL",
        "PROPOSED",
    )
    assert Actor.objects.get(sector="RESIDENTS").kind == ActorKind.COLLECTIVE
    assert not list((Path(django_settings.MEDIA_ROOT) / "imports").iterdir())
    assert pilot.post(answer.url).status_code == 302
    assert Actor.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (";EDUCATION", "le nom manque"),
        ("PMI;", "secteur manque"),
        ("PMI;Cuisine", "secteur inconnu"),
        ("Mme Durand;HEALTH", "jamais celui d’une personne"),
        ("=1+1;HEALTH", "formule"),
        ("PMI;HEALTH;trop", "séparateurs"),
        ("x" * 121 + ";HEALTH", "120"),
        ("Ecole  des LILAS;HEALTH", "déjà à la ligne 2"),
    ],
)
def test_one_bad_line_is_explained_with_its_number_and_nothing_is_written(
    pilot: Client, territory: Any, line: str, words: str
) -> None:
    content = f"nom;secteur\nÉcole des Lilas;EDUCATION\n{line}\n".encode()
    (rejected,) = imports.preview_actors(content, territory=territory).rejected
    assert rejected.line == 3
    assert words in rejected.sentence
    answer = send(pilot, territory, content)
    assert "à corriger" in pilot.get(answer.url).content.decode()
    assert "Rien n’a été importé" in pilot.post(answer.url).content.decode()
    with pytest.raises(ValidationError):
        imports.import_actors(territory=territory, content=content)
    assert not Actor.objects.exists()


def test_an_actor_already_there_is_left_alone(territory: Any, three_actors: list[Any]) -> None:
    content = b"nom;secteur\npmi du CENTRE;HEALTH\nMaison des parents;Associations\n"
    directory = imports.preview_actors(content, territory=territory)
    assert directory.known == ((2, "pmi du CENTRE"),)
    assert imports.import_actors(territory=territory, content=content) == 1
    assert Actor.objects.get(name="PMI du Centre").sector == "DEPARTMENT"


def test_a_sector_may_be_chosen_for_lines_without_one(territory: Any) -> None:
    assert (
        imports.import_actors(
            territory=territory, content=b"id,Formalization\nState.Patrol,2\n", default_sector="STATE"
        )
        == 1
    )
    assert Actor.objects.get().sector == "STATE"


def test_a_file_without_a_name_is_refused(territory: Any) -> None:
    with pytest.raises(TableError, match="colonne «\u00a0nom\u00a0» manque"):
        imports.preview_actors(b"a;b\n1;2\n", territory=territory)


@pytest.mark.parametrize(
    "content", [b"", b"nom;secteur\n", b"\x00\x01\x02\x03" * 40, b"nom\n" + b"x\n" * 50_001]
)
def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(
    pilot: Client, territory: Any, content: bytes
) -> None:
    answer = send(pilot, territory, content)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()


def test_what_comes_from_the_file_is_escaped(pilot: Client, territory: Any) -> None:
    answer = send(pilot, territory, b"nom;secteur\n<script>alert(1)</script>;HEALTH\nx;<script>\n")
    assert "<script>alert" not in pilot.get(answer.url).content.decode()


def test_a_token_is_for_one_user_and_one_territory_and_for_a_day(
    pilot: Client, client_as: Callable[..., Client], territory: Any
) -> None:
    answer = send(pilot, territory, GOOD.encode())
    other = client_as("facilitator")
    assert other.post(answer.url).status_code == 302
    assert not Actor.objects.exists()
    (kept,) = (Path(django_settings.MEDIA_ROOT) / "imports").iterdir()
    old = time.time() - imports.KEPT_SECONDS - 60
    os.utime(kept, (old, old))
    send(pilot, territory, GOOD.encode())
    assert not kept.exists()
    assert pilot.post(answer.url).status_code == 302
    assert (
        pilot.get(reverse("territories:import_actors_confirm", args=[territory.slug, "faux"])).status_code
        == 302
    )


def test_only_managers_import_and_export(client_as: Callable[..., Client], territory: Any) -> None:
    for name, extra in (("import_actors", []), ("export_actors", ["csv"]), ("import_template", [])):
        url = reverse(f"territories:{name}", args=[territory.slug, *extra])
        for role in ("department", "contributor", "club", "national"):
            assert client_as(role).get(url).status_code == 404
        assert client_as("facilitator").get(url).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="aé;=\"'<,1\u202f", max_size=12), min_size=1, max_size=4))
def test_any_lines_are_explained_or_accepted(territory: Any, lines: list[str]) -> None:
    content = ("nom;secteur\n" + "\n".join(lines)).encode()
    try:
        said = [
            rejected.sentence for rejected in imports.preview_actors(content, territory=territory).rejected
        ]
    except TableError as error:
        said = [str(error)]
    assert all(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{'A' * 200};Santé;", "nom\u00a0: assurez-vous"),
        ("Élan;Associations;PMI", "type\u00a0: ce type appartient au secteur"),
    ],
)
def test_what_the_model_refuses_is_said_with_the_title_of_the_column(
    territory: Any, line: str, said: str
) -> None:
    directory = imports.preview_actors(f"nom;secteur;type\n{line}\n".encode(), territory=territory)
    assert not directory.new
    assert directory.rejected[0].sentence.startswith(said)


def test_a_pdf_is_named(territory: Any) -> None:
    with pytest.raises(TableError, match="PDF"):
        imports.preview_actors(b"%PDF-1.7\n1 0 obj", territory=territory)
