"""Practices, for everybody."""

from django.urls import path

from maillage.club.views import public

app_name = "practices"

urlpatterns = [
    path("", public.index, name="list"),
    path("flux.xml", public.news, name="news"),
    path("<slug:practice_slug>/", public.show, name="show"),
]
