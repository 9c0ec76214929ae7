"""Sign in, sign out, one's own account."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_q.tasks import async_task

from maillage.accounts.forms import LinkForm, PasswordForm, PasswordSignInForm, ProfileForm
from maillage.accounts.models import User
from maillage.accounts.services import use_link, user_of_link
from maillage.core.guards import public, signed_in


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, when it is one of our pages."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else ""


def _enter(request: HttpRequest, user: User, *, method: str) -> HttpResponseBase:
    """Sign in through allauth, which asks for the second factor when there is one."""
    record_authentication(request, user, method, email=user.email, reauthenticated=True)
    return perform_login(
        request, user, redirect_url=_next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for a sign-in link. The answer is the same whether or not the address has an account."""
    if request.user.is_authenticated:
        return redirect(_next(request) or settings.LOGIN_REDIRECT_URL)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="request_login_code", key=email):
            async_task("maillage.accounts.tasks.send_link", email, _next(request), uuid4().hex)
        return redirect("accounts:link_sent")
    context = {"link_form": form, "password_form": PasswordSignInForm(prefix="p"), "next": _next(request)}
    return render(request, "accounts/sign_in.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_with_password(request: HttpRequest) -> HttpResponseBase:
    """Sign in with an address and a password; allauth slows down whoever guesses."""
    if request.method != "POST":
        return redirect("accounts:sign_in")
    form = PasswordSignInForm(request.POST, prefix="p")
    if form.is_valid():
        try:
            user = get_adapter(request).authenticate(request, **form.cleaned_data)
        except ValidationError as error:
            user = None
            form.add_error(None, error)
        else:
            if user is not None:
                return _enter(request, user, method="password")
            form.add_error(None, "L’adresse ou le mot de passe n’est pas le bon.")
    context = {"link_form": LinkForm(), "password_form": form, "next": _next(request)}
    return render(request, "accounts/sign_in.html", context, status=422)


@public
def link_sent(request: HttpRequest) -> HttpResponse:
    context = {"minutes": settings.SESAME_MAX_AGE // 60, "one_time": settings.SESAME_ONE_TIME}
    return render(request, "accounts/link_sent.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponseBase:
    """A link received by mail. Opening it only shows a button: scanners of mail open links too."""
    token = request.POST.get("jeton") or request.GET.get("jeton") or ""
    if request.method == "POST":
        user = use_link(token=token)
        if user is not None:
            return _enter(request, user, method="link")
    elif (owner := user_of_link(token=token)) is not None:
        return render(request, "accounts/link.html", {"owner": owner, "token": token, "next": _next(request)})
    return render(request, "accounts/link_dead.html", {"next": _next(request)}, status=410)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session; arriving here by a plain link closes nothing."""
    if request.method == "POST":
        logout(request)
        messages.success(request, "La session est fermée. À bientôt\u202f!")
    return redirect(settings.LOGOUT_REDIRECT_URL if request.method == "POST" else settings.LOGIN_REDIRECT_URL)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's name, password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré.")
        return redirect("accounts:profile")
    return render(
        request, "accounts/profile.html", {"form": form, "second_factor": is_mfa_enabled(request.user)}
    )


@signed_in
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password; one must have proved lately who one is."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Votre mot de passe est enregistré.")
        return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form})
