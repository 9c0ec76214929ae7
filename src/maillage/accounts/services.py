"""What one may do with an account: invite, send a link, sign in with it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from sesame.utils import get_token, get_user

from maillage.accounts.models import User
from maillage.core import outbox


def sign_in_url(user: User, *, next_url: str = "") -> str:
    """The address of a page where `user` signs in with one button."""
    query = {"jeton": get_token(user)} | ({"next": next_url} if next_url else {})
    return f"{settings.BASE_URL.rstrip('/')}{reverse('accounts:link')}?{urlencode(query)}"


@transaction.atomic
def invite_user(*, email: str, full_name: str = "") -> User:
    """The account of an address, opened if it has none. Says nothing to anybody: the room above writes."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return User.objects.create_user(email, full_name=full_name.strip())
    if full_name and not user.full_name:
        user.full_name = full_name.strip()
        user.save(update_fields=["full_name"])
    return user


def send_sign_in_link(
    *,
    user: User,
    next_url: str = "",
    asked: str = "",
    subject: str = "Votre lien de connexion à maillage",
    purpose: str = "entrer dans maillage",
) -> None:
    """Write to `user` with a link that opens one session. `asked` names the request: the same one writes once.
    `purpose`: what they asked it for, in their words; many have never heard of the platform."""
    minutes = settings.SESAME_MAX_AGE // 60
    text = render_to_string(
        "accounts/mail/link.txt",
        {
            "user": user,
            "url": sign_in_url(user, next_url=next_url),
            "minutes": minutes,
            "purpose": purpose,
            "one_time": settings.SESAME_ONE_TIME,
        },
    )
    outbox.post(
        kind="sign_in",
        recipient=user.email,
        subject=subject,
        body=text,
        scope=asked or uuid4().hex,
        valid_until=timezone.now() + timedelta(seconds=settings.SESAME_MAX_AGE),
    )


def user_of_link(*, token: str) -> User | None:
    """Whose link this is, if it still opens; reading it does not use it."""
    return get_user(token, update_last_login=False) if token else None


@transaction.atomic
def use_link(*, token: str) -> User | None:
    """The owner of a link, which from now on opens nothing. Of two clicks at the same instant, one wins."""
    user = user_of_link(token=token)
    if user is None or not settings.SESAME_ONE_TIME:
        return user
    now = timezone.now()
    used = User.objects.filter(pk=user.pk, last_login=user.last_login).update(last_login=now)
    user.last_login = now
    return user if used else None
