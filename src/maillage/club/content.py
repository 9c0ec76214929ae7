"""What a practice sheet is made of: ten minutes for the short form, the rest when one has time. One field, one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from maillage.club.codes import Audience, Evidence, Means, Theme
from maillage.context.codes import Band, Level
from maillage.territories.codes import EngagementNature, Sector

LINE: Final = 160
PARAGRAPH: Final = 600
TEXT: Final = 3000


@dataclass(frozen=True)
class Field:
    """One thing a sheet says. longest: signes; choices: {code: words} of a list where several may be ticked, unless `single`;
    short: in the ten-minute form; needed: before anybody else reads the sheet."""

    key: str
    label: str
    help: str = ""
    longest: int = TEXT
    choices: Mapping[str, str] | None = None
    single: bool = False
    short: bool = False
    needed: bool = False


@dataclass(frozen=True)
class Part:
    """Fields that are read together, under one title."""

    title: str
    fields: tuple[Field, ...]


def _words(choices: Any) -> dict[str, str]:
    return {code: str(label) for code, label in choices}


PARTS: Final = (
    Part("L’essentiel", (
        Field("title", "Titre", "Un geste que l’on voit\u00a0: «\u00a0Le petit-déjeuner du jeudi\u00a0».", LINE, short=True, needed=True),
        Field("summary", "En deux phrases", "Ce qui se fait, pour qui.", PARAGRAPH, short=True, needed=True),
        Field("themes", "Thèmes", choices=_words(Theme.choices), short=True, needed=True),
        Field("bands", "Âges", choices=_words(Band.choices), short=True),
        Field("audiences", "Pour qui", choices=_words(Audience.choices), short=True),
        Field("levels", "À quel moment", choices=_words(Level.choices)),
        Field("sectors", "Qui le porte", "Des secteurs, jamais des personnes.", choices=_words(Sector.choices)),
        Field("natures", "À quel titre on s’y engage", choices=_words(EngagementNature.choices)),
    )),
    Part("Pourquoi", (
        Field("need", "Le constat", "Ce qui manquait, ou ce qui arrivait trop tard.", short=True, needed=True),
        Field("context", "Le contexte", "Le quartier, ce qui existait déjà."),
        Field("origin", "Comment c’est né", "Qui en a eu l’idée, et ce qui a permis de commencer."),
        Field("aims", "Ce que l’on cherche"),
    )),
    Part("Ce qui se fait", (
        Field("course", "Le déroulé", "Quand, où, comment\u00a0: de quoi le refaire.", short=True, needed=True),
        Field("partners", "Les partenaires et leur rôle"),
        Field("families", "La place des parents et des enfants", "Participent-ils, décident-ils, ou reçoivent-ils\u202f?", short=True, needed=True),
        Field("people", "Les personnes qu’il faut", "Des fonctions, jamais des noms.", PARAGRAPH),
        Field("means", "Ce que cela coûte", "Sans le temps de chacun.", choices=_words(Means.choices), single=True),
        Field("money", "L’argent qu’il faut", "D’où il vient, à quoi il sert.", PARAGRAPH),
        Field("time", "Le temps qu’il faut", "Pour commencer, puis chaque semaine.", PARAGRAPH),
    )),
    Part("Ce que cela donne", (
        Field("results", "Les résultats", "Aussi ce qui n’a pas changé.", short=True, needed=True),
        Field("evidence", "D’où le sait-on", choices=_words(Evidence.choices), single=True, short=True, needed=True),
        Field("difficulties", "Les difficultés"),
        Field("helps", "Ce qui aide"),
        Field("hinders", "Ce qui freine"),
    )),
    Part("Pour le refaire ailleurs", (
        Field("functions", "Les fonctions clés", "Ce qu’il faut garder pour que cela marche."),
        Field("changes", "Ce qui peut changer", "La forme, le lieu, le jour\u2026"),
        Field("quotes", "Sur le vif", "Une parole par ligne, suivie d’une fonction\u00a0: «\u00a0On se voit enfin.\u00a0» (une enseignante).", PARAGRAPH),
        Field("sources", "Pour en savoir plus", "Documents et liens publics.", PARAGRAPH),
        Field("contact", "À qui écrire", "Une fonction et une structure, jamais une personne ni son adresse.", LINE, short=True, needed=True),
    )),
)  # fmt: skip
FIELDS: Final[dict[str, Field]] = {field.key: field for part in PARTS for field in part.fields}
SHORT: Final = tuple(field for field in FIELDS.values() if field.short)
FACETS: Final = ("themes", "bands", "audiences", "levels", "sectors", "means")

SETTING: Final = "setting"  # a facet that nobody ticks: how urban the territory is, from its communes


def codes_in(content: Mapping[str, Any], key: str) -> list[str]:
    """The codes that a sheet ticked in one list, whether one or several may be."""
    said = content.get(key) or []
    return [said] if isinstance(said, str) else list(said)


def missing_in(content: Mapping[str, Any]) -> list[str]:
    """The labels of what is still needed before somebody else reads the sheet."""
    return [field.label for field in FIELDS.values() if field.needed and not content.get(field.key)]


def texts_in(content: Mapping[str, Any]) -> dict[str, str]:
    """{field: text} of what was written freely: what a guard must read."""
    return {
        key: str(content[key]) for key, field in FIELDS.items() if field.choices is None and content.get(key)
    }


def told(content: Mapping[str, Any]) -> list[tuple[str, list[tuple[Field, str | list[str]]]]]:
    """What a sheet says, ready to read: [(part, [(field, text or words)])], without what is empty; the title is apart."""
    found = []
    for part in PARTS:
        rows = [(field, _said(field, content[field.key])) for field in part.fields if content.get(field.key)]
        rows = [(field, said) for field, said in rows if said and field.key not in {"title", "summary"}]
        if rows:
            found.append((part.title, rows))
    return found


def _said(field: Field, value: Any) -> str | list[str]:
    if field.choices is None:
        return str(value)
    codes = codes_in({field.key: value}, field.key)
    return [field.choices[code] for code in field.choices if code in codes]
