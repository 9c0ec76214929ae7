from django.urls import path

from maillage.surveys.views import manage as views
from maillage.surveys.views import paper

app_name = "surveys"

urlpatterns = [
    path("", views.index, name="list"),
    path("nouvelle/", views.create, name="create"),
    path("<int:wave>/", views.show, name="show"),
    path("<int:wave>/importer/", views.import_ties, name="import"),
    path("<int:wave>/importer/<str:token>/", views.confirm_ties, name="import_confirm"),
    path("<int:wave>/liens.<str:extension>", views.export_ties, name="export"),
    path("<int:wave>/papier/", paper.hub, name="paper"),
    path("<int:wave>/papier/lettres/", paper.letters, name="paper_letters"),
    path("<int:wave>/papier/affiche/", paper.poster, name="paper_poster"),
    path("<int:wave>/papier/feuilles/", paper.forms, name="paper_forms"),
]
