"""The doors of those who write a shared diagnosis together."""

from django.urls import path

from maillage.sharing.views import passages, writing

app_name = "writing"

urlpatterns = [
    path("", writing.index, name="index"),
    path("lire/", writing.read, name="read"),
    path("cadre/", writing.frame, name="frame"),
    path("phrases/<slug:phrase>/", passages.sentence, name="sentence"),
    path("phrases/<slug:phrase>/choisir/", passages.settle, name="settle"),
    path("passages/<int:passage>/", passages.edit, name="edit"),
    path("passages/<int:passage>/position/", passages.stance, name="stance"),
    path("passages/<int:passage>/versions/", passages.history, name="history"),
    path("passages/<int:passage>/deplacer/", passages.move, name="move"),
    path("passages/<int:passage>/retirer/", passages.remove, name="remove"),
    path("<slug:chapter>/", writing.chapter, name="chapter"),
    path("<slug:chapter>/ecrire/", passages.add, name="add"),
    path("<slug:chapter>/desaccord/", passages.disagree, name="disagree"),
]
