"""Documents made of a template and of data, by Typst: tagged PDF (PDF/UA-1), the same data giving the same bytes.

A template is a file of ours; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from maillage.core.assets import font_dirs
from maillage.core.glyphs import printable


def typeset(
    package: str,
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    timestamp: int = 0,
    form: str = "pdf",
    **options: Any,
) -> Any:
    """The document of `<package>/<template>.typ`. files: pictures, by the name the template reads. timestamp: seconds since 1970.
    form: "png" gives the pages as pictures."""
    import typst  # slow import

    source = resources.files(package) / f"{template}.typ"
    made: Any = typst.compile  # its stub forgets that several files may be given in memory
    if form == "pdf":
        options |= {"pdf_standards": "ua-1"}
    return made(
        {"main": source.read_bytes(), **(files or {})},
        font_paths=font_dirs(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        timestamp=timestamp,
        format=form,
        **options,
    )
