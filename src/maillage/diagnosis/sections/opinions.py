"""What people think of the statements: what brings them together first, then what sets them apart, place by place."""

from __future__ import annotations

from typing import Any, Final

from maillage.core import privacy
from maillage.core.typography import MISSING, folded, integer, percent, plural
from maillage.diagnosis.blocks import Block, Heading, Paragraph, Question, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import value_of, withheld
from maillage.statements.roles import ROLES

TITLE = "Ce qui nous réunit, ce qui nous partage"
POSITION = 75
CHAPTER = "VIEWPOINTS"
LISTED: Final = 5  # statements of a list that are written out; all of them are in the last table
ALL: Final = "Tous les énoncés"
ALL_VOTES: Final = 10**6  # a table that rests on no place in particular
NEITHER: Final = "Sans avis net"
LEVELS: Final = (
    "Deux au plus",
    "Moins de la moitié",
    "La moitié ou plus",
    "Tout le monde, sauf deux au plus",
)
HOW: Final = (
    "Chaque personne ou structure dit d’un énoncé si elle est d’accord, pas d’accord, ou passe. On lit d’abord place par "
    "place\u00a0: l’école, les parents, l’action sociale… Une place qui compte moins de cinq votes est comptée dans "
    "l’ensemble et n’est pas lue à part. Pour une place, un ordre de grandeur suffit\u202f: un compte exact dirait l’avis "
    "de quelqu’un. Les parts de l’ensemble sont arrondies à 5\u00a0points, dites elles aussi en ordre de grandeur, ou remplacées par un tiret quand elles diraient un avis. "
    "Une place est dite pour, ou contre, quand la moitié ou plus y a cet avis et pas l’autre\u202f; sinon, sans avis net."
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
        *_most(found, by_id),
        *_apart(found, by_id),
        *_groups(found["groups"], by_id),
        Heading(text="Énoncé par énoncé, place par place"),
        *_roles(found),
        _everything(found, stamp),
        Paragraph(text=HOW),
        Paragraph(text=LIMITS),
        Question(text="De ce qui nous réunit, que pouvons-nous commencer sans attendre\u202f?"),
    ]


def _lead(found: dict[str, Any], voted: int) -> str:
    who = plural(voted, "personne ou structure a voté", "personnes ou structures ont voté")
    told = f"{who} sur {plural(len(found['statements']), 'énoncé')}."
    lists = found["lists"]
    together, divided = [*lists["together"], *lists["together_against"]], lists["between_roles"]
    if found["compared"] or not found["statements"]:
        return told
    one = (
        f"{plural(len(together), 'énoncé réunit', 'énoncés réunissent')} la majorité de chaque place"
        if together
        else "Aucun ne réunit la majorité de chaque place"
    )
    other = (
        f"{plural(len(divided), 'énoncé partage', 'énoncés partagent')} les places"
        if divided
        else "aucun ne partage nettement les places"
    )
    return f"{told} {one}\u202f; {other}."


def _together(found: dict[str, Any], by_id: dict[str, Any], stamp: str) -> list[Block]:
    title = Heading(text="Ce qui nous réunit malgré tout")
    if found["compared"]:
        return [title, Paragraph(text=found["compared"])]
    lists = found["lists"]
    said, fewest = "Dans chaque place lue, plus de la moitié", _fewest(found)
    blocks: list[Block] = [
        *_table(f"{said} est d’accord", lists["together"], by_id, stamp, fewest=fewest),
        *_table(f"{said} n’est pas d’accord", lists["together_against"], by_id, stamp, fewest=fewest),
    ]
    none = Paragraph(
        text="Aucun énoncé n’a l’accord, ni le désaccord, de plus de la moitié de chaque place lue."
    )
    return [title, *(blocks or [none])]


def _most(found: dict[str, Any], by_id: dict[str, Any]) -> list[Block]:
    """What most think, when it is not already what every place thinks."""
    lists = found["lists"]
    said = {*lists["together"], *lists["together_against"]}
    tables = [
        *_table("La plupart sont d’accord", [each for each in lists["most"] if each not in said], by_id),
        *_table(
            "La plupart ne sont pas d’accord",
            [each for each in lists["most_against"] if each not in said],
            by_id,
        ),
    ]
    return (
        [Heading(text="Ce que pense le plus grand nombre, toutes places réunies"), *tables] if tables else []
    )


def _apart(found: dict[str, Any], by_id: dict[str, Any]) -> list[Block]:
    lists = found["lists"]
    fewest = _fewest(found)
    blocks: list[Block] = [_by_role(by_id[each], fewest) for each in lists["between_roles"][:LISTED]]
    inside = [each for each in lists["everywhere"] if each not in lists["between_roles"]]
    both = "Toutes places réunies, un tiers au moins est d’accord, un tiers au moins ne l’est pas"
    blocks += _table(both, inside, by_id)
    return [Heading(text="Ce qui nous partage"), *blocks] if blocks else []


def _table(
    caption: str, names: list[str], by_id: dict[str, Any], stamp: str = "", *, fewest: int = ALL_VOTES
) -> list[Block]:
    """The clearest of these statements; how many they are when there are more. fewest: who voted where it is least."""
    if not names:
        return []
    if len(names) > LISTED:
        caption = f"{caption} (les {LISTED} plus nets sur {integer(len(names))})"
    listed = sorted((by_id[each] for each in names[:LISTED]), key=_shown_order)
    rows = tuple((each["text"], *_totals(each)) for each in listed)
    columns = ("Énoncé", "D’accord", "Pas d’accord", "Votes")
    return [
        Table(
            caption=caption,
            columns=columns,
            rows=rows,
            numeric=frozenset({1, 2, 3}),
            passport=stamp,
            n_answered=min(fewest, *(each["n"] for each in listed)),
        )
    ]


def _shown_order(statement: dict[str, Any]) -> tuple[float, str]:
    """By the shares that are shown, then by the alphabet: the rank of a masked share, among others, would tell it."""
    shown = max(statement["total"][way]["share"] or 0.0 for way in ("agree", "disagree"))
    return -shown, folded(statement["text"])


def _totals(statement: dict[str, Any]) -> tuple[str, str, str]:
    """Agreements and disagreements of all, then who voted."""
    ways = (statement["total"][way] for way in ("agree", "disagree"))
    agree, disagree = (_told(each) for each in ways)
    return agree, disagree, integer(statement["n"])


def _told(way: dict[str, Any]) -> str:
    if way["share"] is not None:
        return percent(way["share"])
    return MISSING if way["level"] is None else LEVELS[way["level"]]


def _fewest(found: dict[str, Any]) -> int:
    """The least that voted in a place that is read."""
    return min((low for low, _ in found["roles"].values()), default=0)


def _by_role(statement: dict[str, Any], fewest: int) -> Table:
    """The places that agree most come first."""
    ordered = sorted(
        statement["roles"].items(), key=lambda each: (each[1][1] - each[1][0], folded(ROLES[each[0]]))
    )
    rows = tuple((ROLES[role], LEVELS[agree], LEVELS[disagree]) for role, (agree, disagree) in ordered)
    caption = f"«\u00a0{statement['text']}\u00a0»"
    columns = ("Place", "D’accord", "Pas d’accord")
    return Table(caption=caption, columns=columns, rows=rows, n_answered=fewest)


def _groups(groups: dict[str, Any], by_id: dict[str, Any]) -> list[Block]:
    title = Heading(text="Des groupes d’opinion, au-delà des places\u202f?")
    if groups["withheld"] or not groups["sizes"]:
        return [title, Paragraph(text=groups["withheld"])] if groups["withheld"] else []
    told = [
        (f"Groupe {chr(ord('A') + at)}", integer(size), _sets_apart(apart, by_id))
        for at, (size, apart) in enumerate(zip(groups["sizes"], groups["apart"], strict=True))
    ]
    lead = (
        f"Les votes dessinent {plural(len(told), 'groupe')} d’opinion, qui reviennent quand on tire au sort d’autres "
        "personnes parmi celles qui ont voté. On ne dit pas qui en est."
    )
    table = Table(
        caption="Ce qui distingue chaque groupe",
        columns=("Groupe", "Au moins", "Ce qui le distingue"),
        rows=tuple(told),
        numeric=frozenset({1}),
        n_answered=min(groups["sizes"]),
    )
    return [title, Paragraph(text=lead), table]


def _sets_apart(apart: list[list[Any]], by_id: dict[str, Any]) -> str:
    said = [
        f"{'d’accord avec' if agrees else 'pas d’accord avec'} «\u00a0{by_id[name]['text']}\u00a0»"
        for name, agrees in apart
    ]
    return "\u202f; ".join(said) + "." if said else "rien ne le distingue nettement."


def _roles(found: dict[str, Any]) -> list[Block]:
    rows = tuple(
        (ROLES[role], f"{integer(low)} à\u00a0{integer(high)}" if low < high else integer(low))
        for role, (low, high) in sorted(found["roles"].items(), key=lambda each: folded(ROLES[each[0]]))
    )
    if not rows:
        return []
    caption = "Les places lues, et combien de personnes ou de structures y ont voté"
    columns = ("Place", "Ont voté")
    return [
        Table(caption=caption, columns=columns, rows=rows, numeric=frozenset({1}), n_answered=_fewest(found))
    ]


def _everything(found: dict[str, Any], stamp: str) -> Table:
    rows = tuple(
        (each["text"], *_totals(each), _leans(each["roles"]))
        for each in sorted(found["statements"], key=lambda each: folded(each["text"]))
    )
    return Table(
        caption=ALL,
        columns=("Énoncé", "D’accord", "Pas d’accord", "Votes", "Place par place"),
        rows=rows,
        numeric=frozenset({1, 2, 3}),
        passport=stamp,
        n_answered=min(
            [_fewest(found) or privacy.MIN_RESPONDENTS, *(each["n"] for each in found["statements"])]
        ),
    )


def _leans(roles: dict[str, list[int]]) -> str:
    """Which places are for, neither, against: half of them or more, of one answer and not of the other."""
    found: dict[str, list[str]] = {"Pour": [], NEITHER: [], "Contre": []}
    for role, (agree, disagree) in roles.items():
        lean = NEITHER if (agree > 1) == (disagree > 1) else "Pour" if agree > 1 else "Contre"
        found[lean].append(ROLES[role])
    between = "\u202f; "  # some places have a comma in their name
    told = [f"{lean}\u00a0: {between.join(sorted(each, key=folded))}" for lean, each in found.items() if each]
    return ". ".join(told) or MISSING
