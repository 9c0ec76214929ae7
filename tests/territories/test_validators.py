from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from maillage.territories.validators import refuse_person_name


@pytest.mark.parametrize(
    "name",
    ["M. Durand", "Mme Durand", "mme durand", "Madame Durand", "Collège des Saules (Mme Durand)", "PMI – Dr Martin",
     "Mlle\u00a0Petit", "École, M. Petit"],
)  # fmt: skip
def test_a_person_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="jamais celui d’une personne"):
        refuse_person_name(name)


@pytest.mark.parametrize(
    "name", ["contact@exemple.fr", "PMI 01 23 45 67 89", "PMI +33 6 12 34 56 78", "CMP 0123456789"]
)
def test_a_way_to_reach_somebody_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="Retirez l’adresse électronique ou le numéro"):
        refuse_person_name(name)


@pytest.mark.parametrize(
    "name",
    ["Collège Madame-de-Sévigné", "Collège Monsieur Vincent", "MJC", "Mission locale", "PMI du Centre", "École 12",
     "Médiathèque", "Drogues info", "Club 2000", "Structure 12345678901234"],
)  # fmt: skip
def test_an_actor_is_accepted(name: str) -> None:
    refuse_person_name(name)


@pytest.mark.parametrize(
    "name",
    ["Karim Benali", "DURAND Marie", "Directrice Sophie Martin", "Centre social - Nadia Haddad", "PMI (Fatima Traoré)",
     "Jean-Luc Moreau", "Marie Dupont, directrice"],
)  # fmt: skip
def test_somebody_without_a_civility_is_refused(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_person_name(name)
    assert refused.value.code == "person_name"


@pytest.mark.parametrize(
    "name",
    ["Collège Jules Ferry", "Maison de quartier Simone Veil", "Simone Veil", "Jules Ferry", "SESSAD Jean Itard", "Chez Lucie",
     "Cabinet Martin Dupont", "Les Amis de Karim", "Association Marie-Claire Blondin", "École Saint Joseph", "Lucie Aubrac Formation",
     "France Travail", "Rose Bonbon", "Espace Louise Bourgeois", "MJC Robert Martin", "La Maison de Malik", "Service social du collège"],
)  # fmt: skip
def test_an_organisation_named_after_somebody_is_kept(name: str) -> None:
    refuse_person_name(name)
