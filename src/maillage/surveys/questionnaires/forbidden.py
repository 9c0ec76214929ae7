"""What no questionnaire may ask: a child, a class, a birth date, the age of a child, an address, the name of a person.

Patterns, not understanding: a person reads each questionnaire over too. In French, and for the other languages in the
words that translations of such questions use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

CHILD: Final = (
    "elle interroge sur un enfant\u00a0: un répondant parle de structures et de services, jamais d’un enfant."
)
CLASS: Final = "elle demande une classe\u00a0: la classe d’un enfant n’entre pas ici."
BIRTH: Final = "elle demande une date de naissance\u00a0: aucune n’entre ici."
AGE: Final = "elle demande un âge\u00a0: celui d’un enfant n’entre pas ici."
ADDRESS: Final = "elle demande une adresse ou un contact\u00a0: aucun n’entre ici."
NAME: Final = "elle demande le nom d’une personne\u00a0: seuls des noms de structures entrent ici."

_PATTERNS: Final[dict[str, str]] = {
    CHILD: r"""
        \b(?:votre|vos|ton|tes|mon|mes|son|ses|leurs?|cet)\s(?:\w+\s)?(?:enfants?|fils|filles?|bébés?|ados?|adolescente?s?|élèves?)\b
        | \b(?:combien|nombre)\s(?:d[’']|de\s)\s?(?:vos\s)?enfants\b | \bavez-vous\s(?:des|un)\senfants?\b
        | \b(?:cette|quelle)\sfamille\b | \bvotre\s(?:situation\s)?famil(?:le|iale)\b
        | \byour\s(?:own\s)?(?:child(?:ren)?|sons?|daughters?|kids?|family)\b | \bhow\smany\schildren\b
        | \b(?:su|sus|tu|tus)\s(?:hij[oa]s?|niñ[oa]s?|familia)\b
        | \b(?:seus?|suas?|teus?|tuas?)\s(?:filh[oa]s?|crianças?|família)\b
        | \bçocuğunuz | \bçocuklarınız | \boğlunuz | \bkızınız | \baileniz
        | طفلك | أطفالك | ابنك | ابنتك | أولادك | عائلتك
        """,
    CLASS: r"""
        \b(?:quelle|sa|leur|votre|dans)\s(?:la\s)?classe\b | \ben\s(?:CP|CE1|CE2|CM1|CM2|6e|5e|4e|3e)\b
        | \b(?:which|what)\s(?:class|grade|school\syear)\b | \bqué\s(?:clase|curso)\b | \bque\s(?:turma|ano\sescolar)\b
        | \bhangi\ssınıf | أي\sصف\b
        """,
    BIRTH: r"""
        \bnaissance\b | \bn[ée]e?s?\s(?:le|en)\b | \banniversaire\b | \bbirth(?:day|\sdate)?\b | \bborn\b
        | \bnacimiento\b | \bnascimento\b | \bdoğum | تاريخ\sالميلاد | الولادة
        """,
    AGE: r"""
        \bâges?\b | \bâgée?s?\b | \bhow\sold\b | \bages?\b | \baged\b | \bedad(?:es)?\b | \bidades?\b
        | \bcuántos\saños\b | \bquantos\sanos\b | \byaş(?:ı|ınız|ında|ındaki)?\b | كم\sعمر | \bعمر
        """,
    ADDRESS: r"""
        (?<!m[’'])(?<!s[’'])(?<!t[’'])\b(?:votre|son|leur|une|quelle|l[’']|d[’'])\s?adresse\b | \badresse\s(?:postale|exacte|électronique|mail|e-mail)\b
        | \boù\s(?:habit|viv|log)\w+ | \bcode\spostal\b | \b(?:nom|numéro)\sde\s(?:rue|la\srue|votre\srue)\b
        | \b(?:courriel|e-mail|téléphone)\b | \b(?:home|postal|your|email)\saddress\b | \bpostcode\b | \bzip\scode\b | \bphone\snumber\b
        | \bdirección\b | \bteléfono\b | \b(?:endereço|morada)\b | \btelefone\b | \badres(?:iniz|i)?\b | \btelefon
        | عنوانك | عنوان\sالسكن | رقم\sالهاتف
        """,
    NAME: r"""
        \bprénoms?\b | \b(?:votre|son|leur)\snom\b | \bnoms?\sde\sfamille\b | \bcomment\s(?:vous|s)[\s’']\s?appel\w+
        | \bnoms?\s(?:d[’']une?|de\s(?:la|votre|cette|vos))\s(?:personnes?|professionnelle?s?|intervenante?s?|collègues?|contacts?)\b
        | \bqui\sest\s(?:la\spersonne|votre\scontact)\b
        | \b(?:first|last|family|your|full)\snames?\b | \bsurnames?\b | \bapellidos?\b | \b(?:su|tu)\snombre\b
        | \b(?:seu|teu)\snome\b | \bapelido\b | \bsobrenome\b | \badınız\b | \bsoyad | اسمك | لقبك
        """,
}
_COMPILED: Final = {sentence: re.compile(p, re.IGNORECASE | re.VERBOSE) for sentence, p in _PATTERNS.items()}


def forbidden(texts: Iterable[str]) -> list[str]:
    """Why these words may not be asked, in French sentences; empty when they may."""
    plain = [" ".join(text.split()) for text in texts]
    return [sentence for sentence, pattern in _COMPILED.items() if any(map(pattern.search, plain))]
