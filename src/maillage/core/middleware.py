"""The default is closed: a view that says nothing about who may open it is an error, not a public page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

# Views of others, which carry their own checks.
TRUSTED: Final = ("allauth.", "whitenoise.", "django.views.static")


class GuardMiddleware:
    """Refuse to run a view that carries no guard (see core.guards)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if not hasattr(view, "guard") and not view.__module__.startswith(TRUSTED):
            raise ImproperlyConfigured(f"the view {view.__module__}.{view.__qualname__} carries no guard")
