"""To whom one would turn in made-up situations: where the paths to help stop, who sees what, how early one would report."""

from __future__ import annotations

from typing import Any, Final

from maillage.context.codes import Band
from maillage.core.typography import MISSING, folded, integer, interval, percent
from maillage.diagnosis.blocks import Block, Heading, KeyFigure, Paragraph, Question, Table, Withheld
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.recourse import ALL, BLANK, FIRST, KEY, KINDS, NONE, OTHERS
from maillage.diagnosis.sections._words import named, value_of, withheld
from maillage.diagnosis.sections.opinions import LEVELS
from maillage.surveys.kinds._words import words
from maillage.surveys.relays import OTHER
from maillage.surveys.vignettes import vignettes

TITLE = "Vers qui se tourner, avant que tout se complique"
POSITION = 74
CHAPTER = "VIEWPOINTS"
LABELS: Final = {
    "PROFESSIONALS": "Professionnels",
    "VOLUNTEERS": "Bénévoles, personnes élues",
    "LOCALS": "Parents, jeunes, habitants",
    OTHERS: "Bénévoles, parents, habitants",
    ALL: "Tous ensemble",
}
SAID_NONE: Final = "Personne, ou ne sait pas"
HOW: Final = (
    "Les mêmes histoires inventées ont été lues par les structures et par les habitants. On lit séparément celles et ceux "
    "dont c’est le métier, les bénévoles, les parents et les habitants, quand cinq au moins ont répondu de chaque côté\u202f; "
    "sinon, ensemble. Les nombres sont dits entre deux bornes, pour que personne ne soit reconnu à sa réponse\u202f; "
    "les parts en sont tirées, avec l’incertitude de si peu de réponses. Une structure nommée compte pour le relais qu’elle est."
)
LIMITS: Final = (
    "Dire vers qui l’on irait n’est pas y aller\u202f: ces réponses disent ce que l’on connaît, et ce que l’on ignore. "
    "Elles ne jugent ni les personnes ni les structures."
)
DANGER: Final = (
    "Dans cette histoire, quelqu’un peut être en danger. Dans la vie, on n’attend pas un diagnostic\u00a0: 119, gratuit, jour et "
    "nuit\u202f; en urgence, 17 ou 112\u202f; pour les professionnels, la cellule de recueil du Département (CRIP)."
)
MINOR: Final = "\u202f; faut-il prévenir la protection de l’enfance\u202f?"
WORRY: Final = {"yes": "oui", "maybe": "peut-être", "no": "non", "unknown": "ne sait pas"}


def build(report: Report) -> list[Block]:
    """Nothing when no situation was asked."""
    if KEY not in report.findings:
        return []
    found = value_of(report, KEY)
    if found is None:
        return [withheld(report.findings[KEY], "Vers qui se tourner")]
    read = [each for each in found["situations"] if each["kinds"]]
    stamp = passport(report, KEY, of="structures et habitants qui ont répondu aux situations")
    return [
        Paragraph(text=_lead(read), lead=True),
        *([_zones(read, stamp)] if read else []),
        *(block for each in read for block in _situation(each, stamp)),
        *_beside(found, stamp),
        *_doors(found, report),
        Paragraph(text=HOW),
        Paragraph(text=LIMITS),
        Question(text="À quel moment, et par qui, chacun apprend-il vers qui se tourner\u202f?"),
    ]


def _lead(read: list[dict[str, Any]]) -> str:
    """The situation where the path most often stops, when the limits of the others leave no doubt."""
    if not read:
        return "Trop peu de réponses à chaque situation pour en lire une à part."
    shares = {each["key"]: _none(each) for each in read}
    worst = max(shares, key=lambda key: shares[key][0][0] / shares[key][1][1])
    (low, high), (fewest, most) = shares[worst]
    others = [count[1] / n[0] for key, (count, n) in shares.items() if key != worst]
    if others and low / most > max(others):
        return (
            f"C’est pour «\u00a0{_title(worst)}\u00a0» que l’on sait le moins vers qui se tourner\u00a0: entre {integer(low)} et "
            f"{integer(high)} réponses sur {integer(fewest)} à {integer(most)} disent personne, ou je ne sais pas."
        )
    return "Aucune situation ne se détache nettement des autres par le nombre de celles et ceux qui ne savent vers qui se tourner."


def _none(each: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Limits of those who would turn to nobody, and of those who answered, all kinds together: sums of what is told."""
    kinds = each["kinds"].values()
    low, high = (sum(kind["first"][NONE][side] for kind in kinds) for side in (0, 1))
    fewest, most = (sum(kind["n"][side] for kind in kinds) for side in (0, 1))
    return (low, min(high, most)), (fewest, most)


def _title(key: str) -> str:
    return vignettes()[key].title["fr"]


def _ages(key: str) -> str:
    return str(Band(vignettes()[key].band).label)


def _zones(read: list[dict[str, Any]], stamp: str) -> Table:
    from maillage_analysis.recourse import share_within

    rows = []
    for each in read:
        count, n = _none(each)
        low, high = share_within(count, n)
        rows.append(
            (_title(each["key"]), _ages(each["key"]), _limits(count), _limits(n), interval(low, high))
        )
    return Table(
        caption="Zones blanches\u00a0: qui ne sait vers qui se tourner, du plus jeune âge au plus grand",
        columns=("Situation", "Âge", SAID_NONE, "Ont répondu", "Part, à 95\u00a0%"),
        rows=tuple(rows),
        numeric=frozenset({2, 3, 4}),
        passport=stamp,
        n_answered=min(_none(each)[1][0] for each in read),
    )


def _situation(each: dict[str, Any], stamp: str) -> list[Block]:
    found, kinds = vignettes()[each["key"]], each["kinds"]
    story: list[Block] = [
        Heading(text=f"{found.title['fr']} ({_ages(each['key'])})"),
        Paragraph(text=found.text["fr"]),
    ]
    if found.danger:
        story.append(Paragraph(text=DANGER))
    order = [kind for kind in (*KINDS, OTHERS, ALL) if kind in kinds]
    columns = tuple(f"{LABELS[kind]} ({_limits(kinds[kind]['n'])})" for kind in order)
    numeric = frozenset(range(1, len(columns) + 1))
    fewest = min(kinds[kind]["n"][0] for kind in order)
    return [
        *story,
        Table(
            caption=f"«\u00a0{found.title['fr']}\u00a0»\u00a0: vers qui d’abord",
            columns=("D’abord vers", *columns),
            rows=_first(kinds, order),
            numeric=numeric,
            passport=stamp,
            n_answered=fewest,
        ),
        Table(
            caption=f"«\u00a0{found.title['fr']}\u00a0»\u00a0: et ensuite"
            + (MINOR if found.is_minor else ""),
            columns=("Ce que l’on en dit", *columns),
            rows=_then(kinds, order, minor=found.is_minor),
            n_answered=fewest,
        ),
        _around(kinds, order),
    ]


def _first(kinds: dict[str, Any], order: list[str]) -> tuple[tuple[str, ...], ...]:
    """The relays that some kind names often enough to be told, the most named first; then nobody."""
    least = {code: sum(kinds[kind]["first"][code][0] for kind in order) for code in FIRST}
    told = [code for code in FIRST if least[code] and code not in {NONE, BLANK}]
    listed = sorted(told, key=lambda code: (-least[code], folded(relay_words(code))))
    rows = [(relay_words(code), *(_limits(kinds[kind]["first"][code]) for kind in order)) for code in listed]
    rows.append((SAID_NONE, *(_limits(kinds[kind]["first"][NONE]) for kind in order)))
    return tuple(rows)


def _then(kinds: dict[str, Any], order: list[str], *, minor: bool) -> tuple[tuple[str, ...], ...]:
    rows = [("Deux portes connues, l’une après l’autre", *(LEVELS[kinds[kind]["two"]] for kind in order))]
    parents = (_limits(kinds[kind]["parents"]["start"]) for kind in order)
    rows.append(("Associer les parents dès le début", *parents))
    rows += [
        (
            f"Faut-il prévenir\u202f? {said.capitalize()}",
            *(_limits(kinds[kind]["worry"][code]) for kind in order),
        )
        for code, said in WORRY.items()
        if minor
    ]
    return tuple(rows)


def _around(kinds: dict[str, Any], order: list[str]) -> Paragraph:
    told = "\u202f; ".join(f"{LABELS[kind].lower()}\u00a0: {_many(kinds[kind])}" for kind in order)
    return Paragraph(
        text=f"Qui la moitié ou plus mettrait autour de la table\u00a0? {told[0].upper()}{told[1:]}."
    )


def _many(kind: dict[str, Any]) -> str:
    many = [relay_words(relay).lower() for relay, told in kind["around"].items() if told >= 2]
    return " et ".join(many) if many else "aucun relais"


def relay_words(code: str) -> str:
    """A relay in French."""
    return "Une autre structure" if code == OTHER else words()[f"relay_{code}"]["fr"]


def _limits(limits: tuple[int, int] | list[int]) -> str:
    low, high = limits
    if low == high:
        return integer(low)
    return f"moins de {integer(high + 1)}" if not low else f"{integer(low)} à\u00a0{integer(high)}"


def _beside(found: dict[str, Any], stamp: str) -> list[Block]:
    """Recourse and cooperation of organisations, side by side."""
    rows = tuple(
        (relay_words(relay), LEVELS[turn], LEVELS[work]) for relay, (turn, work) in found["beside"].items()
    )
    if not rows:
        return []
    blocks: list[Block] = [
        Heading(text="Les recours, à côté des coopérations"),
        _follows(found["supported"], stamp),
    ]
    caption = "Parmi les structures qui ont répondu aux situations"
    columns = ("Relais", "S’y tourneraient", "Disent y échanger déjà, ou plus")
    return [*blocks, Table(caption=caption, columns=columns, rows=rows, passport=stamp)]


def _follows(told: dict[str, Any], stamp: str) -> Block:
    label = "des structures nommées comme recours sont déjà des partenaires de qui les nomme"
    if "share" not in told:
        return Withheld(label="Recours et coopérations", reason=told["withheld"])
    reading = (
        f"{_limits(told['sources'])} structures en ont nommé d’autres. Si chacune avait nommé au hasard une structure de la liste, ce serait {percent(told['expected'])}. "
        "Un recours hors des coopérations est un chemin que l’on connaît de nom seulement."
    )
    return KeyFigure(
        value=percent(told["share"]),
        label=label,
        interval=interval(*told["interval"]),
        reading=reading,
        passport=stamp,
    )


def _doors(found: dict[str, Any], report: Report) -> list[Block]:
    names = named(report)
    listed = sorted((names[each] for each in found["doors"] if each in names), key=folded)
    if not listed:
        return []
    told = ", ".join(listed) or MISSING
    return [
        Heading(text="Les portes que l’on nomme"),
        Paragraph(text=f"Cinq structures ou plus y enverraient, d’abord ou ensuite\u00a0: {told}."),
    ]
