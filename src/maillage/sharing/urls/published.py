"""What is published for everybody."""

from django.urls import path

from maillage.sharing.views import publication

app_name = "published"

urlpatterns = [
    path("", publication.index, name="index"),
    path("<slug:place>/vague-<int:wave>/", publication.show, name="show"),
    path("<slug:place>/vague-<int:wave>/version-<int:version>/", publication.show, name="version"),
    path("<slug:place>/vague-<int:wave>/version-<int:version>/<slug:form>/", publication.file, name="file"),
]
