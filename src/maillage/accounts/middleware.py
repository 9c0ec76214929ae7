"""Those who see the answers of others must have a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from maillage.accounts.models import User

# Where one may go without it: one's account (to set it up or leave), what everybody may read, the watcher.
OPEN_NAMES: Final = frozenset({"health", "legal", "accessibility"})


def must_have_second_factor(user: User) -> bool:
    """Do the rooms above ask it of this user? The settings name them: accounts imports none."""
    return any(import_string(path)(user) for path in settings.SECOND_FACTOR_FOR)


class SecondFactorMiddleware:
    """Lead to the activation page whoever must have a second factor and has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if request.path.startswith(reverse("accounts:home")) or (match and match.view_name in OPEN_NAMES):
            return None
        if is_mfa_enabled(request.user) or not must_have_second_factor(request.user):
            return None
        messages.info(
            request,
            "Vous avez accès à ce que d’autres personnes ont confié\u00a0: un second facteur le protège.",
        )
        return redirect("mfa_activate_totp")
