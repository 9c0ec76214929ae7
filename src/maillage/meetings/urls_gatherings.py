"""Doors of the meetings, for the members of a territory."""

from django.urls import path

from maillage.meetings.views import gatherings

app_name = "gatherings"

urlpatterns = [
    path("preparer/", gatherings.add, name="add"),
    path("<int:meeting>/", gatherings.show, name="show"),
    path("<int:meeting>/modifier/", gatherings.edit, name="edit"),
    path("<int:meeting>/annuler/", gatherings.cancel, name="cancel"),
    path("<int:meeting>/inscriptions/", gatherings.registrations, name="registrations"),
    path("<int:meeting>/inscriptions/ouvrir/", gatherings.opening, name="opening"),
    path("<int:meeting>/ordre-du-jour/", gatherings.agenda, name="agenda"),
]
