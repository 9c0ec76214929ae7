"""What is projected during a workshop, one idea at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from maillage.core.typography import plural
from maillage.meetings.damour import LEVELS, grid
from maillage.meetings.kit import ANSWERS
from maillage.meetings.models import Format, Workshop
from maillage.meetings.netmap import TALLEST
from maillage.meetings.queries import votable
from maillage.meetings.services.prompts import DOTS_EACH

LONG: Final = 80  # signs: a longer sentence is written smaller, so that it is seen whole


@dataclass(frozen=True)
class Slide:
    """One screen. kicker: where one is; lines: what is listed under the title; answers: what one may answer, in shapes."""

    kicker: str
    title: str
    lines: tuple[str, ...] = ()
    note: str = ""
    answers: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the title is a whole sentence."""
        return len(self.title) > LONG


INSTRUCTIONS: Final[Mapping[str, str]] = {
    Format.GRID: "À chaque question, mettez-vous d’accord sur un niveau, ou dites que vous hésitez, et pourquoi.",
    Format.NETMAP: "Dessinez ensemble qui compte ici, qui est lié à qui, et qui pèse sur ce qui se décide.",
    Format.STATEMENTS: "On lit un énoncé. Chacun lève un carton, ou la main\u00a0: il n’y a pas de bonne réponse.",
    Format.PATH: "Une situation inventée, que l’on raconte. À chaque étape, chaque table dit ce qu’elle pense.",
    Format.PRIORITIES: f"Chaque personne a {DOTS_EACH}\u00a0gommettes. Parlez-en, posez-les, puis dites pourquoi.",
}
LISTEN: Final = "Chacun parle à son tour, et l’on s’écoute."


def _grid(workshop: Workshop) -> list[Slide]:
    levels = f"{', '.join(LEVELS.values()).capitalize()}… ou bien\u00a0: nous hésitons."
    return [
        Slide(f"Partie\u00a0{n}", each.label, tuple(one.label for one in each.indicators), levels)
        for n, each in enumerate(grid(), 1)
    ]


def _netmap(workshop: Workshop) -> list[Slide]:
    steps = (
        (
            "Qui compte ici\u202f?",
            "Posez les cartes des acteurs qui comptent pour les enfants et les familles.",
            "Il en manque\u202f? Écrivez une carte.",
        ),
        (
            "Qui est lié à qui\u202f?",
            "Un trait\u00a0: ils se parlent.",
            "Deux traits\u00a0: ils agissent ensemble.",
        ),
        (
            "Qui pèse sur ce qui se décide\u202f?",
            f"Empilez de 0 à {TALLEST}\u00a0jetons sur chaque carte.",
            "Discutez, puis écrivez la hauteur à côté.",
        ),
        ("Que voit-on\u202f?", "Qui est loin\u202f?", "Qui est seul\u202f?", "Quel lien manque\u202f?"),
    )
    return [
        Slide(f"Étape\u00a0{n} sur {len(steps)}", title, tuple(lines))
        for n, (title, *lines) in enumerate(steps, 1)
    ]


def _statements(workshop: Workshop) -> list[Slide]:
    found = votable(workshop)
    return [
        Slide(f"Énoncé\u00a0{n} sur {len(found)}", each.text, answers=ANSWERS)
        for n, each in enumerate(found, 1)
    ]


def _lines(word: str, note: str) -> Callable[[Workshop], list[Slide]]:
    def slides(workshop: Workshop) -> list[Slide]:
        found = list(workshop.prompts.all())  # type: ignore[attr-defined]
        return [
            Slide(f"{word}\u00a0{n} sur {len(found)}", each.text, note=note)
            for n, each in enumerate(found, 1)
        ]

    return slides


SLIDES: Final[Mapping[str, Callable[[Workshop], list[Slide]]]] = {
    Format.GRID: _grid,
    Format.NETMAP: _netmap,
    Format.STATEMENTS: _statements,
    Format.PATH: _lines("Étape", "Votre table écrit ce qu’elle pense."),
    Format.PRIORITIES: _lines("Priorité", f"{plural(DOTS_EACH, 'gommette')} par personne, à partager."),
}


def slides_of(workshop: Workshop) -> list[Slide]:
    """Every screen after the first one, which says what the workshop is."""
    return SLIDES.get(workshop.format, lambda _: [])(workshop)


def instruction_of(workshop: Workshop) -> str:
    """What one is asked to do, in a sentence."""
    return INSTRUCTIONS.get(workshop.format, LISTEN)
