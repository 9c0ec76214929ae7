"""The pages of official figures: facilitators load, members read, and each figure has its source beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maillage.context.models import Vintage
from maillage.context.services import load_figures
from maillage.territories.models import Area, AreaKind
from maillage.territories.official import keep_communes

HEADER = "code_commune;niveau_de_vie_median_eur"
ASE = "code_departement;enfants_accueillis;actions_educatives"
IPS = "rentree_scolaire;uai;nom_de_l_etablissement;code_insee_de_la_commune;ips"


def _file(*lines: str, name: str = "revenus.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, ("\n".join(lines) + "\n").encode())


def _load(dataset: str, vintage: str, *lines: str) -> Vintage:
    content = ("\n".join(lines) + "\n").encode()
    return load_figures(dataset=dataset, vintage=vintage, files=[("f.csv", content)]).vintage


def _loading(programme: Any, dataset: str = "filosofi") -> str:
    return reverse("official:load", args=[programme.slug, dataset])


@pytest.mark.parametrize(
    ("role", "loads", "reads"),
    [
        ("facilitator", True, True),
        ("pilot", False, True),
        ("department", False, True),
        ("contributor", False, True),
        ("national", False, False),
    ],
)
def test_facilitators_load_and_members_read(
    client_as: Callable[..., Client], programme: Any, territory: Any, role: str, loads: bool, reads: bool
) -> None:
    vintage, client = _load("filosofi", "2021", HEADER, "93001;1"), client_as(role)
    pages = [
        reverse("official:index", args=[programme.slug]),
        _loading(programme),
        reverse("official:vintage", args=[programme.slug, vintage.pk]),
    ]
    assert {client.get(page).status_code for page in pages} == {200 if loads else 404}
    if not loads:
        said = {"vintage": "2022", "published": _file(HEADER, "93001;9")}
        assert client.post(_loading(programme), said).status_code == 404
        assert Vintage.objects.count() == 1
    shown = client.get(reverse("figures:show", args=[territory.slug]))
    assert shown.status_code == (200 if reads else 404)


def test_a_stranger_signs_in_and_a_foreign_territory_does_not_exist(
    client: Client, client_as: Callable[..., Client], programme: Any, other_territory: Any, territory: Any
) -> None:
    assert client.get(_loading(programme)).status_code == 302
    assert client.get(reverse("figures:show", args=[territory.slug])).status_code == 302
    assert client_as("pilot").get(reverse("figures:show", args=[other_territory.slug])).status_code == 404
    assert client_as("facilitator").get(_loading(programme, "inconnu")).status_code == 404


def test_a_file_is_loaded_from_the_screen_and_told(client_as: Callable[..., Client], programme: Any) -> None:
    facilitator = client_as("facilitator")
    lines = [f"930{n:02d};{10_000 + n}" for n in range(1, 40)]
    said = {"vintage": "2021", "published": [_file(HEADER, *lines), _file(HEADER, "97101;1", "ABC12;1")]}
    page = facilitator.post(_loading(programme), said, follow=True).content.decode()
    assert "Les fichiers sont en place." in page
    assert "41\u00a0lignes lues, 40\u00a0lieux décrits" in page
    assert "«\u00a0ABC12\u00a0» n’est pas un code de commune." in page
    made = Vintage.objects.get()
    assert made.loaded_by is not None

    index = facilitator.get(reverse("official:index", args=[programme.slug])).content.decode()
    assert "5\u00a0jeux de chiffres officiels manquent" in index
    said["published"] = _file(HEADER, "93001;1")
    page = facilitator.post(_loading(programme), said).content.decode()
    assert "Rien n’a changé" in page
    for published in (_file("a;b", "1;2"), _file(""), SimpleUploadedFile("f.csv", b"")):
        page = facilitator.post(_loading(programme), said | {"published": published}).content.decode()
        assert "Il reste un point à revoir." in page
    assert list(Vintage.objects.all()) == [made]
    page = facilitator.post(_loading(programme), {"vintage": "2021"}).content.decode()
    assert "Il reste un point à revoir." in page

    said |= {"published": _file(HEADER, "93001;1"), "anyway": "on"}
    assert (
        "Les fichiers sont en place."
        in facilitator.post(_loading(programme), said, follow=True).content.decode()
    )
    old = facilitator.get(reverse("official:vintage", args=[programme.slug, made.pk])).content.decode()
    assert "Un autre millésime l’a remplacé depuis." in old
    assert (
        "Ce qui a été lu avant"
        in facilitator.get(reverse("official:index", args=[programme.slug])).content.decode()
    )


def test_too_heavy_a_file_goes_to_the_command(
    client_as: Callable[..., Client], programme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.context.forms.MAX_BYTES", 10)
    said = {"vintage": "2021", "published": _file(HEADER, "93001;1")}
    assert "maillage import" in client_as("facilitator").post(_loading(programme), said).content.decode()
    assert not Vintage.objects.exists()


@pytest.fixture
def figures(territory: Any) -> None:
    keep_communes(names={"93901": "Saint-Loriot"}, former={}, parents={}, populations={})
    Area.objects.create(territory=territory, kind=AreaKind.COMMUNE, code="93901", name="Saint-Loriot")
    _load("filosofi", "2021", HEADER, "93901;16620")
    _load("ase", "2020", ASE, "93;11;5")
    _load("ips_schools", "2024-2025", IPS, "2024-2025;0930001A;École du Pré;93901;80,5")


def test_every_figure_of_a_territory_has_its_source_and_its_warning(
    client_as: Callable[..., Client], territory: Any, figures: None
) -> None:
    page = client_as("contributor").get(reverse("figures:show", args=[territory.slug])).content.decode()
    for said in (
        "Commune\u00a0: Saint-Loriot",
        "16\u202f620\u00a0€",
        "INSEE, Filosofi",
        "millésime 2021",
        "Département entier\u00a0: Seine-Saint-Denis",
        "ils ne disent rien du quartier ni de la commune",
        "École du Pré",
        "n’est pas comparable",
        "3\u00a0points",
    ):
        assert said in page, said
    assert page.count("Licence Ouverte 2.0") == 3
    assert page.count("Géographie") == 3


def test_a_territory_without_figures_says_how_they_come(
    client_as: Callable[..., Client], territory: Any
) -> None:
    address = reverse("figures:show", args=[territory.slug])
    assert "Le tiers facilitateur les charge" in client_as("pilot").get(address).content.decode()
    page = client_as("facilitator").get(address).content.decode()
    assert reverse("official:index", args=[territory.programme.slug]) in page


def test_an_empty_perimeter_says_what_to_do(client_as: Callable[..., Client], territory: Any) -> None:
    _load("ase", "2020", ASE, "93;11;5")
    address = reverse("figures:show", args=[territory.slug])
    add = reverse("territories:area_add", args=[territory.slug])
    for role, invited in (("pilot", True), ("contributor", False)):
        page = client_as(role).get(address).content.decode()
        assert "Le périmètre est vide." in page
        assert (add in page) is invited


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same(
    client_as: Callable[..., Client],
    territory: Any,
    figures: None,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(count):
        _load("filosofi", f"202{n}", HEADER, "93901;16620")
        Area.objects.create(territory=territory, kind=AreaKind.COMMUNE, code=f"9391{n}", name=f"Ville {n}")
    facilitator = client_as("facilitator")
    for name, slug in (("official:index", territory.programme.slug), ("figures:show", territory.slug)):
        with django_assert_max_num_queries(15):
            assert facilitator.get(reverse(name, args=[slug])).status_code == 200
