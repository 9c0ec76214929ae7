"""`python -m maillage <command>`: every administration command."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, execute_from_command_line
from django.db.utils import OperationalError


def main() -> None:
    """Run one management command; what it refuses is one sentence, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    arguments = sys.argv[1:]
    if arguments and not arguments[0].startswith("-"):
        arguments.append("--traceback")  # a refusal comes up to here, instead of being shown with its class
    try:
        execute_from_command_line(["maillage", *arguments])
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"La base de données ne répond pas\u00a0: {' '.join(str(error).split())}")
    except KeyboardInterrupt:
        sys.exit("\nInterrompu. Rien n’est à moitié écrit\u00a0: relancez la même commande pour continuer.")


if __name__ == "__main__":
    main()
