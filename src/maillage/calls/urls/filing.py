"""Doors of the organiser, on the applications of one call."""

from django.urls import path

from maillage.calls.views import filing

app_name = "filing"

urlpatterns = [
    path("", filing.index, name="index"),
    path("departements/", filing.departments, name="departments"),
    path("departements/<int:referent>/retirer/", filing.remove_referent, name="referent_remove"),
    path("candidatures.zip", filing.files, name="files"),
    path("candidatures.<str:extension>", filing.table, name="table"),
    path("<uuid:application>/", filing.show, name="show"),
    path("<uuid:application>/candidature.pdf", filing.copy, name="copy"),
    path("<uuid:application>/convention.docx", filing.convention, name="convention"),
    path("<uuid:application>/pieces/<int:attachment>/", filing.attachment, name="attachment"),
]
