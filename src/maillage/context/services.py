"""What one may do with the resources of a territory: note an action, correct it, take it away, name the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.context.codes import Level
from maillage.context.models import Action, LevelName
from maillage.core.childtext import findings
from maillage.programmes.services import save_checked
from maillage.territories.models import Actor, Territory

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
