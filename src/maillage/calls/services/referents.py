"""Who reads the applications of a Département once they are shared."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.accounts.services import invite_user
from maillage.calls.models import Call, DepartmentReferent
from maillage.programmes.services import save_checked
from maillage.territories.geography import DEPARTMENTS


@transaction.atomic
def add_referent(*, call: Call, department: str, email: str, full_name: str) -> DepartmentReferent:
    """Somebody more reads the shared applications of a Département."""
    code = department.strip().upper()
    if code not in DEPARTMENTS:
        raise ValidationError(
            {"department": "Ce code de département n’existe pas. Écrivez par exemple 93, 2A ou 974."}
        )
    user = invite_user(email=email, full_name=full_name)
    made = DepartmentReferent(call=call, department=code, user=user)
    save_checked(made)
    return made


@transaction.atomic
def remove_referent(*, referent: DepartmentReferent) -> None:
    """They read no longer, at once."""
    referent.delete()
