"""Doors of the organiser, on the review of one call."""

from django.urls import path

from maillage.calls.views import review, review_setup

app_name = "review"

urlpatterns = [
    path("", review.index, name="show"),
    path("rappels/", review.remind, name="remind"),
    path("attribution/", review.assignment, name="assignment"),
    path("attribution/apercu/", review.preview, name="preview"),
    path("attribution/<int:assignment>/retirer/", review.unassign, name="unassign"),
    path("attribution/<int:assignment>/rouvrir/", review.reopen, name="reopen"),
    path("conflits/<int:conflict>/lever/", review.lift, name="lift"),
    path("avis/", review.advices, name="advices"),
    path("avis/<int:advice>/relancer/", review.remind_advice, name="advice_remind"),
    path("avis/<int:advice>/retirer/", review.revoke_advice, name="advice_revoke"),
    path("etapes/", review_setup.phases, name="phases"),
    path("etapes/<int:review_phase>/", review_setup.phase, name="phase"),
    path("etapes/<int:review_phase>/retirer/", review_setup.remove_phase, name="phase_remove"),
    path("grille/", review_setup.grid, name="grid"),
    path("grille/prete/", review_setup.use_grid, name="use_grid"),
    path("grille/critere/", review_setup.add_criterion, name="criterion_add"),
    path("grille/critere/<int:criterion>/", review_setup.criterion, name="criterion"),
    path("grille/critere/<int:criterion>/retirer/", review_setup.remove_criterion, name="criterion_remove"),
    path("personnes/", review_setup.people, name="people"),
    path("personnes/<int:reviewer>/", review_setup.person, name="person"),
    path("personnes/<int:reviewer>/retirer/", review_setup.remove_person, name="person_remove"),
    path("<uuid:application>/", review.file, name="file"),
]
