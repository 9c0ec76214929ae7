"""A directory of actors from a file: read, explained line by line, then kept whole or not at all.

Between preview and confirmation the file stays on the server, out of reach of the web, and is erased after 24 hours.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.core.typography import folded, uncapitalised
from maillage.territories.codes import ACTOR_TYPES, Sector
from maillage.territories.models import Actor, ActorKind, ActorStatus, Territory
from maillage.territories.queries import actors_of
from maillage.territories.tables import Row, Table, TableError, read, rename

KEPT_SECONDS: Final = 24 * 3600
SALT: Final = "maillage.territories.imports"

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "nom": ("structure", "acteur", "organisme", "name", "label", "intitulé", "nom de la structure"),
    "secteur": ("sector", "domaine"),
    "type": ("type d’acteur", "type de structure", "actor type"),
    "nature": ("kind", "forme"),
    "code": ("id", "identifiant", "code extérieur", "uai", "siret", "external code"),
    "état": ("statut", "status"),
}
COLUMNS: Final = {
    "name": "nom",
    "sector": "secteur",
    "actor_type": "type",
    "kind": "nature",
    "external_code": "code",
}


# --- Files kept between preview and confirmation -----------------------------------------------------


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep_upload(content: bytes, *, user: Any, territory: Territory, options: Mapping[str, Any]) -> str:
    """Keep a file for its confirmation; the signed token names it, its owner and what was chosen."""
    for old in _folder().iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    name = secrets.token_hex(16)
    (_folder() / name).write_bytes(content)
    return signing.dumps(
        {"file": name, "user": user.pk, "territory": territory.pk, "options": dict(options)}, salt=SALT
    )


def open_upload(token: str, *, user: Any, territory: Territory) -> tuple[bytes, dict[str, Any]] | None:
    """The file of a token and what was chosen, for the same user and territory only; None once erased."""
    try:
        held = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    path = _folder() / held["file"]
    if (held["user"], held["territory"]) != (user.pk, territory.pk) or not path.exists():
        return None
    return path.read_bytes(), held["options"]


def erase_upload(token: str) -> None:
    """Erase a file that was confirmed or given up."""
    (_folder() / signing.loads(token, salt=SALT)["file"]).unlink(missing_ok=True)


# --- Lines ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rejected:
    """A line that cannot be used: where, why, and what to do."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Directory:
    """What a file of actors would do."""

    new: tuple[Actor, ...]
    known: tuple[tuple[int, str], ...]
    rejected: tuple[Rejected, ...]


def _choices() -> dict[str, dict[str, str]]:
    """Folded code or French label -> code."""
    types = {code: label for code, (_, label) in ACTOR_TYPES.items()}
    lists = {"secteur": dict(Sector.choices), "type": types, "nature": dict(ActorKind.choices)}
    return {
        name: {folded(str(word)): code for code, label in labels.items() for word in (code, label)}
        for name, labels in lists.items()
    }


def sector_of(text: str) -> str | None:
    """The code of a sector written by code or by French label; None when unknown."""
    return _choices()["secteur"].get(folded(text))


def _coded(
    cells: Mapping[str, str], name: str, default: str, choices: Mapping[str, Mapping[str, str]]
) -> str:
    written = cells.get(name, "")
    if not written:
        return default
    if (code := choices[name].get(folded(written))) is None:
        raise ValidationError(
            f"{name} inconnu («\u00a0{written[:60]}\u00a0»)\u202f: choisissez-le dans la liste donnée avec le modèle de fichier."
        )
    return code


def _actor(
    row: Row, territory: Territory, default_sector: str, choices: Mapping[str, Mapping[str, str]]
) -> Actor:
    if row.problem:
        raise ValidationError(row.problem)
    name = " ".join((row.cells.get("nom") or row.cells.get("code", "")).split())
    if not name:
        raise ValidationError("le nom manque\u202f: écrivez le nom de la structure.")
    sector = _coded(row.cells, "secteur", default_sector, choices)
    if not sector:
        raise ValidationError(
            "le secteur manque\u202f: écrivez-le, ou choisissez un secteur pour les lignes qui n’en ont pas."
        )
    actor = Actor(
        territory=territory,
        name=name,
        sector=sector,
        actor_type=_coded(row.cells, "type", "", choices),
        kind=_coded(row.cells, "nature", ActorKind.ORGANISATION, choices),
        external_code=row.cells.get("code", ""),
        status=ActorStatus.PROPOSED,
    )
    actor.clean_fields(exclude=["territory"])
    actor.clean()
    return actor


def sentences(error: ValidationError) -> str:
    """The messages of an error, one after the other, with the title of the column when there is one."""
    if hasattr(error, "error_dict"):
        said = ((COLUMNS.get(name, name), " ".join(texts)) for name, texts in error.message_dict.items())
        return " ".join(f"{column}\u00a0: {uncapitalised(text)}" for column, text in said)
    return " ".join(error.messages)


def preview_actors(content: bytes, *, territory: Territory, default_sector: str = "") -> Directory:
    """What a file would add, what is already known, and why the other lines cannot be used. Writes nothing."""
    table = rename(read(content, part="nodes"), SYNONYMS)
    if not {"nom", "code"} & set(table.columns):
        raise TableError("la colonne «\u00a0nom\u00a0» manque\u202f: ajoutez-la à la ligne de titres.", 1)
    return _sort(table, territory, default_sector)


def _sort(table: Table, territory: Territory, default_sector: str) -> Directory:
    known_names = {folded(actor.name) for actor in actors_of(territory)}
    choices = _choices()
    seen: dict[str, int] = {}
    new, known, rejected = [], [], []
    for row in table.rows:
        try:
            actor = _actor(row, territory, default_sector, choices)
            name = folded(actor.name)
            if name in seen:
                raise ValidationError(
                    f"«\u00a0{actor.name}\u00a0» est déjà à la ligne {seen[name]}\u202f: gardez une seule des deux lignes."
                )
        except ValidationError as error:
            rejected.append(Rejected(row.number, sentences(error)))
            continue
        seen[name] = row.number
        if name in known_names:
            known.append((row.number, actor.name))
        else:
            new.append(actor)
    return Directory(tuple(new), tuple(known), tuple(rejected))


@transaction.atomic
def import_actors(*, territory: Territory, content: bytes, default_sector: str = "") -> int:
    """Add every actor of a file, or none when a line cannot be used."""
    Territory.objects.select_for_update().get(pk=territory.pk)
    directory = preview_actors(content, territory=territory, default_sector=default_sector)
    if directory.rejected:
        raise ValidationError(
            "Rien n’a été importé\u202f: corrigez les lignes signalées, puis envoyez le fichier de nouveau."
        )
    Actor.objects.bulk_create(directory.new, batch_size=500)
    return len(directory.new)
