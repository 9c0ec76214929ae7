"""An address as a picture that a phone reads."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str) -> SafeString:
    """The QR code, as an inline drawing."""
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True))
