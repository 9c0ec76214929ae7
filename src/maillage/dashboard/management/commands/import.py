# ruff: noqa: N999  (the word one types is `import`)
"""`python -m maillage import QUOI FICHIER`: data published by others, read from files and kept beside ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.context.datasets import datasets
from maillage.context.models import Vintage
from maillage.context.services import load_figures, load_places
from maillage.core.childtext.official import import_names
from maillage.core.typography import integer, plural, word
from maillage.territories.official import Done

SHOWN = 5  # places that could not be kept, and lines that could not be read, named one by one


class Command(BaseCommand):
    help = (
        "Importe des données publiées par d’autres\u00a0: prénoms (INSEE), communes (INSEE), quartiers prioritaires (ANCT), chiffres"
        " officiels (IPS, ASE, BPE, Filosofi, population)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        figures = [key.replace("_", "-") for key in datasets()]
        parser.add_argument(
            "kind", choices=["first-names", "communes", "qpv", *figures], help="ce que l’on importe"
        )
        parser.add_argument(
            "files",
            type=Path,
            nargs="+",
            metavar="fichier",
            help="le fichier, tel que publié\u00a0; plusieurs pour les communes et les chiffres officiels",
        )
        parser.add_argument(
            "--vintage",
            default="",
            help="pour les chiffres officiels\u00a0: leur millésime, par exemple 2021 ou 2024-2025",
        )
        parser.add_argument(
            "--anyway",
            action="store_true",
            help="pour les chiffres officiels\u00a0: accepter un fichier bien plus court que celui en place, ou sans fin de ligne",
        )
        parser.add_argument(
            "--minimum",
            type=int,
            default=20,
            help="pour les prénoms\u00a0: nombre de naissances à partir duquel un prénom compte (20)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] in ("first-names", "qpv") and len(options["files"]) > 1:
            raise CommandError("Donnez un seul fichier.")
        kept = {"first-names": self._names, "communes": self._communes, "qpv": self._quarters}
        try:
            said = kept.get(options["kind"], self._figures)(options)
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
        vintage, done = _places(options)
        said = f"{plural(done.kept, 'commune gardée', 'communes gardées')}."
        if done.former:
            said += f" {plural(done.former, 'ancien code rattaché', 'anciens codes rattachés')} à la commune d’aujourd’hui."
        if done.missing:
            said += (
                f"\n{plural(len(done.missing), 'commune déjà connue')} {word(len(done.missing), 'n’est', 'ne sont')} plus dans la"
                f" liste et {word(len(done.missing), 'reste', 'restent')} telle{'s' * (len(done.missing) > 1)} quelle"
                f"{'s' * (len(done.missing) > 1)}\u00a0: {_some(done.missing)}. Donnez aussi mouvements-communes.csv."
            )
        return "\n".join([said, *_lines(vintage)])

    def _quarters(self, options: dict[str, Any]) -> str:
        vintage, done = _places(options)
        said = f"{plural(done.kept, 'quartier prioritaire gardé', 'quartiers prioritaires gardés')}."
        if done.missing:
            said += (
                f"\nPas encore de commune pour {plural(len(done.missing), 'quartier')}, laissé{'s' * (len(done.missing) > 1)} de"
                f" côté\u00a0: {_some(done.missing)}. Importez leurs communes (collectivites-outremer.csv), puis ce fichier à nouveau."
            )
        return "\n".join([said, *_lines(vintage)])

    def _figures(self, options: dict[str, Any]) -> str:
        dataset = options["kind"].replace("-", "_")
        if not options["vintage"]:
            raise CommandError(f"Donnez le millésime, par exemple --vintage {datasets()[dataset].example}.")
        done = load_figures(
            dataset=dataset,
            vintage=options["vintage"],
            files=[(path.name, _content(path)) for path in options["files"]],
            anyway=options["anyway"],
        )
        if done.again:
            return "Ces fichiers sont déjà en place\u00a0: rien n’a changé."
        return "\n".join(_told(done.vintage))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Le fichier {path} ne se lit pas.") from error


def _places(options: dict[str, Any]) -> tuple[Vintage, Done]:
    return load_places(
        dataset=options["kind"], vintage=options["vintage"] or "non précisé", paths=options["files"]
    )


def _told(vintage: Vintage) -> list[str]:
    """What was loaded, what it changes, and every line that was left out."""
    places = plural(vintage.places, "lieu décrit", "lieux décrits")
    aside = [
        f"De côté\u00a0: {reason} ({integer(count)})." for reason, count in vintage.report["aside"].items()
    ]
    said = f"Millésime {vintage.label}\u00a0: {places}."
    return [said, *_lines(vintage), *aside, *vintage.report["notes"]]


def _lines(vintage: Vintage) -> list[str]:
    """What came, changed and went; the lines, and each that was refused."""
    report = vintage.report
    counts = (
        f"{plural(report['added'], 'lieu nouveau', 'lieux nouveaux')}, {plural(report['changed'], 'changé')},"
        f" {plural(report['removed'], 'retiré')}. {plural(vintage.lines, 'ligne lue', 'lignes lues')}\u00a0:"
        f" {plural(report['kept'], 'gardée')},"
        f" {plural(sum(report['aside'].values()), 'mise de côté', 'mises de côté')},"
        f" {plural(report['rejected'], 'refusée')}."
    )
    lines = [f"{file}, ligne {line}\u00a0: {sentence}" for file, line, sentence in report["lines"]]
    return [counts, *lines]


def _some(places: tuple[str, ...]) -> str:
    return ", ".join(places[:SHOWN]) + ("…" if len(places) > SHOWN else "")
