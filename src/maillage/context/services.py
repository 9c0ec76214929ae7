"""What one may do with the resources of a territory: note an action, correct it, take it away, name the levels; and with
official files: load them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.context.codes import Level
from maillage.context.datasets import datasets
from maillage.context.models import Action, LevelName, PlaceFigures, Vintage
from maillage.context.reading import MOST_REJECTED, Reading, read
from maillage.core.childtext import findings
from maillage.core.typography import integer
from maillage.programmes.services import save_checked
from maillage.territories.models import Actor, Commune, Quarter, Territory
from maillage.territories.official import Done, import_communes, import_quarters

Where = tuple[str, str]  # a geography, a code

BATCH: Final = 2000
TOLD: Final = 200  # lines and places that a report names one by one
LEAST: Final = 0.9  # of the places of the file in place; under it, the new one is perhaps cut
NAMED: Final = "Une action est une offre, pas une situation\u202f: ne nommez ni ne décrivez aucun enfant, aucune famille."


@transaction.atomic
def note_action(*, territory: Territory, actors: Iterable[Actor], **fields: Any) -> Action:
    """Note what one or several actors offer."""
    return _save(Action(territory=territory), actors, fields)


@transaction.atomic
def update_action(*, action: Action, actors: Iterable[Actor], **fields: Any) -> Action:
    """Correct an action."""
    return _save(action, actors, fields)


def _save(action: Action, actors: Iterable[Actor], fields: Mapping[str, Any]) -> Action:
    chosen = list(actors)
    if any(each.territory_id != action.territory_id for each in chosen):
        raise ValidationError({"actors": "Cet acteur n’est pas de ce territoire."})
    for name in ("label", "note"):
        if findings(fields.get(name, ""), known=[each.name for each in chosen]):
            raise ValidationError({name: NAMED})
    for name, value in fields.items():
        setattr(action, name, value)
    save_checked(action)
    action.actors.set(chosen)
    return action


@transaction.atomic
def remove_action(*, action: Action) -> None:
    """Take away an action that is no longer offered. Diagnoses already computed keep it."""
    action.delete()


@transaction.atomic
def name_levels(*, territory: Territory, names: Mapping[str, str]) -> None:
    """Give the levels the words of the territory; an empty one takes its usual name again."""
    for level in Level:
        label = names.get(level.value, "").strip()
        LevelName.objects.filter(territory=territory, level=level).delete()
        if label and label != level.label:
            save_checked(LevelName(territory=territory, level=level, label=label))


# --- Official files ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """The millésime that is read from now on; `again`: these very files were in place already."""

    vintage: Vintage
    again: bool = False


def load_figures(
    *, dataset: str, vintage: str, files: Sequence[tuple[str, bytes]], user: Any = None, anyway: bool = False
) -> Loaded:
    """Read files whole, then put what they say in the place of what was there: all of it, or nothing.

    `anyway`: even if they say much less than those in place, or if their last line is not finished.
    """
    label = _label(vintage)
    reading = read(dataset=datasets()[dataset], vintage=label, files=files, anyway=anyway)
    digest = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for _, content in files)).hexdigest()
    return _swap(dataset, label, digest, reading, user, anyway)


def _label(vintage: str) -> str:
    label = " ".join(vintage.split())
    if not 0 < len(label) <= 40:
        raise ValidationError("Donnez un millésime en quarante signes au plus\u00a0: 2021, 2024-2025…")
    return label


@transaction.atomic
def _swap(dataset: str, label: str, digest: str, reading: Reading, user: Any, anyway: bool) -> Loaded:
    before = Vintage.objects.select_for_update().filter(dataset=dataset, is_current=True).first()
    if before is not None and (before.digest, before.label) == (digest, label):
        return Loaded(before, again=True)
    if before is not None and not anyway and len(reading.places) < LEAST * before.places:
        raise ValidationError(
            f"Ce fichier décrit {integer(len(reading.places))}\u00a0lieux, et celui qui est en place (millésime {before.label})"
            f" {integer(before.places)}\u00a0: il est sans doute coupé. Rien n’a changé.",
            code="smaller",
        )
    new = Vintage(
        dataset=dataset,
        label=label,
        digest=digest,
        lines=reading.lines,
        places=len(reading.places),
        report=_report(reading, before),
        loaded_by=user,
    )
    new.save()
    PlaceFigures.objects.bulk_create(
        (
            PlaceFigures(
                vintage=new,
                geography=place.geography,
                code=place.code,
                commune=place.commune,
                name=place.name,
                values=dict(place.values),
            )
            for place in reading.places.values()
        ),
        batch_size=BATCH,
    )
    if before is not None:
        before.figures.all().delete()
        Vintage.objects.filter(pk=before.pk).update(is_current=False)
    new.is_current = True
    new.save(update_fields=["is_current"])
    return Loaded(new)


def _moved(before: Mapping[Where, Any], after: Mapping[Where, Any]) -> dict[str, Any]:
    """How many places came, changed and went, and the codes of some."""
    told = {
        "added": [each for each in after if each not in before],
        "changed": [each for each in after if each in before and after[each] != before[each]],
        "removed": [each for each in before if each not in after],
    }
    codes = {name: [code for _, code in places[:TOLD]] for name, places in told.items() if before}
    return {name: len(places) for name, places in told.items()} | {"codes": codes}


def _report(reading: Reading, before: Vintage | None) -> dict[str, Any]:
    """What the new file changes, place by place, and what could not be read, line by line."""
    held = {}
    if before is not None:
        listed = PlaceFigures.objects.filter(vintage=before).values_list("geography", "code", "values")
        held = {(geography, code): values for geography, code, values in listed}
    told = {where: dict(place.values) for where, place in reading.places.items()}
    return {
        **_moved(held, told),
        "kept": reading.kept,
        "rejected": len(reading.rejected),
        "lines": [list(each) for each in reading.rejected[:TOLD]],
        "aside": dict(reading.aside),
        "notes": reading.notes,
    }


@transaction.atomic
def load_places(*, dataset: str, vintage: str, paths: Sequence[Path]) -> tuple[Vintage, Done]:
    """Keep the official list of places of a year, communes or priority neighbourhoods, and what it changes. None is ever
    taken away, since a perimeter may name it: a file that was cut loses nothing."""
    before = _places(dataset)
    done = import_communes(paths=paths) if dataset == "communes" else import_quarters(path=paths[0])
    if len(done.refused) > MOST_REJECTED * done.lines:
        told = " ".join(f"Ligne\u00a0{line}\u00a0: {why}" for _, line, why in done.refused[:3])
        raise ValidationError(
            f"Trop de lignes illisibles\u00a0: {integer(len(done.refused))}. {told}", code="rejected"
        )
    after = _places(dataset)
    report = _moved(before, after) | {
        "kept": done.lines - len(done.refused),
        "rejected": len(done.refused),
        "lines": [list(each) for each in done.refused[:TOLD]],
        "aside": {},
        "notes": [f"Reste tel quel\u00a0: {each}." for each in done.missing[:TOLD]],
    }
    digest = hashlib.sha256(
        b"".join(hashlib.sha256(each.read_bytes()).digest() for each in paths)
    ).hexdigest()
    Vintage.objects.filter(dataset=dataset, is_current=True).update(is_current=False)
    new = Vintage(
        dataset=dataset,
        label=_label(vintage),
        digest=digest,
        is_current=True,
        lines=done.lines,
        places=len(after),
        report=report,
    )
    new.save()
    return new, done


def _places(dataset: str) -> dict[Where, Any]:
    """{place: what is kept of it}, to tell what changes."""
    if dataset == "communes":
        listed = Commune.objects.values_list("code", "name", "replaced_by", "population")
        return {("", code): told for code, *told in listed}
    found: dict[Where, Any] = {}
    for code, name, commune in Quarter.objects.order_by("communes").values_list("code", "name", "communes"):
        found.setdefault(("", code), [name]).append(commune)
    return found
