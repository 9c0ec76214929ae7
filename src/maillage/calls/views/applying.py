"""Beginning an application and leading it: the list of mine, its page, its team, its sending."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_q.tasks import async_task

from maillage.calls.eligibility import check
from maillage.calls.forms.application import AddressForm, AuthorForm, LateCodeForm, StartForm
from maillage.calls.models import Application, Author, Call, Support
from maillage.calls.permissions import can_write_application, who
from maillage.calls.queries import drafts
from maillage.calls.queries.composition import decision_for_authors
from maillage.calls.queries.reading import receipts_of, sections_of
from maillage.calls.services import composition, sending
from maillage.calls.services import drafts as writing
from maillage.core.guards import allowed, public, signed_in
from maillage.programmes.forms import ConfirmForm, accepted

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _call(slug: str) -> Call:
    found = Call.objects.filter(slug=slug, published_at__isnull=False).select_related("programme").first()
    if found is None:
        raise Http404
    return found


@public
@never_cache
@get_or_post
def start(request: HttpRequest, call: str) -> HttpResponse:
    """Begin: an address first, then the name of the territory."""
    found = _call(call)
    late = not found.is_open()
    if not request.user.is_authenticated:
        return _ask_address(request, found)
    form = StartForm(request.POST or None, late=late)
    service = partial(writing.start_application, call=found, user=who(request))
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "C’est commencé. Tout ce que vous écrivez est gardé au fur et à mesure.")
        return redirect("applications:show", form.made.reference)  # type: ignore[attr-defined]
    mine = drafts.applications_of(request.user).filter(call=found)
    return render(
        request, "calls/application/start.html", {"call": found, "form": form, "late": late, "mine": mine}
    )


def _ask_address(request: HttpRequest, call: Call) -> HttpResponse:
    """Whoever is not signed in receives a link; the answer is the same for every address."""
    if request.method != "POST" and request.GET.get("lien") == "envoye":
        minutes = settings.SESAME_MAX_AGE // 60
        context = {"call": call, "minutes": minutes, "one_time": settings.SESAME_ONE_TIME}
        return render(request, "calls/application/address_sent.html", context)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="request_login_code", key=email):
            async_task("maillage.calls.tasks.send_start", call.pk, email, uuid4().hex)
        return redirect(reverse("applications:start", args=[call.slug], query={"lien": "envoye"}))
    return render(request, "calls/application/address.html", {"call": call, "form": form})


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The applications I write."""
    return render(
        request, "calls/application/index.html", {"applications": drafts.applications_of(request.user)}
    )


@allowed(can_write_application)
def show(request: HttpRequest, application: Application) -> HttpResponse:
    """Where the application is: what is ready, what is missing, who writes, what the Département says."""
    form = drafts.form_of_application(application)
    answers = drafts.answers_of(application)
    support = Support.objects.filter(application=application).first()
    progress = drafts.progress_of(form, answers)
    rules = check(answers, support)
    context = {
        "application": application,
        "call": application.call,
        "progress": progress,
        "ready": sum(each.ready for each in progress),
        "needed": sum(each.needed for each in progress),
        "rules": rules,
        "is_complete": all(each.is_complete for each in progress)
        and all(rule.holds or rule.to_know for rule in rules),
        "next": next((each.section for each in progress if not each.is_complete), progress[0].section),
        "authors": application.authors.select_related("user"),  # type: ignore[attr-defined]
        "attachments": drafts.attachments_of(application),
        "support": support,
        "may_write": writing.may_write(application),
        "may_send": sending.may_send(application),
        "decision": decision_for_authors(application),
        "offered": composition.offered(application) is not None,
    }
    return render(request, "calls/application/show.html", context)


@allowed(can_write_application)
@require_http_methods(["POST"])
def answer_place(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the place that is offered, or leave it to the next."""
    try:
        if request.POST.get("answer") == "yes":
            started = composition.accept_place(application=application)
            messages.success(request, "Votre territoire est ouvert. Bienvenue\u202f!")
            return redirect("territories:show", started.territory.slug)
        composition.decline_place(application=application)
        messages.success(request, "C’est noté\u00a0: la place est proposée à une autre équipe.")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("applications:show", application.reference)


@allowed(can_write_application)
@get_or_post
def late(request: HttpRequest, application: Application) -> HttpResponse:
    """A code gives more time to a draft that missed the deadline."""
    form = LateCodeForm(request.POST or None)
    if request.method == "POST" and accepted(form, partial(writing.use_late_code, application=application)):
        messages.success(request, "Le code est bon\u00a0: vous pouvez à nouveau déposer.")
        return redirect("applications:show", application.reference)
    context = {"application": application, "call": application.call, "form": form}
    return render(request, "calls/application/late.html", context)


@allowed(can_write_application)
@get_or_post
def send(request: HttpRequest, application: Application) -> HttpResponse:
    """Read over, then send."""
    if request.method == "POST":
        try:
            sending.submit_application(application=application, user=who(request))
        except ValidationError as error:
            for sentence in error.messages[:5]:
                messages.error(request, sentence)
            return redirect("applications:show", application.reference)
        return redirect("applications:receipt", application.reference)
    answers = drafts.answers_of(application)
    context = {
        "application": application,
        "call": application.call,
        "sections": sections_of(application, answers),
        "may_send": sending.may_send(application),
        "is_complete": not sending.what_lacks(application, answers),
    }
    return render(request, "calls/application/send.html", context)


@allowed(can_write_application)
def receipt(request: HttpRequest, application: Application) -> HttpResponse:
    """What was sent, when, and the receipt."""
    sent = receipts_of(application)
    if not sent:
        return redirect("applications:show", application.reference)
    return render(
        request,
        "calls/application/receipt.html",
        {"application": application, "call": application.call, "sent": sent},
    )


@allowed(can_write_application)
@get_or_post
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the application back."""
    if request.method == "POST":
        sending.withdraw_application(application=application)
        messages.success(request, "La candidature est retirée. Personne d’autre ne la lit plus.")
        return redirect("applications:index")
    context = {"application": application, "call": application.call, "form": ConfirmForm()}
    return render(request, "calls/application/withdraw.html", context)


@allowed(can_write_application)
@get_or_post
def team(request: HttpRequest, application: Application) -> HttpResponse:
    """Who writes, and somebody more."""
    form = AuthorForm(request.POST or None)
    service = partial(writing.add_author, application=application, user=who(request))
    if request.method == "POST" and accepted(form, service):
        messages.success(request, "La personne a reçu un courriel avec l’adresse de la candidature.")
        return redirect("applications:team", application.reference)
    context = {
        "application": application,
        "call": application.call,
        "authors": application.authors.select_related("user"),  # type: ignore[attr-defined]
        "form": form,
        "may_write": writing.may_write(application),
    }
    return render(request, "calls/application/team.html", context)


@allowed(can_write_application)
@require_http_methods(["POST"])
def remove_author(request: HttpRequest, application: Application, author: int) -> HttpResponse:
    """Somebody stops writing."""
    found = Author.objects.filter(application=application, pk=author).first()
    if found is None:
        raise Http404
    leaving = found.user_id == request.user.pk
    try:
        writing.remove_author(application=application, author=found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("applications:team", application.reference)
    return redirect("applications:index") if leaving else redirect("applications:team", application.reference)
