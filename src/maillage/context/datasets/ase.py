"""Children entrusted or followed by the child welfare of a département (ASE): published for whole départements only."""

from __future__ import annotations

from typing import Final

from maillage.context.codes import Geography
from maillage.context.datasets import Dataset, Indicator, Shape
from maillage.context.reading import Line, Place, Reading, added, department

COUNTS: Final = {
    "placed": ("enfants_accueillis",),
    "entrusted": ("enfants_confies_ase",),
    "direct": ("placements_directs",),
    "followed": ("actions_educatives",),
    "aed": ("aed",),
    "aemo": ("aemo",),
}
RHONE: Final = ("69D", "69M")


def _read(line: Line, vintage: str) -> Place:
    return Place(
        geography=Geography.DEPARTMENT,
        code=department(line["code"]),
        name=line["name"][:160],
        values=line.values(*COUNTS),
    )


def _totals(reading: Reading) -> None:
    """69 is the Rhône and the Métropole de Lyon together: a total, which nobody may add to them again."""
    parts = [reading.places.get((str(Geography.DEPARTMENT), code)) for code in RHONE]
    whole = reading.places.get((str(Geography.DEPARTMENT), "69"))
    if whole is None or parts[0] is None or parts[1] is None:
        return
    if added(parts[0].values, parts[1].values) == dict(whole.values):
        reading.notes.append("69 est le total de 69D et 69M\u00a0: il n’est compté qu’une fois.")
    else:
        reading.notes.append("69 n’est pas la somme de 69D et 69M\u00a0: vérifiez ces trois lignes.")


DATASET: Final = Dataset(
    title="Protection de l’enfance dans le département (ASE)",
    producer="DREES, enquête Aide sociale",
    link="https://drees.solidarites-sante.gouv.fr/sources-outils-et-enquetes/lenquete-aide-sociale-aupres-des-conseils-departementaux",
    position=6,
    chapter="CHILDREN_FAMILIES",
    expects="les bénéficiaires de l’ASE par département, en CSV (code_departement, enfants_accueillis, actions_educatives…)",
    example="2020",
    indicators={
        "placed": Indicator("Mineurs et jeunes majeurs accueillis"),
        "entrusted": Indicator("– confiés à l’ASE"),
        "direct": Indicator("– placés directement par le juge"),
        "followed": Indicator("Actions éducatives"),
        "aed": Indicator("– à domicile, avec l’accord des parents (AED)"),
        "aemo": Indicator("– en milieu ouvert, sur décision du juge (AEMO)"),
    },
    warnings=(
        "Ces chiffres n’existent que pour le département entier\u00a0: ils ne disent rien du quartier ni de la commune.",
        "Un nombre élevé peut dire plus de besoins, ou plus de réponses\u00a0: il ne se compare pas d’un département à l’autre sans"
        " sa population ni sa politique.",
    ),
    shapes=(
        Shape(
            columns={
                "code": ("code_departement", "code département"),
                "placed": COUNTS["placed"],
                "followed": COUNTS["followed"],
            },
            optional={
                "name": ("departement",),
                **{each: names for each, names in COUNTS.items() if each not in ("placed", "followed")},
            },
            read=_read,
        ),
    ),
    finish=_totals,
)
