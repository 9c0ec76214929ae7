"""`python -m maillage_analysis`."""

from __future__ import annotations

import sys

from maillage_analysis.cli import main

if __name__ == "__main__":
    sys.exit(main())
