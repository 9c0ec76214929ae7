"""Guards: who may open a page. The default is closed.

Every view carries exactly one guard; `core.middleware.GuardMiddleware` refuses at run time a view without one, and a
house test does it before. A guard named `allowed` receives a predicate of a room's `permissions.py`:

    @allowed(can_manage_territory)
    def edit(request, territory): ...

The predicate is called with the user and the URL's keyword arguments; it returns the object of the page, which
the view receives instead of the argument of the same name, or raises Http404. A territory one has no part in does not exist: 404, never 403.

GET and HEAD may not write: they run with the database closed to everything but reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from maillage.core.readonly import refuse_writes

View = Callable[..., HttpResponseBase]


def _guarded(
    view: View, name: str, *, may_enter: Callable[[HttpRequest, dict[str, Any]], HttpResponseBase | None]
) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = may_enter(request, kwargs)
        if answer is not None:
            return answer
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            with connection.execute_wrapper(refuse_writes):
                return view(request, *args, **kwargs)
        return view(request, *args, **kwargs)

    inner.guard = name  # type: ignore[attr-defined]
    inner.login_required = False  # type: ignore[attr-defined]  # the guard decides, not Django's middleware
    return inner


def public(view: View) -> View:
    """Anybody may open this page."""
    return _guarded(view, "public", may_enter=lambda request, kwargs: None)


def signed_in(view: View) -> View:
    """Whoever is signed in may open this page."""

    def may_enter(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())

    return _guarded(view, "signed_in", may_enter=may_enter)


def allowed(predicate: Callable[..., Any]) -> Callable[[View], View]:
    """Whoever the predicate accepts may open this page.

    `predicate(user, **url_kwargs) -> dict[str, object]`: the objects that replace or complete the URL's arguments; it raises Http404
    for whoever has no part in them.
    """

    def decorate(view: View) -> View:
        def may_enter(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            kwargs.update(predicate(request.user, **kwargs))
            return None

        return _guarded(view, predicate.__name__, may_enter=may_enter)

    return decorate


def holding(predicate: Callable[..., Any], *, otherwise: str) -> Callable[[View], View]:
    """Whoever holds what the predicate finds in the request may open this page; others are led to `otherwise`.

    For those who have no account but were given a link or a code. `predicate(request, **url_kwargs)` returns the objects
    of the page, or None.
    """

    def decorate(view: View) -> View:
        def may_enter(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
            found = predicate(request, **kwargs)
            if found is None:
                return redirect(otherwise)
            kwargs.update(found)
            return None

        return _guarded(view, predicate.__name__, may_enter=may_enter)

    return decorate
