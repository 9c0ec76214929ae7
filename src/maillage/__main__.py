"""`python -m maillage <command>`: every administration command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings")
    execute_from_command_line(["maillage", *sys.argv[1:]])


if __name__ == "__main__":
    main()
