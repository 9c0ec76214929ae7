"""What people think of the statements: what brings them together first, then what sets them apart, place by place."""

from __future__ import annotations

from typing import Any, Final

from maillage.core.typography import MISSING, folded, integer, percent, plural
from maillage.diagnosis.blocks import Block, Heading, Paragraph, Question, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import value_of, withheld
from maillage.statements.roles import ROLES

TITLE = "Ce qui nous réunit, ce qui nous partage"
POSITION = 75
CHAPTER = "VIEWPOINTS"
LEVELS: Final = (
    "Deux au plus",
    "Moins de la moitié",
    "La moitié ou plus",
    "Toutes et tous, sauf deux au plus",
)
HOW: Final = (
    "Chaque personne ou structure dit d’un énoncé si elle est d’accord, pas d’accord, ou passe. On lit d’abord place par "
    "place\u00a0: l’école, les parents, l’action sociale… Une place qui compte moins de cinq votes est comptée dans "
    "l’ensemble et n’est pas lue à part. Pour une place, un ordre de grandeur suffit\u202f: un compte exact dirait l’avis "
    "de quelqu’un. Les parts de l’ensemble sont arrondies à 5\u00a0points, dites elles aussi en ordre de grandeur, ou remplacées par un tiret quand elles diraient un avis."
)
LIMITS: Final = (
    "Ce n’est pas un sondage\u202f: ont voté celles et ceux qui l’ont voulu, et rien ne dit que les autres pensent de même. "
    "Un énoncé lu par quelques-uns pèse moins que la discussion qu’il ouvre."
)


def build(report: Report) -> list[Block]:
    """Nothing when no statement was put to the vote."""
    if "opinions" not in report.findings:
        return []
    found = value_of(report, "opinions")
    if found is None:
        return [withheld(report.findings["opinions"], "Avis sur les énoncés")]
    by_id = {each["id"]: each for each in found["statements"]}
    stamp = passport(report, "opinions", of="actrices, acteurs et habitants qui ont voté")
    return [
        Paragraph(text=_lead(found, report.findings["opinions"].n_answered), lead=True),
        *_together(found, by_id, stamp),
        *_most(found, by_id, stamp),
        *_apart(found, by_id, stamp),
        *_groups(found["groups"], by_id),
        Heading(text="Énoncé par énoncé, place par place"),
        *_roles(found, stamp),
        _everything(found, stamp),
        Paragraph(text=HOW),
        Paragraph(text=LIMITS),
        Question(text="De ce qui nous réunit, que pouvons-nous commencer sans attendre\u202f?"),
    ]


def _lead(found: dict[str, Any], voted: int) -> str:
    who = f"{plural(voted, 'personne ou structure a voté', 'personnes ou structures ont voté')}"
    told = f"{who} sur {plural(len(found['statements']), 'énoncé')}."
    together = len(found["lists"]["together"]) + len(found["lists"]["together_against"])
    divided = len(found["lists"]["between_roles"])
    if found["compared"] or not found["statements"]:
        return told
    if not together:
        return f"{told} Aucun ne réunit la majorité de chaque place."
    apart = (
        f"{integer(divided)} les partage{'nt' if divided > 1 else ''}"
        if divided
        else "aucun ne les partage nettement"
    )
    return f"{told} {plural(together, 'énoncé réunit', 'énoncés réunissent')} la majorité de chaque place\u202f; {apart}."


def _together(found: dict[str, Any], by_id: dict[str, Any], stamp: str) -> list[Block]:
    title = Heading(text="Ce qui nous réunit malgré tout")
    if found["compared"]:
        return [title, Paragraph(text=found["compared"])]
    blocks: list[Block] = [
        *_table(
            "Dans chaque place lue, plus de la moitié est d’accord", found["lists"]["together"], by_id, stamp
        ),
        *_table(
            "Dans chaque place lue, plus de la moitié n’est pas d’accord",
            found["lists"]["together_against"],
            by_id,
            stamp,
        ),
    ]
    none = Paragraph(
        text="Aucun énoncé n’a l’accord, ni le désaccord, de plus de la moitié de chaque place lue."
    )
    return [title, *(blocks or [none])]


def _most(found: dict[str, Any], by_id: dict[str, Any], stamp: str) -> list[Block]:
    """What most think, when it is not already what every place thinks."""
    lists = found["lists"]
    said = {*lists["together"], *lists["together_against"]}
    names = [each for each in (*lists["most"], *lists["most_against"]) if each not in said]
    tables = _table("L’avis du plus grand nombre, sans la majorité de chaque place", names, by_id, stamp)
    return [Heading(text="Ce que pense le plus grand nombre"), *tables] if tables else []


def _apart(found: dict[str, Any], by_id: dict[str, Any], stamp: str) -> list[Block]:
    lists = found["lists"]
    blocks: list[Block] = [_by_role(by_id[each], stamp) for each in lists["between_roles"]]
    inside = [each for each in lists["everywhere"] if each not in lists["between_roles"]]
    blocks += _table(
        "Un tiers au moins est d’accord, un tiers au moins ne l’est pas, sans que ce soit affaire de place",
        inside,
        by_id,
        stamp,
    )
    return [Heading(text="Ce qui nous partage"), *blocks] if blocks else []


def _table(caption: str, names: list[str], by_id: dict[str, Any], stamp: str) -> list[Block]:
    rows = tuple((by_id[each]["text"], *_totals(by_id[each])) for each in names)
    columns = ("Énoncé", "D’accord", "Pas d’accord", "Votes")
    return (
        [Table(caption=caption, columns=columns, rows=rows, numeric=frozenset({3}), passport=stamp)]
        if rows
        else []
    )


def _totals(statement: dict[str, Any]) -> tuple[str, str, str]:
    """Agreements and disagreements of all, then who voted."""
    ways = (statement["total"][way] for way in ("agree", "disagree"))
    agree, disagree = (_told(each) for each in ways)
    return agree, disagree, integer(statement["n"])


def _told(way: dict[str, Any]) -> str:
    if way["share"] is not None:
        return percent(way["share"])
    return MISSING if way["level"] is None else LEVELS[way["level"]]


def _by_role(statement: dict[str, Any], stamp: str) -> Table:
    """The places that agree most come first."""
    ordered = sorted(
        statement["roles"].items(), key=lambda each: (each[1][1] - each[1][0], folded(ROLES[each[0]]))
    )
    rows = tuple((ROLES[role], LEVELS[agree], LEVELS[disagree]) for role, (agree, disagree) in ordered)
    caption = f"«\u00a0{statement['text']}\u00a0»"
    return Table(caption=caption, columns=("Place", "D’accord", "Pas d’accord"), rows=rows, passport=stamp)


def _groups(groups: dict[str, Any], by_id: dict[str, Any]) -> list[Block]:
    title = Heading(text="Des groupes d’opinion, au-delà des places\u202f?")
    if groups["withheld"] or not groups["sizes"]:
        return [title, Paragraph(text=groups["withheld"])] if groups["withheld"] else []
    told = [
        f"Groupe {chr(ord('A') + at)} (au moins {plural(size, 'personne', 'personnes')})\u00a0: {_sets_apart(apart, by_id)}"
        for at, (size, apart) in enumerate(zip(groups["sizes"], groups["apart"], strict=True))
    ]
    lead = (
        f"Les votes dessinent {plural(len(told), 'groupe')} d’opinion, qui reviennent quand on tire au sort d’autres "
        "personnes parmi celles qui ont voté. On ne dit pas qui en est."
    )
    return [title, Paragraph(text=lead), *(Paragraph(text=each) for each in told)]


def _sets_apart(apart: list[list[Any]], by_id: dict[str, Any]) -> str:
    said = [
        f"{'d’accord avec' if agrees else 'pas d’accord avec'} «\u00a0{by_id[name]['text']}\u00a0»"
        for name, agrees in apart
    ]
    return "\u202f; ".join(said) + "." if said else "rien ne le distingue nettement."


def _roles(found: dict[str, Any], stamp: str) -> list[Block]:
    rows = tuple(
        (ROLES[role], f"{integer(low)} à\u00a0{integer(high)}" if low < high else integer(low))
        for role, (low, high) in sorted(found["roles"].items(), key=lambda each: folded(ROLES[each[0]]))
    )
    if not rows:
        return []
    caption = "Les places lues, et combien de personnes ou de structures y ont voté"
    return [Table(caption=caption, columns=("Place", "Ont voté"), rows=rows, passport=stamp)]


def _everything(found: dict[str, Any], stamp: str) -> Table:
    roles = sorted(found["roles"], key=lambda role: folded(ROLES[role]))
    rows = tuple(
        (each["text"], *_totals(each), *(_lean(each["roles"].get(role)) for role in roles))
        for each in sorted(found["statements"], key=lambda each: folded(each["text"]))
    )
    return Table(
        caption="Tous les énoncés",
        columns=("Énoncé", "D’accord", "Pas d’accord", "Votes", *(ROLES[role] for role in roles)),
        rows=rows,
        numeric=frozenset({3}),
        passport=stamp,
    )


def _lean(levels: list[int] | None) -> str:
    """Where a place leans, in a word that fits a narrow cell."""
    if levels is None:
        return "Trop peu de votes"
    agree, disagree = levels
    if (agree > 1) == (disagree > 1):
        return "Partagée"
    return "Plutôt d’accord" if agree > 1 else "Plutôt pas d’accord"
