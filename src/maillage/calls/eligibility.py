"""Which applications may be sent: rules that explain themselves. Each says what it asks, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from maillage.calls.models import Support, SupportState


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One rule on one application. why: what is missing, when it does not hold; to_know: it does not keep from sending."""

    rule: str
    holds: bool
    why: str = ""
    to_know: bool = False


Facts = Mapping[str, Any]
Rule = Callable[[Facts, Support | None], Checked]


def _has_a_quarter(answers: Facts, support: Support | None) -> Checked:
    return Checked(
        rule="Le territoire comprend au moins un quartier prioritaire (QPV).",
        holds=bool(answers.get("quarters")),
        why="Choisissez les communes, puis cochez leurs quartiers.",
    )


def _has_a_college(answers: Facts, support: Support | None) -> Checked:
    return Checked(
        rule="Un collège chef de file est nommé.",
        holds=bool(answers.get("college")),
        why="Donnez son nom dans «\u00a0Votre territoire\u00a0».",
    )


def _has_two_institutions(answers: Facts, support: Support | None) -> Checked:
    institutions = {row.get("name", "").casefold() for row in answers.get("copilots") or []} - {""}
    return Checked(
        rule="Au moins deux institutions portent la candidature ensemble.",
        holds=len(institutions) >= 2,
        why="Ajoutez un copilote d’une autre institution.",
    )


def _refuses_misuse(answers: Facts, support: Support | None) -> Checked:
    return Checked(
        rule="La clause de non-usage est acceptée.",
        holds=bool(answers.get("no_use")),
        why="Lisez-la dans «\u00a0Ce à quoi vous vous engagez\u00a0».",
    )


def _has_its_department(answers: Facts, support: Support | None) -> Checked:
    given = support is not None and support.state == SupportState.GIVEN
    asked = support is not None and support.state == SupportState.ASKED
    why = (
        "Il a reçu votre demande et n’a pas encore répondu. Vous pouvez déposer sans attendre\u00a0: sa réponse rejoindra le dossier."
        if asked
        else "Demandez-le lui par un lien, ou joignez sa lettre. Vous pouvez déposer sans, mais c’est un appui essentiel."
    )
    return Checked(
        rule="Le Département soutient la candidature.", holds=given, why="" if given else why, to_know=True
    )


RULES: Final[tuple[Rule, ...]] = (
    _has_a_quarter,
    _has_a_college,
    _has_two_institutions,
    _refuses_misuse,
    _has_its_department,
)


def check(answers: Facts, support: Support | None) -> list[Checked]:
    """Every rule, on the answers and the support of one application."""
    return [rule(answers, support) for rule in RULES]
