from django.urls import path

from maillage.diagnosis.views import compute, show

app_name = "diagnosis"

urlpatterns = [
    path("", compute.index, name="list"),
    path("demander/", compute.request_diagnosis, name="request"),
    path("<int:diagnosis>/", show.show, name="show"),
    path("<int:diagnosis>/diagnostic.pdf", show.pdf, name="pdf"),
    path("<int:diagnosis>/diagnostic.docx", show.taken_away, {"form": "word"}, name="word"),
    path("<int:diagnosis>/diagnostic.pptx", show.taken_away, {"form": "slides"}, name="slides"),
    path("<int:diagnosis>/une-page.pdf", show.taken_away, {"form": "summary"}, name="summary"),
    path("<int:diagnosis>/affiche.pdf", show.taken_away, {"form": "poster"}, name="poster"),
    path("<int:diagnosis>/archive.zip", show.taken_away, {"form": "archive"}, name="archive"),
    path("<int:diagnosis>/recalcul.zip", show.recompute, name="recompute"),
    path("<int:diagnosis>/carte.svg", show.map_svg, name="map"),
    path("<int:diagnosis>/avancement/", compute.progress, name="progress"),
    path("<int:diagnosis>/recommencer/", compute.restart, name="restart"),
    path("<int:diagnosis>/publier/", compute.publish, name="publish"),
]
