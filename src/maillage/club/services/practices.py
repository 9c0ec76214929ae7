"""What one may do with a practice sheet: write it, propose it, read it as a peer, publish it, say that it inspires, withdraw it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.club.codes import Depth
from maillage.club.content import FACETS, FIELDS, SETTING, codes_in, missing_in, texts_in
from maillage.club.models import Author, Facet, PeerReading, Practice, PracticeState, Revision
from maillage.club.queries import latest_of, may_read_as_peer, own_territories
from maillage.club.services.search import index_practice
from maillage.core.childtext import findings
from maillage.programmes.models import Programme
from maillage.programmes.services import change, free_slug, save_checked
from maillage.territories.models import Territory
from maillage.territories.queries import setting_told
from maillage.territories.validators import refuse_person_name

NAMED: Final = (
    "Ce texte parle peut-être d’un enfant ou d’une famille, ou nomme quelqu’un. Il n’est pas gardé\u202f: "
    "dites la même chose sans reconnaître personne."
)
MEANWHILE: Final = (
    "Quelqu’un a écrit dans cette fiche pendant que vous écriviez. Rien n’est perdu\u00a0: votre texte est encore ici. "
    "Ouvrez la fiche dans un autre onglet, puis enregistrez à nouveau."
)
UNREAD: Final = (
    "Une fiche se publie après avoir été lue, telle qu’elle est, par quelqu’un d’un autre territoire."
)
RESERVED: Final = (
    "Une lecture dit que quelqu’un y est reconnaissable\u00a0: corrigez la fiche, puis faites-la relire."
)


@dataclass
class Written:
    """What became of what was sent: the version, and the fields that were refused, each with its reason."""

    revision: Revision
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def start_practice(
    *,
    programme: Programme,
    territory: Territory,
    user: Any,
    content: Mapping[str, Any],
    key: uuid.UUID,
    now: datetime | None = None,
) -> Written:
    """Begin a sheet for one's territory; sent twice, it is begun once."""
    if again := Revision.objects.filter(key=key).select_related("practice").first():
        return Written(again)
    if not own_territories(user, programme).filter(pk=territory.pk).exists():
        raise ValidationError({"territory": "Choisissez un de vos territoires."})
    kept, refused = _sorted(content, territory)
    moment = now or timezone.now()
    made = Practice(programme=programme, territory=territory, created_at=moment)
    made.slug = free_slug(Practice, str(kept.get("title") or "fiche"))
    save_checked(made)
    save_checked(Author(practice=made, user=user))
    return Written(_append(made, 1, kept, key, user, moment), refused)


@transaction.atomic
def write_practice(
    *,
    practice: Practice,
    content: Mapping[str, Any],
    seen: int,
    key: uuid.UUID,
    user: Any,
    now: datetime | None = None,
) -> Written:
    """Add a version. content: the fields that were sent, the others stay; seen: the version the page started from."""
    locked = _locked(practice)
    if again := Revision.objects.filter(key=key).first():
        return Written(again)
    last = latest_of(locked)
    if last is None or last.number != seen:
        raise ValidationError(MEANWHILE)
    kept, refused = _sorted(content, locked.territory)
    merged = {**last.content, **kept}
    if merged == last.content:
        return Written(last, refused)
    return Written(_append(locked, last.number + 1, merged, key, user, now or timezone.now()), refused)


def _locked(practice: Practice) -> Practice:
    return (
        Practice.objects.select_for_update(of=("self",))
        .select_related("programme", "territory")
        .get(pk=practice.pk)
    )


def _append(
    practice: Practice, number: int, content: dict[str, Any], key: uuid.UUID, user: Any, moment: datetime
) -> Revision:
    made = Revision(
        practice=practice, number=number, content=content, key=key, author=user, written_at=moment
    )
    save_checked(made)
    return made


def refused_in(content: Mapping[str, Any], territory: Territory) -> dict[str, str]:
    """{field: why} of what may not be kept."""
    known = {key: value for key, value in content.items() if key in FIELDS}
    return {key: why for key, value in known.items() if (why := _wrong(key, value, territory.name))}


def _sorted(content: Mapping[str, Any], territory: Territory) -> tuple[dict[str, Any], dict[str, str]]:
    """(what may be kept, what may not and why), of the fields that a sheet knows."""
    refused = refused_in(content, territory)
    return {key: value for key, value in content.items() if key in FIELDS and key not in refused}, refused


def _wrong(key: str, value: Any, place: str) -> str:
    asked = FIELDS[key]
    if asked.choices is not None:
        codes = [value] if asked.single else value
        return "" if not value or set(codes) <= set(asked.choices) else "Choisissez dans la liste."
    if len(value) > asked.longest:
        return f"Ce texte tient en {asked.longest}\u00a0signes."
    if findings(value, known=[place]):
        return NAMED
    return _names_somebody(value.replace(place, "")) if key == "contact" else ""


def _names_somebody(contact: str) -> str:
    """A function and an organisation, never a person nor how to reach one; why not, else nothing."""
    try:
        refuse_person_name(contact)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


@transaction.atomic
def add_author(*, practice: Practice, email: str) -> Author:
    """Write with somebody else of the Club."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None or not own_territories(user, practice.programme).exists():
        raise ValidationError({"email": "Cette adresse n’est pas celle d’un membre du Club."})
    made = Author(practice=practice, user=user)
    save_checked(made)
    return made


@transaction.atomic
def propose_practice(*, practice: Practice) -> Practice:
    """Ask for a peer's reading, once what is needed is written."""
    locked = _locked(practice)
    last = latest_of(locked)
    missing = missing_in(last.content) if last else []
    if missing:
        raise ValidationError(f"Il manque encore\u00a0: {', '.join(missing).lower()}.")
    if locked.state == PracticeState.WITHDRAWN:
        raise ValidationError("Cette fiche est retirée. Rétablissez-la d’abord.")
    if locked.state == PracticeState.DRAFT:
        change(locked, {"state": PracticeState.PROPOSED})
    return locked


@transaction.atomic
def read_as_peer(
    *, practice: Practice, user: Any, seen: int, now: datetime | None = None, **said: Any
) -> PeerReading:
    """Say what one thinks of the version that one read. seen: its number."""
    locked = _locked(practice)
    territory, revision = may_read_as_peer(user, locked), latest_of(locked)
    if territory is None or locked.state == PracticeState.DRAFT:
        raise ValidationError("Une fiche est lue par quelqu’un d’un autre territoire, une fois proposée.")
    if revision is None or revision.number != seen:
        raise ValidationError("La fiche a changé depuis que vous la lisez\u00a0: relisez-la, puis répondez.")
    wrong = {name: NAMED for name in ("likes", "wishes") if findings(str(said.get(name) or ""))}
    if wrong:
        raise ValidationError(wrong)
    made = PeerReading(
        revision=revision, reader=user, territory=territory, read_at=now or timezone.now(), **said
    )
    save_checked(made)
    return made


@transaction.atomic
def publish_practice(*, practice: Practice, depth: str, now: datetime | None = None) -> Practice:
    """Show the sheet as it is now to everybody: once a peer has read that very version, and the guard has read it again.

    This is the only door to the public: import, demonstration and pages all come through it.
    """
    locked = _locked(practice)
    last = latest_of(locked)
    if last is None or missing_in(last.content):
        raise ValidationError("Cette fiche n’est pas complète.")
    readings = list(PeerReading.objects.filter(revision=last))
    if not readings:
        raise ValidationError(UNREAD)
    if not all(each.names_nobody for each in readings):
        raise ValidationError(RESERVED)
    place = locked.territory.name
    if any(_wrong(key, text, place) for key, text in texts_in(last.content).items()):
        raise ValidationError(NAMED)
    moment = now or timezone.now()
    said = {
        "state": PracticeState.PUBLISHED,
        "published": last,
        "published_at": moment,
        "depth": Depth(depth),
    }
    change(locked, said | {"checked_on": timezone.localdate(moment), "withdrawn_why": ""})
    _write_facets(locked, last.content)
    index_practice(practice=locked)
    return locked


def _write_facets(practice: Practice, content: Mapping[str, Any]) -> None:
    ticked = [(kind, code) for kind in FACETS for code in codes_in(content, kind)]
    setting = setting_told(practice.territory)
    Facet.objects.filter(practice=practice).delete()
    Facet.objects.bulk_create(
        Facet(practice=practice, kind=kind, code=code)
        for kind, code in [*ticked, *([(SETTING, setting)] if setting else [])]
    )


@transaction.atomic
def inspire(*, practice: Practice, why: str) -> Practice:
    """The facilitator says why a published practice should spread; an empty reason takes it back."""
    if practice.state != PracticeState.PUBLISHED:
        raise ValidationError("Une fiche est publiée avant d’être dite inspirante.")
    if findings(why):
        raise ValidationError({"why": NAMED})
    change(practice, {"inspiring_why": why.strip()})
    return practice


@transaction.atomic
def confirm_practice(*, practice: Practice, now: datetime | None = None) -> Practice:
    """Its authors say that it is still true."""
    change(practice, {"checked_on": timezone.localdate(now)})
    return practice


@transaction.atomic
def withdraw_practice(*, practice: Practice, why: str) -> Practice:
    """The public no longer reads it; what was written stays, and why it went is said in its place."""
    if findings(why):
        raise ValidationError({"why": NAMED})
    change(practice, {"state": PracticeState.WITHDRAWN, "withdrawn_why": why.strip()})
    Facet.objects.filter(practice=practice).delete()
    index_practice(practice=practice)
    return practice


@transaction.atomic
def restore_practice(*, practice: Practice) -> Practice:
    """Back to a draft: it is proposed, read and published again."""
    if practice.state == PracticeState.WITHDRAWN:
        change(practice, {"state": PracticeState.DRAFT, "withdrawn_why": ""})
    return practice
