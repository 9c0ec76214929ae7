"""Doors of the meetings, for the members of a territory."""

from django.urls import path

from maillage.meetings.views import attendance, erasing, gatherings, minutes

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
    path("<int:meeting>/compte-rendu/", minutes.write, name="minutes"),
    path("<int:meeting>/compte-rendu/<int:point>/versions/", minutes.versions, name="versions"),
    path("<int:meeting>/decisions/noter/", minutes.decide, name="decide"),
    path("<int:meeting>/decisions/<int:settled>/retirer/", minutes.withdraw, name="withdraw"),
    path("<int:meeting>/pieces/joindre/", minutes.join, name="join"),
    path("<int:meeting>/pieces/<int:piece>/", minutes.piece, name="piece"),
    path("<int:meeting>/inscriptions/<int:registration>/effacer/", erasing.registration, name="erase_name"),
    path("<int:meeting>/versions/<int:revision>/effacer/", erasing.version, name="erase_version"),
    path("<int:meeting>/pieces/<int:piece>/retirer/", erasing.piece, name="remove_piece"),
    path("<int:meeting>/ordre-du-jour/", gatherings.agenda, name="agenda"),
]
