"""The doors of those who give a diagnosis back, and of the members who read what is published."""

from django.urls import path

from maillage.sharing.views import publication, restitution

app_name = "restitution"

urlpatterns = [
    path("", restitution.desk, name="desk"),
    path("lettres/", restitution.letters, name="letters"),
    path("institutions/<int:institution>/retirer/", restitution.remove, name="remove"),
    path("institutions/<int:institution>/decision/", restitution.sign, name="sign"),
    path("contestations/<int:reaction>/", restitution.contest, name="contest"),
    path("document/<slug:form>/", publication.draft_file, name="draft_file"),
    path("publier/", publication.decide, name="publish"),
    path("versions/<int:version>/", publication.version, name="version"),
    path("versions/<int:version>/<slug:form>/", publication.version_file, name="version_file"),
]
