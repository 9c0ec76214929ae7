"""Doors of the territories."""

from django.urls import path

from maillage.territories.views import territory

app_name = "territories"

urlpatterns = [
    path("", territory.index, name="index"),
    path("<slug:territory>/", territory.show, name="show"),
]
