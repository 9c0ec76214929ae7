"""What is wrong in a questionnaire, in French sentences, before anybody is asked anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from maillage.surveys.kinds import kinds
from maillage.surveys.kinds._options import LEAVE, leaves_of, options_of
from maillage.surveys.kinds._words import LANGUAGES
from maillage.surveys.questionnaires.data import ACTORS, FULL, RESIDENTS, SHORT, Question, Questionnaire
from maillage.surveys.questionnaires.forbidden import forbidden

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
EASY_WORDS: Final = 12
SENTENCE_END: Final = re.compile(r"[.!?؟…:;]+")
# Kinds that name actors: residents are a population of their own, and never make a tie.
NAMES_ACTORS: Final = frozenset({"roster", "cooperation", "trust", "wish"})


def lint(questionnaire: Questionnaire) -> list[str]:
    """What is wrong; empty when the questionnaire may be used."""
    wrong = list(_whole(questionnaire))
    for question in questionnaire.questions:
        found = [*_question(question, questionnaire), *_resident(question, questionnaire)]
        wrong += [f"Question «\u00a0{question.key}\u00a0»\u00a0: {sentence}" for sentence in found]
    return wrong


def _whole(questionnaire: Questionnaire) -> Iterator[str]:
    if not KEY.fullmatch(questionnaire.key):
        yield "La clé du questionnaire est un mot court, en minuscules, sans accent."
    if questionnaire.population not in {ACTORS, RESIDENTS}:
        yield "La population est «\u00a0actors\u00a0» ou «\u00a0residents\u00a0»."
    if not questionnaire.questions:
        yield "Le questionnaire n’a aucune question."
    for language in sorted({*questionnaire.languages, *questionnaire.validated} - set(LANGUAGES)):
        yield f"La langue «\u00a0{language}\u00a0» n’est pas proposée par la plateforme."
    if "fr" not in questionnaire.languages:
        yield "Le français manque\u00a0: c’est la langue de référence."
    for title in (questionnaire.title, *questionnaire.blocks.values()):
        yield from (f"Titre\u00a0: {sentence}" for sentence in _missing(title, questionnaire, "texte"))
    counted = Counter(question.key for question in questionnaire.questions)
    for key, count in counted.items():
        if count > 1:
            yield f"La clé «\u00a0{key}\u00a0» sert à {count}\u00a0questions\u00a0: chacune a la sienne."
    yield from _rosters(questionnaire)


def _rosters(questionnaire: Questionnaire) -> Iterator[str]:
    """A list may be split between several questions, by sector; nobody is then asked twice about the same actor."""
    split: Counter[str] = Counter()
    for question in questionnaire.questions:
        sectors = question.settings.get("sectors")
        if question.kind == "roster" and isinstance(sectors, list):
            split.update({each for each in sectors if isinstance(each, str)})
    for sector in sorted(sector for sector, count in split.items() if count > 1):
        yield f"Le secteur «\u00a0{sector}\u00a0» est dans deux listes\u00a0: une structure ne se choisit qu’une fois."


def _question(question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    if not KEY.fullmatch(question.key):
        yield "la clé est un mot court, en minuscules, sans accent."
    if question.path not in {SHORT, FULL}:
        yield "le parcours est «\u00a0short\u00a0» ou «\u00a0full\u00a0»."
    yield from _missing(question.text, questionnaire, "texte")
    for part, texts in (("texte facile", question.easy), ("aide", question.help)):
        if texts:
            yield from _missing(texts, questionnaire, part)
    for option in options_of(question):
        yield from _missing(option.text, questionnaire, f"réponse «\u00a0{option.value}\u00a0»")
    for name in sorted({question.icon, *(option.icon for option in options_of(question))} - {""}):
        if not _is_icon(name):
            yield f"l’icône «\u00a0{name[:60]}\u00a0» n’existe pas."
    yield from forbidden(_texts(question))
    kind = kinds().get(question.kind)
    if kind is None:
        yield f"la nature «\u00a0{question.kind}\u00a0» n’existe pas."
        return
    yield from kind.lint(question)
    yield from _about(question, questionnaire, per_actor=kind.per_actor)


def _about(question: Question, questionnaire: Questionnaire, *, per_actor: bool) -> Iterator[str]:
    if not per_actor:
        if question.about:
            yield "«\u00a0about\u00a0» ne sert qu’aux questions posées sur chaque structure."
        return
    earlier = questionnaire.questions[: questionnaire.questions.index(question)]
    roster = next((each for each in earlier if each.key == question.about), None)
    if roster is None or roster.kind != "roster":
        yield "«\u00a0about\u00a0» est la clé d’une liste de structures («\u00a0roster\u00a0») posée avant."
    elif (roster.path, question.path) == (FULL, SHORT) or roster.block not in {"", question.block}:
        yield "elle est posée sur une liste que tous ne voient pas."


def _missing(texts: Mapping[str, Any], questionnaire: Questionnaire, part: str) -> Iterator[str]:
    if not str(texts.get("fr", "")).strip():
        yield f"le français manque ({part})."
    missing = [
        code for code in questionnaire.languages if code != "fr" and not str(texts.get(code, "")).strip()
    ]
    if missing:
        names = ", ".join(LANGUAGES.get(code, code) for code in missing)
        yield f"des langues annoncées manquent ({part})\u00a0: {names}."


def _texts(question: Question) -> list[str]:
    groups = [question.text, question.easy, question.help, *(o.text for o in options_of(question))]
    return [text for group in groups for text in group.values() if isinstance(text, str)]


def _resident(question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    """Easy to read, with pictures, nothing to type, and one may always keep silent."""
    shown = (
        [question.easy]
        if questionnaire.population == ACTORS
        else [question.easy, *(o.text for o in options_of(question))]
    )
    for language, text in ((code, text) for group in shown for code, text in group.items()):
        for sentence in long_sentences(text):
            yield f"phrase de plus de {EASY_WORDS}\u00a0mots ({LANGUAGES.get(language, language)})\u00a0: «\u00a0{sentence}\u00a0»."
    if questionnaire.population != RESIDENTS:
        return
    if question.kind in NAMES_ACTORS:
        yield "les habitants ne citent aucune structure\u00a0: cette nature de question n’est pas pour eux."
        return
    if not str(question.easy.get("fr", "")).strip():
        yield "le texte facile à lire («\u00a0easy\u00a0») manque."
    if not question.icon or not all(option.icon for option in options_of(question)):
        yield "une icône manque, sur la question ou sur une réponse."
    if question.kind == "text":
        yield "on ne demande jamais à un habitant d’écrire."
    elif leaves_of(question) != LEAVE:
        yield "il manque «\u00a0je ne sais pas\u00a0» ou «\u00a0je préfère ne pas dire\u00a0»."


def long_sentences(text: str) -> Iterable[str]:
    """The sentences that are too long to be easy to read."""
    parts = (" ".join(part.split()) for part in SENTENCE_END.split(text))
    return [part for part in parts if sum(any(map(str.isalnum, word)) for word in part.split()) > EASY_WORDS]


def _is_icon(name: str) -> bool:
    import lucide

    if not re.fullmatch(r"[a-z0-9-]+", name):
        return False
    try:
        lucide._render_icon(name, 20)
    except lucide.IconDoesNotExist:
        return False
    return True
