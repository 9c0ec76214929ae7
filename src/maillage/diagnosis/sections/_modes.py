"""The sentences on how people answered: how many each way, and whether those who answered otherwise named more ties."""

from __future__ import annotations

from typing import Any, Final

from maillage.core.privacy import MIN_RESPONDENTS, MIN_RESPONDENTS_PUBLIC
from maillage.core.typography import decimal, integer, word

WAYS: Final = {
    "ALONE": "en ligne",
    "ASSISTED": "avec une médiatrice ou un médiateur",
    "PAPER": "sur papier",
    "FILE": "par un fichier importé",
}
WITHHELD: Final = (
    f"Le nombre de réponses en ligne, sur papier ou accompagnées n’est pas donné\u202f: une façon de répondre a servi à "
    f"moins de {MIN_RESPONDENTS} structures."
)
TOO_FEW: Final = (
    f"On ne dit pas si une façon de répondre fait citer plus de liens qu’une autre\u202f: il faudrait au moins "
    f"{MIN_RESPONDENTS_PUBLIC} réponses de chaque."
)
NOT_THE_WAY: Final = "Un écart ne vient pas forcément de la façon de répondre\u202f: ce ne sont pas les mêmes structures qui l’ont choisie."


def told_of(modes: dict[str, Any]) -> list[str]:
    """Nothing for an older diagnosis, nor for ties that all came from a file."""
    if not modes:
        return []
    if modes.get("withheld"):
        return [WITHHELD]
    counts: dict[str, int] = modes["counts"]
    if len(counts) == 1:
        return [f"Toutes les réponses ont été données {WAYS[next(iter(counts))]}."]
    each = "\u202f; ".join(
        f"{WAYS[mode]}, {integer(n)}" for mode, n in sorted(counts.items(), key=lambda item: -item[1])
    )
    told = [f"Réponses selon la façon de répondre\u00a0: {each}."]
    if not modes["gaps"]:
        return [*told, TOO_FEW]
    return [*told, " ".join([*(_gap(gap) for gap in modes["gaps"]), NOT_THE_WAY])]


def _gap(found: dict[str, Any]) -> str:
    """One gap, with its interval, and whether chance alone could make it."""
    low, high = found["interval"]
    here, there = WAYS[found["mode"]], WAYS[found["than"]]
    limits = f"entre\u00a0{_signed(low)} et\u00a0{_signed(high)}"
    if low <= 0 <= high:
        return (
            f"Le nombre de liens cités ne diffère pas nettement entre les réponses données {here} et celles données "
            f"{there}\u202f: l’écart des moyennes est {limits}, environ 95\u00a0fois sur\u00a0100."
        )
    size = abs(found["gap"])
    amount = f"{_half(size)}\u00a0{word(size, 'lien')} de {'plus' if found['gap'] > 0 else 'moins'}"
    return (
        f"Les structures qui ont répondu {here} citent en moyenne {amount} que celles qui ont répondu {there} "
        f"({limits}, environ 95\u00a0fois sur\u00a0100)."
    )


def _half(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_half(value)}"
