from django.urls import path

from maillage.surveys.views import manage as views

app_name = "surveys"

urlpatterns = [
    path("", views.index, name="list"),
    path("nouvelle/", views.create, name="create"),
    path("<int:wave>/", views.show, name="show"),
    path("<int:wave>/importer/", views.import_ties, name="import"),
    path("<int:wave>/importer/<str:token>/", views.confirm_ties, name="import_confirm"),
    path("<int:wave>/liens.<str:extension>", views.export_ties, name="export"),
]
