# ruff: noqa: N999  (the word one types is `import`)
"""`python -m maillage import QUOI FICHIER`: data published by others, read from files and kept beside ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.childtext.official import import_names
from maillage.core.typography import integer, plural, word
from maillage.territories.official import import_communes, import_quarters

SHOWN = 5  # places that could not be kept, named one by one


class Command(BaseCommand):
    help = "Importe des données publiées par d’autres\u00a0: prénoms (INSEE), communes (INSEE), quartiers prioritaires (ANCT)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["first-names", "communes", "qpv"], help="ce que l’on importe")
        parser.add_argument(
            "files",
            type=Path,
            nargs="+",
            metavar="fichier",
            help="le fichier, tel que publié\u00a0; plusieurs pour les communes",
        )
        parser.add_argument(
            "--minimum",
            type=int,
            default=20,
            help="pour les prénoms\u00a0: nombre de naissances à partir duquel un prénom compte (20)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] != "communes" and len(options["files"]) > 1:
            raise CommandError("Donnez un seul fichier.")
        kept = {"first-names": self._names, "communes": self._communes, "qpv": self._quarters}
        try:
            said = kept[options["kind"]](options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["verbosity"]:
            self.stdout.write(said)

    def _names(self, options: dict[str, Any]) -> str:
        done = import_names(path=options["files"][0], at_least=options["minimum"])
        return (
            f"{integer(done.names)} prénoms gardés ({integer(done.lines)} lignes lues,"
            f" {integer(done.births)} naissances). Les textes libres sont lus avec cette liste dès maintenant."
        )

    def _communes(self, options: dict[str, Any]) -> str:
        done = import_communes(paths=options["files"])
        said = f"{plural(done.kept, 'commune gardée', 'communes gardées')}."
        if done.former:
            said += f" {plural(done.former, 'ancien code rattaché', 'anciens codes rattachés')} à la commune d’aujourd’hui."
        if done.missing:
            said += (
                f"\n{plural(len(done.missing), 'commune déjà connue')} {word(len(done.missing), 'n’est', 'ne sont')} plus dans la"
                f" liste et {word(len(done.missing), 'reste', 'restent')} telle{'s' * (len(done.missing) > 1)} quelle"
                f"{'s' * (len(done.missing) > 1)}\u00a0: {_some(done.missing)}. Donnez aussi mouvements-communes.csv."
            )
        return said

    def _quarters(self, options: dict[str, Any]) -> str:
        done = import_quarters(path=options["files"][0])
        said = f"{plural(done.kept, 'quartier prioritaire gardé', 'quartiers prioritaires gardés')}."
        if done.missing:
            said += (
                f"\nPas encore de commune pour {plural(len(done.missing), 'quartier')}, laissé{'s' * (len(done.missing) > 1)} de"
                f" côté\u00a0: {_some(done.missing)}. Importez leurs communes (collectivites-outremer.csv), puis ce fichier à nouveau."
            )
        return said


def _some(places: tuple[str, ...]) -> str:
    return ", ".join(places[:SHOWN]) + ("…" if len(places) > SHOWN else "")
