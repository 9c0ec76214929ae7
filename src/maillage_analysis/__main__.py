"""`python -m maillage_analysis`."""

from __future__ import annotations

import io
import os
import sys

from maillage_analysis.cli import main


def run() -> int:
    """The program, as a shell sees it: UTF-8 whatever the machine, and quiet when its reader or its user leaves."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:  # `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError:  # after the pipe, which is one
        print("La sortie ne s’écrit pas\u00a0: le disque est plein, ou refuse l’écriture.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(run())
