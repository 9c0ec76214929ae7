"""Doors of the official files, for the facilitators of a programme; included under it."""

from django.urls import path

from maillage.context.views import official

app_name = "official"

urlpatterns = [
    path("", official.index, name="index"),
    path("<slug:dataset>/charger/", official.load, name="load"),
    path("millesimes/<int:vintage>/", official.show, name="vintage"),
]
