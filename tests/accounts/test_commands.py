from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maillage.accounts.models import User
from maillage.accounts.services import use_link
from tests.accounts.conftest import token_in


def test_lien_prints_a_link_that_opens(camille: User) -> None:
    out = StringIO()
    call_command("lien", "Camille@exemple.fr", stdout=out)
    assert use_link(token=token_in(out.getvalue().strip())) == camille


def test_lien_says_when_there_is_no_such_account() -> None:
    with pytest.raises(CommandError, match="Aucun compte ouvert"):
        call_command("lien", "inconnue@exemple.fr")
