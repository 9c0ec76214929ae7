"""The doors of the commitments of a territory."""

from django.urls import path

from maillage.plans.views import manage, reading, taking

app_name = "plans"

urlpatterns = [
    path("", manage.index, name="list"),
    path("noter/", manage.add, name="add"),
    path("decision/<int:settled>/", manage.follow_decision, name="follow_decision"),
    path("liens-vises/", reading.ties, name="ties"),
    path("ressources/", reading.resources, name="resources"),
    path("tableau.xlsx", taking.table, name="table"),
    path("revue-de-projet/", taking.yearly, name="review"),
    path("revue-de-projet.docx", taking.yearly_file, name="review_file"),
    path("acteur/<int:actor>/", reading.institution, name="institution"),
    path("<int:commitment>/", manage.show, name="show"),
    path("<int:commitment>/modifier/", manage.edit, name="edit"),
    path("<int:commitment>/ou-en-est-on/", manage.update, name="update"),
    path("<int:commitment>/retirer/", manage.remove, name="remove"),
    path("<int:commitment>/qui/", manage.party_add, name="party_add"),
    path("<int:commitment>/qui/<int:party>/partir/", manage.party_end, name="party_end"),
    path("<int:commitment>/qui/<int:party>/lien/", manage.party_link, name="party_link"),
    path("<int:commitment>/liens/", manage.aim_add, name="aim_add"),
    path("<int:commitment>/liens/<int:aim>/retirer/", manage.aim_drop, name="aim_drop"),
]
