"""A conversation with three statements to vote on."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.statements.models import RULE, Conversation, Statement
from maillage.statements.services import open_conversation, seed_statement

SEEDS = (
    ("On apprend trop tard qu’une famille demande de l’aide.", "SCHOOL"),
    ("Les parents savent à qui s’adresser.", "PARENTS"),
    ("Une rencontre par mois suffit.", "SOCIAL"),
)


@pytest.fixture
def conversation(territory: Any) -> Conversation:
    return open_conversation(territory=territory, question="Qu’est-ce qui aiderait plus tôt ?", rule=RULE)


@pytest.fixture
def seeds(conversation: Conversation) -> list[Statement]:
    return [seed_statement(conversation=conversation, text=text, role=role, by=None) for text, role in SEEDS]
