"""Doors of the meetings, for the members of a territory."""

from django.urls import path

from maillage.meetings.views import attendance, gatherings

app_name = "gatherings"

urlpatterns = [
    path("preparer/", gatherings.add, name="add"),
    path("<int:meeting>/", gatherings.show, name="show"),
    path("<int:meeting>/modifier/", gatherings.edit, name="edit"),
    path("<int:meeting>/annuler/", gatherings.cancel, name="cancel"),
    path("<int:meeting>/inscriptions/", gatherings.registrations, name="registrations"),
    path("<int:meeting>/inscriptions/ouvrir/", gatherings.opening, name="opening"),
    path("<int:meeting>/accueil/", attendance.door, name="door"),
    path("<int:meeting>/accueil/feuille.pdf", attendance.sheet, name="sheet"),
    path("<int:meeting>/presences/", attendance.attendance, name="attendance"),
    path("<int:meeting>/ordre-du-jour/", gatherings.agenda, name="agenda"),
]
