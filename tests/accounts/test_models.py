from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from maillage.accounts.models import User


def test_an_address_is_kept_in_small_letters_and_found_in_any() -> None:
    user = User.objects.create_user(" Camille@Exemple.FR ")
    assert user.email == "camille@exemple.fr"
    assert User.objects.get_by_natural_key("CAMILLE@exemple.fr") == user


def test_the_database_itself_refuses_capitals() -> None:
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="Camille@exemple.fr")])


def test_one_address_one_account() -> None:
    User.objects.create_user("camille@exemple.fr")
    with pytest.raises(ValidationError, match="a déjà un compte"):
        User.objects.create_user("camille@exemple.fr")


def test_a_user_reads_as_their_name_or_address() -> None:
    assert str(User(email="camille@exemple.fr")) == "camille@exemple.fr"
    assert str(User(email="camille@exemple.fr", full_name="Camille")) == "Camille"
