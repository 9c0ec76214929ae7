"""`python -m maillage_analysis`."""

import sys

from maillage_analysis.cli import main

sys.exit(main())
