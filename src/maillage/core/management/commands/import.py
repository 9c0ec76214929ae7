# ruff: noqa: N999  (the word one types is `import`)
"""`python -m maillage import first-names FICHIER`: data published by others, read from a file and kept beside ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.childtext.official import import_names
from maillage.core.typography import integer


class Command(BaseCommand):
    help = "Importe des données publiées par d’autres. first-names\u00a0: le fichier officiel des prénoms (INSEE)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["first-names"], help="first-names\u00a0: les prénoms, en CSV")
        parser.add_argument("file", help="le fichier, tel que publié")
        parser.add_argument(
            "--minimum",
            type=int,
            default=20,
            help="nombre de naissances à partir duquel un prénom compte (20)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = import_names(path=Path(options["file"]), at_least=options["minimum"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"{integer(done.names)} prénoms gardés ({integer(done.lines)} lignes lues,"
                f" {integer(done.births)} naissances). Les textes libres sont lus avec cette liste dès maintenant."
            )
