"""What a page is given to warn while one types: fewer names and fewer words than the server, which decides."""

from __future__ import annotations

from functools import cache
from typing import Final

from maillage.core.childtext.names import SHORTEST, built_in
from maillage.core.childtext.words import fold, words_of

WARNING: Final = (
    "Ce texte parle peut-être d’un enfant ou d’une famille. Retirez le prénom, l’âge ou la situation."
    " Enfant en danger\u00a0: 119."
)
_KEYS: Final = ("child", "places", "civility", "functions", "own_child", "household", "not_surnames")


@cache
def hint_rules() -> dict[str, str]:
    """Lists of words, each as one string, and the sentence to show."""
    usual = {fold(name) for name in built_in()["usual"]}
    names = {name for name in usual if len(name) >= SHORTEST} - words_of("also_words") - words_of("never")
    lists = {key: " ".join(sorted(words_of(key))) for key in _KEYS}
    return {"warning": WARNING, "names": " ".join(sorted(names)), **lists}
