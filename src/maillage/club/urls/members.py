"""Doors of the Club of a programme, for its members."""

from django.urls import path

from maillage.club.views import write

app_name = "club"

urlpatterns = [
    path("", write.index, name="list"),
    path("proposer/", write.start, name="start"),
    path("<int:practice>/", write.show, name="show"),
    path("<int:practice>/ecrire/<int:part>/", write.edit, name="edit"),
    path("<int:practice>/proposer/", write.propose, name="propose"),
    path("<int:practice>/a-jour/", write.confirm, name="confirm"),
    path("<int:practice>/lire/", write.read, name="read"),
    path("<int:practice>/publier/", write.publish, name="publish"),
    path("<int:practice>/inspirante/", write.inspire, name="inspire"),
    path("<int:practice>/retirer/", write.withdraw, name="withdraw"),
    path("<int:practice>/retablir/", write.restore, name="restore"),
    path("<int:practice>/auteurs/", write.authors, name="authors"),
]
