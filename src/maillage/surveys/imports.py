"""Ties collected elsewhere: read, explained line by line, then kept whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction

from maillage.core.typography import folded
from maillage.surveys import services
from maillage.surveys.kinds.cooperation import LEVELS
from maillage.surveys.models import Wave
from maillage.territories.imports import Rejected, sector_of, sentences
from maillage.territories.models import Actor, ActorStatus, Territory
from maillage.territories.queries import actors_of
from maillage.territories.tables import Row, Table, TableError, read, rename
from maillage.territories.validators import refuse_person_name

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "source": ("de", "répondant", "from", "ego", "source nom"),
    "cible": ("vers", "target", "to", "alter", "citée", "structure citée"),
    "niveau": (
        "valeur",
        "force",
        "value",
        "weight",
        "poids",
        "level",
        "frequency",
        "fréquence",
        "niveau de coopération",
    ),
    "sens": ("directed", "orienté", "type"),
    "a répondu": ("répondu", "answered", "réponse"),
    "source_id": ("numéro source",),
    "cible_id": ("numéro cible",),
    "secteur_source": ("source_secteur", "source sector"),
    "secteur_cible": ("secteur_target", "cible_secteur", "target sector"),
}
LEVEL_WORDS: Final = {folded(label): level for level, label in LEVELS.items()}
YES: Final = frozenset({"oui", "yes", "true", "vrai", "1", "x", "o"})
NO: Final = frozenset({"non", "no", "false", "faux", "0", ""})
UNDIRECTED: Final = frozenset({"undirected", "non", "no", "false", "faux", "0", "sans sens"})
FLAT_LEVEL: Final = 2


class Answered(models.TextChoices):
    """Who answered, in a file that only holds ties."""

    ALL = "ALL", "Toutes les structures de la vague ont répondu"
    SOURCES = "SOURCES", "Seules les structures à l’origine d’un lien ont répondu"
    COLUMN = "COLUMN", "La colonne «\u00a0a répondu\u00a0» du fichier le dit (oui ou non)"


class Levels(models.TextChoices):
    """What to do with the values of the file."""

    KEEP = "KEEP", "Garder les niveaux de 0 à 4"
    FLAT = "FLAT", "Mettre tous les liens au niveau 2, «\u00a0On échange\u00a0»"


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was chosen with the file. `new_sector`: sector of the actors to create, empty to refuse unknown ones."""

    answered: str = Answered.SOURCES
    levels: str = Levels.KEEP
    undirected: bool = False
    create_unknown: bool = False
    new_sector: str = ""


@dataclass
class Ties:
    """What a file of ties would do. Ends are actors; those without a primary key are to be created."""

    found: list[tuple[Actor, Actor, int]] = field(default_factory=list)
    new: list[Actor] = field(default_factory=list)
    answered: list[Actor] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    directed: bool = True
    level_column: str = ""  # the column read as the level, when its title did not say so

    @property
    def listed(self) -> list[tuple[Actor, Actor, int]]:
        """The ties as they are told: one without direction once."""
        if self.directed:
            return self.found
        return list({frozenset((s.name, t.name)): (s, t, n) for s, t, n in reversed(self.found)}.values())[
            ::-1
        ]

    @property
    def count(self) -> int:
        """How many ties; one without direction counts once."""
        return len(self.listed)


class _Reader:
    """Goes through the lines once, keeping what each of them would change."""

    def __init__(self, wave: Wave, options: Options, directed: bool) -> None:
        self.wave, self.options = wave, options
        self.ties = Ties(directed=directed)
        self.seen: dict[tuple[str, str], int] = {}
        self.said: dict[str, bool] = {}
        self.by_key: dict[str, Actor] = {}
        actors = list(actors_of(wave.territory).order_by("pk"))
        for actor in actors:
            self.by_key.setdefault(str(actor.pk), actor)
        for actor in actors:
            self.by_key[folded(actor.name)] = actor
        for actor in actors:
            if actor.external_code:
                self.by_key[folded(actor.external_code)] = actor
        self.by_pk = {str(actor.pk): actor for actor in actors}
        self.ends: dict[str, Actor] = {}

    def line(self, row: Row) -> None:
        """One line: a tie, or the word of an actor who answered without naming anybody."""
        if row.problem:
            raise ValidationError(row.problem)
        source = self._end(row, "source")
        self._note_answer(row, source)
        if not (row.cells.get("cible") or row.cells.get("cible_id")):
            if self.options.answered != Answered.COLUMN:
                raise ValidationError(
                    "la cible manque\u202f: écrivez la structure citée, ou supprimez la ligne."
                )
            return
        target = self._end(row, "cible")
        if source is target:
            raise ValidationError(
                f"«\u00a0{source.name}\u00a0» est lié à lui-même\u202f: supprimez cette ligne."
            )
        level = self._level(row)
        self._add(row.number, source, target, level)
        if not self.ties.directed:
            self._add(row.number, target, source, level)

    def _add(self, number: int, source: Actor, target: Actor, level: int) -> None:
        pair = (folded(source.name), folded(target.name))
        if pair in self.seen:
            raise ValidationError(
                f"le lien de «\u00a0{source.name}\u00a0» vers «\u00a0{target.name}\u00a0» est déjà à la ligne {self.seen[pair]}\u202f: "
                "gardez une seule des deux lignes."
            )
        self.seen[pair] = number
        self.ties.found.append((source, target, level))

    def _end(self, row: Row, side: str) -> Actor:
        number = row.cells.get(f"{side}_id", "")
        written = " ".join(row.cells.get(side, "").split())
        actor = self.by_pk.get(number) or self.by_key.get(folded(written) or written)
        if actor is None:
            actor = self._unknown(written or number, row.cells.get(f"secteur_{side}", ""), side)
        self.ends[folded(actor.name)] = actor
        return actor

    def _unknown(self, name: str, sector: str, side: str) -> Actor:
        if not name:
            raise ValidationError(f"la {side} manque\u202f: écrivez le nom de la structure.")
        if not self.options.create_unknown:
            raise ValidationError(
                f"«\u00a0{name[:120]}\u00a0» n’est pas dans l’annuaire\u202f: corrigez le nom, ajoutez la structure à l’annuaire, "
                "ou choisissez de créer les structures inconnues."
            )
        refuse_person_name(name)
        code = sector_of(sector) if sector else self.options.new_sector
        if not code:
            raise ValidationError(
                f"le secteur de «\u00a0{name[:120]}\u00a0» n’est pas connu\u202f: choisissez un secteur pour les structures à créer."
            )
        actor = Actor(territory=self.wave.territory, name=name, sector=code, status=ActorStatus.PROPOSED)
        actor.clean_fields(exclude=["territory"])
        self.by_key[folded(name) or name] = actor
        self.ties.new.append(actor)
        return actor

    def _level(self, row: Row) -> int:
        if self.options.levels == Levels.FLAT:
            return FLAT_LEVEL
        written = row.cells.get("niveau", "")
        if not written:
            raise ValidationError(
                "le niveau manque\u202f: écrivez un nombre de 0 à 4, ou choisissez de mettre tous les liens au même niveau."
            )
        level = level_of(written)
        if level is None:
            raise ValidationError(
                f"le niveau «\u00a0{written[:40]}\u00a0» sort de l’échelle\u202f: écrivez un nombre de 0 à 4, "
                "ou choisissez de mettre tous les liens au même niveau."
            )
        return level

    def _note_answer(self, row: Row, source: Actor) -> None:
        if self.options.answered != Answered.COLUMN:
            return
        word = folded(row.cells.get("a répondu", ""))
        if word not in YES | NO:
            raise ValidationError(
                "la colonne «\u00a0a répondu\u00a0» ne dit ni oui ni non\u202f: écrivez l’un des deux."
            )
        yes = word in YES
        if self.said.setdefault(folded(source.name), yes) != yes:
            raise ValidationError(
                f"«\u00a0{source.name}\u00a0» a répondu sur une ligne et pas sur une autre\u202f: écrivez partout la même chose."
            )
        if not yes and row.cells.get("cible"):
            raise ValidationError(
                f"«\u00a0{source.name}\u00a0» cite une structure sans avoir répondu\u202f: écrivez «\u00a0oui\u00a0», ou supprimez la ligne."
            )

    def who_answered(self) -> list[Actor]:
        """The actors whose ties are known, once every line was read."""
        if self.options.answered == Answered.COLUMN:
            return [self.ends[name] for name, yes in self.said.items() if yes]
        if self.options.answered == Answered.SOURCES:
            return list({folded(source.name): source for source, _, _ in self.ties.found}.values())
        roster = {p.actor_id: p.actor for p in self.wave.roster.select_related("actor")}
        return list({folded(a.name): a for a in (*roster.values(), *self.ends.values())}.values())


def level_of(written: str) -> int | None:
    """A level written as a number or in words; None when it is neither."""
    if written.replace(",", ".").removesuffix(".0") in {str(known) for known in LEVELS}:
        return int(written[0])
    return LEVEL_WORDS.get(folded(written))


def preview_ties(content: bytes, *, wave: Wave, options: Options) -> Ties:
    """What a file would put in the wave, and why the other lines cannot be used. Writes nothing."""
    table = rename(read(content), SYNONYMS)
    table, column = _with_level(table, options)
    _check_columns(table, options)
    reader = _Reader(wave, options, directed=not _without_direction(table, options))
    reader.ties.level_column = column
    for row in table.rows:
        try:
            reader.line(row)
        except ValidationError as error:
            reader.ties.rejected.append(Rejected(row.number, sentences(error)))
    reader.ties.answered = reader.who_answered()
    if (
        options.answered == Answered.COLUMN
    ):  # a tie without direction is not the word of an end that kept silent
        speaking = {folded(actor.name) for actor in reader.ties.answered}
        reader.ties.found = [tie for tie in reader.ties.found if folded(tie[0].name) in speaking]
    if not reader.ties.rejected and not reader.ties.found:
        raise TableError(
            "Le fichier ne contient aucun lien\u202f: ajoutez une ligne par lien, puis envoyez-le de nouveau."
        )
    return reader.ties


def _without_direction(table: Table, options: Options) -> bool:
    """Whether the ties have no direction: the form says it, or the GraphML, or a column (that of Gephi is "Type")."""
    said = {folded(row.cells.get("sens", "")) for row in table.rows if not row.problem}
    if options.undirected or table.undirected or (said and said <= UNDIRECTED):
        return True
    if said & UNDIRECTED:
        raise TableError(
            "Le fichier mêle des liens avec et sans sens\u202f: gardez une seule sorte de liens, puis envoyez-le de nouveau."
        )
    return False


def _with_level(table: Table, options: Options) -> tuple[Table, str]:
    """The only column left is the level, whatever its title, as on the command line; its title, to be told."""
    left = [name for name in table.columns if name not in SYNONYMS]
    if options.levels != Levels.KEEP or "niveau" in table.columns or len(left) != 1:
        return table, ""
    if all(level_of(row.cells[left[0]]) is None for row in table.rows):  # remarks, dates
        return table, ""
    return rename(table, {"niveau": left}), left[0]


def _check_columns(table: Table, options: Options) -> None:
    columns = set(table.columns)
    for name in ("source", "cible"):
        if not {name, f"{name}_id"} & columns:
            raise TableError(
                f"la colonne «\u00a0{name}\u00a0» manque\u202f: ajoutez-la à la ligne de titres.", 1
            )
    if options.levels == Levels.KEEP and "niveau" not in columns:
        raise TableError(
            "la colonne «\u00a0niveau\u00a0» manque\u202f: ajoutez-la, ou choisissez de mettre tous les liens au même niveau.",
            1,
        )
    if options.answered == Answered.COLUMN and "a répondu" not in columns:
        raise TableError(
            "la colonne «\u00a0a répondu\u00a0» manque\u202f: ajoutez-la, ou dites autrement qui a répondu.",
            1,
        )


@transaction.atomic
def import_ties(*, wave: Wave, content: bytes, options: Mapping[str, Any]) -> int:
    """Put every tie of a file in the wave, or none when a line cannot be used."""
    Territory.objects.select_for_update().get(pk=wave.territory_id)
    ties = preview_ties(content, wave=wave, options=Options(**options))
    if ties.rejected:
        raise ValidationError(
            "Rien n’a été importé\u202f: corrigez les lignes signalées, puis envoyez le fichier de nouveau."
        )
    Actor.objects.bulk_create(ties.new, batch_size=500)
    involved = {actor.pk: actor for tie in ties.found for actor in tie[:2]} | {a.pk: a for a in ties.answered}
    services.import_ties(
        wave=wave,
        ties=[(source.pk, target.pk, level) for source, target, level in ties.found],
        answered=[actor.pk for actor in ties.answered],
        new_actors=involved.values(),
        directed=ties.directed,
    )
    return ties.count
