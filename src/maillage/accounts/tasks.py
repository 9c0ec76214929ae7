"""Work done after the page has answered."""

from __future__ import annotations

from maillage.accounts.models import User
from maillage.accounts.services import send_sign_in_link


def send_link(email: str, next_url: str = "", asked: str = "") -> None:
    """Asked for every address, known or not, so that the page answers the same way in the same time."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        send_sign_in_link(user=user, next_url=next_url, asked=asked)
