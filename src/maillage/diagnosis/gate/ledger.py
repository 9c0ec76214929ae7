"""The ledger of releases: two versions of the same figures may not differ by a handful of respondents.

Who compares a version with the one before reads the answers of those who came, left or changed in between, however
well each version is masked (trust.md PRIV-44). So every release is written here with a print of what each respondent
said, and another one is refused while fewer than five of them differ. A print is keyed: it says whether an answer
changed, and gives nothing of it away.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from maillage.core import privacy
from maillage.core.typography import dated
from maillage.diagnosis.models import Audience, Diagnosis, Release

SALT: Final = "maillage.diagnosis.prints"


def prints_of(said: Mapping[str, Any]) -> dict[str, str]:
    """{print of the respondent: print of all that it said}."""
    return {_print(who): _print(json.dumps(what, sort_keys=True)) for who, what in said.items()}


def _print(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:16]


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """The prints of the respondents who came, left or changed between two computations."""
    return {who for who in old.keys() | new.keys() if old.get(who) != new.get(who)}


def release_figures(
    *,
    diagnosis: Diagnosis,
    audience: Audience,
    withdrawn: Collection[str] = (),
    now: datetime | None = None,
) -> Release:
    """Write that the figures of a diagnosis are shown to somebody; call it inside the transaction that shows them.

    The same figures may be released as often as needed. ValidationError when others of the same wave were shown and
    the two, compared, would tell what fewer than five respondents answered.

    withdrawn: respondents who took their answers back (« actor 12 », « sheet … »). Theirs is a right, which comes before
    what a comparison would tell of them, and of them only: when nobody else differs, the release passes.
    """
    prints = diagnosis.snapshot.get("prints", {})
    left = {_print(who) for who in withdrawn} - prints.keys()
    for before in Release.objects.filter(diagnosis__wave=diagnosis.wave_id).order_by("-released_at"):
        apart = differences(before.prints, prints)
        if 0 < len(apart) < privacy.MIN_RESPONDENTS and not apart <= left:
            raise ValidationError(_too_close(before))
    findings = diagnosis.findings.all()
    return Release.objects.create(
        diagnosis=diagnosis,
        audience=audience,
        released_at=now or timezone.now(),
        figures={f"{each.scope}.{each.key}": each.version for each in findings if not each.withheld},
        prints=prints,
    )


def _too_close(before: Release) -> str:
    shown = dated(timezone.localtime(before.released_at))
    return (
        f"Depuis les chiffres montrés le {shown}, les réponses de moins de "
        f"{privacy.MIN_RESPONDENTS}\u00a0personnes ou structures ont changé\u202f: comparer les deux versions dirait "
        "lesquelles, et ce qu’elles ont répondu. Gardez les chiffres déjà montrés, ou attendez d’autres réponses."
    )
