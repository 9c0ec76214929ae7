"""Doors of the organiser, on the choice of the places of one call."""

from django.urls import path

from maillage.calls.views import composition

app_name = "composition"

urlpatterns = [
    path("", composition.show, name="show"),
    path("regles/<int:rule>/retirer/", composition.remove_rule, name="rule_remove"),
    path("decider/", composition.decide, name="decide"),
    path("lettres/", composition.letters, name="letters"),
    path("lettres/relues/", composition.mark_read, name="mark_read"),
    path("lettres/envoyer/", composition.send, name="send"),
    path("lettres/<int:decision>/", composition.letter, name="letter"),
    path("<uuid:application>/", composition.swap, name="swap"),
    path("<uuid:application>/liberer/", composition.let_go, name="let_go"),
]
