"""Doors of the workshops, for the members of a territory."""

from django.urls import path

from maillage.meetings.views import manage, netmap, paper, prompts, votes

app_name = "meetings"

urlpatterns = [
    path("", manage.index, name="list"),
    path("noter/", manage.add, name="add"),
    path("<int:workshop>/", manage.show, name="show"),
    path("<int:workshop>/modifier/", manage.edit, name="edit"),
    path("<int:workshop>/retirer/", manage.remove, name="remove"),
    path("<int:workshop>/vote/ouvrir/", votes.open_poll, name="open_poll"),
    path("<int:workshop>/mains/", manage.hands, name="hands"),
    path("<int:workshop>/lignes/", prompts.write, name="prompts"),
    path("<int:workshop>/cartes/", netmap.deal, name="deal"),
    path("<int:workshop>/papier/<slug:paper>.pdf", paper.paper, name="paper"),
    path("<int:workshop>/ecran/", paper.screen, name="screen"),
    path("<int:workshop>/clore/", manage.close, name="close"),
    path("<int:workshop>/tables/ouvrir/", manage.seat, name="seat"),
    path("<int:workshop>/tables/<int:table>/", manage.table, name="table"),
]
