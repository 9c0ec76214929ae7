"""Pictures are drawn again: where and when they were taken, and anything hidden behind them, stays outside."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError

MAX_SIDE: Final = 20_000  # pixels a picture may announce on a side
MAX_PIXELS: Final = 50_000_000  # and in all: 200 MB once unfolded
KEPT_SIDE: Final = 5_000  # an A4 page scanned at 400 dpi
_FORMATS: Final = {"png": "PNG", "jpg": "JPEG"}


def keep(content: bytes, kind: str) -> tuple[bytes, str]:
    """The same picture drawn by us."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            width, height = picture.size
            if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
                raise Image.DecompressionBombError
            picture.load()
            turned = ImageOps.exif_transpose(picture)
            return _drawn(turned, kind), kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            "Cette image a trop de pixels\u00a0: réduisez-la, puis envoyez-la à nouveau.", code="bomb"
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(
            "Cette image est abîmée ou coupée\u00a0: vérifiez qu’elle s’ouvre chez vous, puis envoyez-la à nouveau.",
            code="broken",
        ) from error


def _drawn(picture: object, kind: str) -> bytes:
    from PIL import Image

    assert isinstance(picture, Image.Image)
    see_through = kind == "png" and (picture.mode in {"LA", "RGBA", "PA"} or "transparency" in picture.info)
    plain = picture.convert("RGBA" if see_through else "L" if picture.mode in {"1", "L"} else "RGB")
    plain.thumbnail((KEPT_SIDE, KEPT_SIDE))
    bare = Image.new(plain.mode, plain.size)  # a new sheet: nothing of `info` follows
    bare.paste(plain)
    into = BytesIO()
    if kind == "jpg":
        bare.save(into, "JPEG", quality=88)
    else:
        bare.save(into, "PNG")
    return into.getvalue()
