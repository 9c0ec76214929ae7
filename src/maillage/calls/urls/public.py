"""The calls, for everybody."""

from django.urls import path

from maillage.calls.views import public

app_name = "calls"

urlpatterns = [
    path("", public.index, name="list"),
    path("<slug:call>/", public.show, name="show"),
    path("<slug:call>/appel.pdf", public.pdf, name="pdf"),
    path("<slug:call>/dates.ics", public.dates, name="dates"),
    path("<slug:call>/nouvelles.xml", public.news, name="news"),
    path("<slug:call>/question/", public.ask, name="ask"),
    path("<slug:call>/documents/<int:document>/", public.document, name="document"),
]
