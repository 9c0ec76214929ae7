"""Pictures are drawn again: where and when they were taken, and anything hidden behind them, stays outside."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_SIDE: Final = 20_000  # pixels a picture may announce on a side
MAX_PIXELS: Final = {
    "png": 25_000_000,
    "jpg": 50_000_000,
}  # and in all: photographs are large, screens are not
KEPT_SIDE: Final = 4_000  # an A4 page scanned at 340 dpi
_SHRUNK_FIRST: Final = {
    "L",
    "LA",
    "RGB",
    "RGBA",
    "CMYK",
}  # one sheet at a time in memory; the others lose their colours
_FORMATS: Final = {"png": "PNG", "jpg": "JPEG"}


def keep(content: bytes, kind: str) -> tuple[bytes, str]:
    """The same picture drawn by us."""
    from PIL import Image as Pillow

    try:
        with Pillow.open(BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            width, height = picture.size
            if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS[kind]:
                raise Pillow.DecompressionBombError
            if picture.mode in _SHRUNK_FIRST:
                picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
            picture.load()
            return _drawn(_upright(picture), kind), kind
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise ValidationError(
            "Cette image a trop de pixels\u00a0: réduisez-la, puis envoyez-la à nouveau.", code="bomb"
        ) from error
    except Exception as error:  # a damaged picture stops its decoder in any way
        raise ValidationError(
            "Cette image est abîmée ou coupée\u00a0: vérifiez qu’elle s’ouvre chez vous, puis envoyez-la à nouveau.",
            code="broken",
        ) from error


def _upright(picture: Image) -> Image:
    """Turned as its photographer saw it; what says so may be damaged, and the picture is then left as it lies."""
    from PIL import Image as Pillow

    turn = Pillow.Transpose
    turns = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    try:
        needed = turns.get(picture.getexif().get(0x0112, 1))
    except Exception:
        needed = None
    return picture if needed is None else picture.transpose(needed)


def _drawn(picture: Image, kind: str) -> bytes:
    from PIL import Image as Pillow

    see_through = kind == "png" and (picture.mode in {"LA", "RGBA", "PA"} or "transparency" in picture.info)
    mode = "RGBA" if see_through else "L" if picture.mode in {"1", "L"} else "RGB"
    plain = picture if picture.mode == mode else picture.convert(mode)
    plain.thumbnail((KEPT_SIDE, KEPT_SIDE))
    bare = Pillow.new(plain.mode, plain.size)  # a new sheet: nothing of `info` follows
    bare.paste(plain)
    into = BytesIO()
    if kind == "jpg":
        bare.save(into, "JPEG", quality=88)
    else:
        bare.save(into, "PNG")
    return into.getvalue()
