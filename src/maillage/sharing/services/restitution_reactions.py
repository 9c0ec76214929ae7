"""What readers say of an item, and what the pilots answer. A contest freezes its item as soon as it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.sharing.models import Outcome, Reaction, ReactionKind, Reader, Step
from maillage.sharing.queries.items import Item
from maillage.sharing.services.restitution_mirror import locked
from maillage.sharing.services.restitution_preview import tell_reader
from maillage.sharing.services.restitution_words import checked, keep_words

ANSWERED: Final = "Une réponse à votre contestation"
OPEN_TO: Final = {
    ReactionKind.COMMENT: {Step.PREVIEW},
    ReactionKind.CONTEST: {Step.PREVIEW, Step.VALIDATION, Step.PUBLISHED},
}
EMPTY: Final = {
    ReactionKind.COMMENT: "Écrivez votre commentaire.",
    ReactionKind.CONTEST: "Dites pourquoi, en une phrase au moins.",
}


@transaction.atomic
def react(*, reader: Reader, item: Item, kind: str, text: str, now: datetime | None = None) -> Reaction:
    """Comment an item, or contest it. The same words sent twice are kept once."""
    held, moment = locked(reader.shared), now or timezone.now()
    if kind not in ReactionKind.values:
        raise ValidationError({"kind": "Choisissez de commenter ou de contester."})
    nature = ReactionKind(kind)
    if held.step not in OPEN_TO[nature]:
        raise ValidationError("La relecture n’est plus ouverte aux commentaires.")
    said = checked(text, field="text", empty=EMPTY[nature])
    mine = Reaction.objects.filter(reader=reader, item=item.key, kind=nature)
    same = mine.filter(text=said, outcome="").first()
    if same is not None:
        return same
    if nature == ReactionKind.CONTEST and mine.filter(outcome="").exists():
        raise ValidationError("Vous contestez déjà ce passage\u00a0: il est en discussion.")
    row = Reaction.objects.create(
        reader=reader,
        kind=nature,
        section=item.section,
        item=item.key,
        excerpt=item.excerpt[:200],
        written_at=moment,
    )
    keep_words(shared=held, row=row, field="text", text=said, origin="Relecture du diagnostic partagé")
    return row


@transaction.atomic
def answer_contest(
    *, reaction: Reaction, outcome: str, answer: str, user: Any, now: datetime | None = None
) -> Reaction:
    """The pilots' decision, once, told to whoever contested."""
    held = locked(reaction.reader.shared)
    row = Reaction.objects.select_for_update(of=("self",)).select_related("reader__actor").get(pk=reaction.pk)
    if row.kind != ReactionKind.CONTEST:
        raise ValidationError("Un commentaire n’appelle pas de décision.")
    if not row.is_open:
        raise ValidationError("Quelqu’un a déjà répondu à cette contestation.")
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": "Choisissez une des trois décisions."})
    said = checked(answer, field="answer", empty="Répondez en une phrase au moins\u00a0: elle sera lue.")
    row.outcome, row.answered_by, row.answered_at = outcome, user, now or timezone.now()
    row.save(update_fields=["outcome", "answered_by", "answered_at"])
    kept_apart = keep_words(
        shared=held, row=row, field="answer", text=said, origin="Réponse à une contestation"
    )
    row.reader.shared = held
    tell_reader(
        reader=row.reader,
        subject=ANSWERED,
        template="sharing/preview/mail_answered.txt",
        scope=f"reaction:{row.pk}",
        words={"reaction": row, "held": kept_apart},
    )
    return row
