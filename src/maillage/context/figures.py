"""What official files say of a territory: of its communes, their schools and its whole département, each told apart.

Nothing is added up here. Two medians do not make one, and a figure of the département is never the neighbourhood's: each
place keeps its own figures, under a name that says in words what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from maillage.context.codes import Geography
from maillage.context.datasets import Dataset, datasets
from maillage.context.models import PlaceFigures, Vintage
from maillage.context.reading import Value
from maillage.core.typography import MISSING, THIN, decimal, folded
from maillage.territories.geography import department_name
from maillage.territories.models import Area, AreaKind, Commune, Quarter, Territory
from maillage.territories.official import DISTRICTS

PAST: Final = 30
FEW: Final = 3  # places that fit as columns of a table
CORSICA: Final = ("2A", "2B")
# Collectivities that stand beside or above a département in the files on child welfare.
COLLECTIVITIES: Final = {
    "20": "Collectivité entière\u00a0: la Corse",
    "69": "Rhône et Métropole de Lyon ensemble",
    "69D": "Département entier\u00a0: le Rhône sans la Métropole de Lyon",
    "69M": "Collectivité entière\u00a0: la Métropole de Lyon",
}
Where = tuple[str, str]


def vintages_now() -> dict[str, Vintage]:
    """{dataset: the vintage that is read}."""
    return {each.dataset: each for each in Vintage.objects.filter(is_current=True)}


def past_vintages() -> list[Vintage]:
    """What was read before, the latest first."""
    return list(Vintage.objects.filter(is_current=False).order_by("-pk")[:PAST])


@dataclass(frozen=True)
class Perimeter:
    """The places of a territory that official files may describe: {commune: name}, those that joined them, codes of the
    département; and what was noted as its perimeter."""

    areas: tuple[Area, ...]
    communes: Mapping[str, str]
    former: Mapping[str, str]
    departments: tuple[str, ...]

    def label(self, where: Where) -> str:
        """The name of a place, with what it is."""
        geography, code = where
        if geography == Geography.DEPARTMENT:
            return COLLECTIVITIES.get(code, f"Département entier\u00a0: {department_name(code)}")
        if code in self.former:
            return self.former[code]
        return f"{'Arrondissement' if is_district(code) else 'Commune'}\u00a0: {self.communes[code]}"


def perimeter_of(territory: Territory, *, today: date | None = None) -> Perimeter:
    """Where a territory lies today: three queries."""
    day = today or timezone.localdate()
    areas = tuple(
        Area.objects.filter(territory=territory)
        .filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))
        .order_by("kind", "name", "pk")
    )
    named = {each.code: each.name for each in areas if each.kind == AreaKind.COMMUNE}
    quarters = Quarter.objects.filter(pk__in=[each.code for each in areas if each.kind == AreaKind.QPV])
    lying = set(quarters.values_list("communes", flat=True)) - {None}
    # A district stays one: it is a place that files describe. A commune that joined another is read with it.
    known = Commune.objects.filter(
        Q(pk__in={*named, *lying}) | Q(replaced_by__in={*named, *lying})
    ).select_related("replaced_by")
    communes, former = dict(named), {}
    for each in known:
        if each.replaced_by is None:
            communes[each.code] = each.name
        elif not is_district(each.code):
            communes.pop(each.code, None)
            communes[each.replaced_by.code] = each.replaced_by.name
            former[each.code] = (
                f"Ancienne commune\u00a0: {each.name} (aujourd’hui dans {each.replaced_by.name})"
            )
    code = territory.department
    extra = {"69": ("69D", "69M")}.get(code, ("20",) if code in CORSICA else ())
    ordered = dict(sorted(communes.items(), key=lambda pair: (folded(pair[1]), pair[0])))
    return Perimeter(areas, ordered, former, (code, *extra))


def is_district(code: str) -> bool:
    """Whether a code is that of a district of Paris, Lyon or Marseille."""
    return any(first <= code <= last for first, last, _ in DISTRICTS)


def figures_told(territory: Territory, *, today: date | None = None) -> dict[str, Any]:
    """All that official files say of a territory, as plain values; nothing when they say nothing of it."""
    vintages = vintages_now()
    if not vintages:
        return {}
    perimeter = perimeter_of(territory, today=today)
    found = _rows(perimeter)
    told = [
        _told(key, dataset, vintages[key], found[vintages[key].pk], perimeter)
        for key, dataset in datasets().items()
        if key in vintages and vintages[key].pk in found
    ]
    areas = [[each.name, str(each.get_kind_display()), each.code] for each in perimeter.areas]
    return {"areas": areas, "datasets": told} if told else {}


def _rows(perimeter: Perimeter) -> dict[int, dict[Where, dict[str, Value]]]:
    """{vintage: {place: figures}}, schools told together by commune."""
    communes = {*perimeter.communes, *perimeter.former}
    listed = PlaceFigures.objects.filter(vintage__is_current=True).filter(
        Q(geography=Geography.COMMUNE, code__in=communes)
        | Q(geography=Geography.SCHOOL, commune__in=communes)
        | Q(geography=Geography.DEPARTMENT, code__in=perimeter.departments)
    )
    found: dict[int, dict[Where, dict[str, Value]]] = defaultdict(dict)
    schools: dict[tuple[int, str], list[dict[str, Value]]] = defaultdict(list)
    for each in listed:
        if each.geography == Geography.SCHOOL:
            schools[each.vintage_id, each.commune].append(each.values)
        else:
            found[each.vintage_id][each.geography, each.code] = each.values
    for (vintage, commune), values in schools.items():
        found[vintage][str(Geography.COMMUNE), commune] = _spread(values)
    return found


def _spread(schools: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """How many schools have an index, the lowest, the highest, how many have none. Never their mean."""
    listed = list(schools)
    known = [each["ips"] for each in listed if each["ips"] is not None]
    return {
        "counted": len(known),
        "lowest": min(known, default=None),
        "highest": max(known, default=None),
        "without": len(listed) - len(known),
    }


def _told(
    key: str,
    dataset: Dataset,
    vintage: Vintage,
    rows: Mapping[Where, Mapping[str, Value]],
    perimeter: Perimeter,
) -> dict[str, Any]:
    if any(geography == Geography.COMMUNE for geography, _ in rows):
        asked: list[Where] = [(str(Geography.COMMUNE), code) for code in perimeter.communes]
        asked += [where for where in rows if where[1] in perimeter.former]
    else:
        asked = [(str(Geography.DEPARTMENT), code) for code in perimeter.departments]
        asked = [where for where in asked if where in rows]
    said = [name for name in dataset.indicators if any(name in values for values in rows.values())]
    return {
        "dataset": key,
        "title": dataset.title,
        "chapter": dataset.chapter,
        "producer": dataset.producer,
        "vintage": vintage.label,
        "licence": dataset.licence,
        "link": dataset.link,
        "geography": _geography(key, asked),
        "warnings": list(dataset.warnings) + _notes(asked, rows, perimeter),
        "indicators": [
            [
                name,
                dataset.indicators[name].label,
                dataset.indicators[name].unit,
                dataset.indicators[name].digits,
            ]
            for name in said
        ],
        "places": [[perimeter.label(where), dict(rows.get(where, {}))] for where in asked],
    }


def _geography(key: str, asked: Iterable[Where]) -> str:
    if any(geography == Geography.DEPARTMENT for geography, _ in asked):
        return str(Geography.DEPARTMENT.label)
    if key.startswith("ips"):
        return f"{Geography.SCHOOL.label}, réuni par commune"
    return str(Geography.COMMUNE.label)


def _notes(
    asked: Iterable[Where], rows: Mapping[Where, Mapping[str, Value]], perimeter: Perimeter
) -> list[str]:
    """What has to be said of these very places."""
    notes = []
    if any(code in perimeter.former for _, code in asked):
        notes.append(
            "Ce fichier est d’avant un regroupement de communes\u00a0: chacune y est dans ses limites d’alors."
        )
    cities = {city for _, _, city in DISTRICTS}
    if any(code in cities and (geography, code) not in rows for geography, code in asked):
        notes.append(
            "Ce fichier décrit Paris, Lyon et Marseille par arrondissement\u00a0: ajoutez au périmètre ceux qui vous concernent."
        )
    return notes


def schools_of(territory: Territory) -> list[tuple[str, list[tuple[str, str, Value]]]]:
    """The schools of the communes of a territory, in alphabetical order: [(dataset, [(commune, school, index)])]."""
    perimeter = perimeter_of(territory)
    communes = perimeter.communes
    listed = PlaceFigures.objects.filter(
        vintage__is_current=True, geography=Geography.SCHOOL, commune__in=communes
    ).select_related("vintage")
    found: dict[str, list[tuple[str, str, Value]]] = defaultdict(list)
    for each in listed:
        found[each.vintage.dataset].append(
            (communes[each.commune], each.name or each.code, each.values["ips"])
        )
    return [
        (dataset.title, sorted(found[key], key=lambda row: (folded(row[0]), folded(row[1]))))
        for key, dataset in datasets().items()
        if key in found
    ]


# --- In words -------------------------------------------------------------------------------------------


def shown(value: Value, unit: str, digits: int) -> str:
    """« 20 010 € », « 4,5 % », « – » when the file says that it is missing."""
    if value is None:
        return MISSING
    return decimal(value, digits) + (f"{THIN if unit == '%' else chr(160)}{unit}" if unit else "")


def source_of(told: Mapping[str, Any]) -> str:
    """Where the figures of a dataset come from, and what they describe."""
    return (
        f"Source\u00a0: {told['producer']}, millésime {told['vintage']}. Géographie\u00a0: {told['geography']}."
        f" {told['licence']}. {told['link']}"
    )


def table_of(told: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """(titles, rows): a row an indicator while there are few places, a row a place beyond."""
    places, indicators = told["places"], told["indicators"]
    if len(places) <= FEW:
        titles = ("Ce qui est compté", *(label for label, _ in places))
        return titles, tuple(
            (label, *(shown(values.get(name), unit, digits) for _, values in places))
            for name, label, unit, digits in indicators
        )
    titles = ("Où", *(label for _, label, _, _ in indicators))
    return titles, tuple(
        (label, *(shown(values.get(name), unit, digits) for name, _, unit, digits in indicators))
        for label, values in places
    )
