"""The documentation: Sphinx and MyST, in French; the catalogue of metrics is written from the registry at each build."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "src"))

from docs.catalogue import write_pages  # noqa: E402

project = "maillage"
author = "L’équipe de maillage"
copyright = "2026, l’équipe de maillage, AGPL-3.0-or-later"
language = "fr"
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "maillage"
html_show_sphinx = False
exclude_patterns = ["_build"]
write_pages(HERE / "reference" / "metriques")
