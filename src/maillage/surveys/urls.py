from django.urls import path

from maillage.surveys.views import assist, collect, entering, follow, paper, voices
from maillage.surveys.views import manage as views

app_name = "surveys"

urlpatterns = [
    path("", views.index, name="list"),
    path("nouvelle/", views.create, name="create"),
    path("<int:wave>/", views.show, name="show"),
    path("<int:wave>/importer/", views.import_ties, name="import"),
    path("<int:wave>/importer/<str:token>/", views.confirm_ties, name="import_confirm"),
    path("<int:wave>/liens.<str:extension>", views.export_ties, name="export"),
    path("<int:wave>/recueillir/", collect.collect, name="collect"),
    path("<int:wave>/recueillir/ouvrir/", collect.open_, name="open"),
    path("<int:wave>/recueillir/fermer/", collect.close, name="close"),
    path("<int:wave>/recueillir/fermeture/", collect.move_closing, name="move_closing"),
    path("<int:wave>/recueillir/retirer/", collect.remove_pending, name="remove_pending"),
    path("<int:wave>/invitations/", follow.invitations, name="invitations"),
    path("<int:wave>/invitations/toutes/", follow.invite_everybody, name="invite_everybody"),
    path("<int:wave>/habitants/", follow.residents, name="residents"),
    path("<int:wave>/suivi/", follow.board, name="board"),
    path("<int:wave>/suivi/relances/", follow.reminders, name="reminders"),
    path("<int:wave>/suivi/liens/", follow.renew, name="renew"),
    path("<int:wave>/suivi/inclure/", follow.include, name="include"),
    path("<int:wave>/enonces/", voices.voices, name="voices"),
    path("<int:wave>/accompagner/", assist.lend, name="lend"),
    path("<int:wave>/papier/", paper.hub, name="paper"),
    path("<int:wave>/papier/lettres/", paper.letters, name="paper_letters"),
    path("<int:wave>/papier/affiche/", paper.poster, name="paper_poster"),
    path("<int:wave>/papier/feuilles/", paper.forms, name="paper_forms"),
    path("<int:wave>/papier/saisie/", entering.index, name="paper_index"),
    path("<int:wave>/papier/saisie/<str:sheet>/", entering.entry, name="paper_entry"),
    path("<int:wave>/papier/saisie/<str:sheet>/encore/", entering.again, name="paper_again"),
    path("<int:wave>/papier/saisie/<str:sheet>/ecarts/", entering.settle, name="paper_settle"),
]
