"""Doors of the territories."""

from django.urls import include, path

from maillage.territories.views import actors, governance, people, schedule, telling, territory

app_name = "territories"

urlpatterns = [
    path("", territory.index, name="list"),
    path("nouveau/<slug:programme>/", territory.create, name="create"),
    path("ma-structure/<str:token>/", telling.card, name="card"),
    path("", include("maillage.territories.urls_imports")),
    path("<slug:territory>/", territory.show, name="show"),
    path("<slug:territory>/modifier/", territory.edit, name="edit"),
    path("<slug:territory>/perimetre/ajouter/", territory.add_area, name="area_add"),
    path("<slug:territory>/perimetre/<int:area>/terminer/", territory.end_area, name="area_end"),
    path("<slug:territory>/acteurs/", actors.index, name="actors"),
    path("<slug:territory>/acteurs/proposer/", actors.propose, name="actor_add"),
    path("<slug:territory>/acteurs/valider/", actors.validate, name="actors_validate"),
    path("<slug:territory>/acteurs/doublons/", actors.duplicates, name="duplicates"),
    path("<slug:territory>/acteurs/prevenir/", telling.index, name="telling"),
    path("<slug:territory>/acteurs/prevenir/lettres/", telling.letters, name="telling_letters"),
    path("<slug:territory>/acteurs/prevenir/decider/", telling.decide, name="telling_decide"),
    path("<slug:territory>/acteurs/<int:actor>/", actors.show, name="actor"),
    path("<slug:territory>/acteurs/<int:actor>/modifier/", actors.edit, name="actor_edit"),
    path("<slug:territory>/acteurs/<int:actor>/archiver/", actors.archive, name="actor_archive"),
    path("<slug:territory>/acteurs/<int:actor>/retablir/", actors.restore, name="actor_restore"),
    path("<slug:territory>/personnes/", people.index, name="people"),
    path("<slug:territory>/personnes/ajouter/", people.add, name="person_add"),
    path("<slug:territory>/personnes/<int:person>/", people.show, name="person"),
    path("<slug:territory>/personnes/<int:person>/modifier/", people.edit, name="person_edit"),
    path("<slug:territory>/personnes/<int:person>/retirer/", people.remove, name="person_remove"),
    path("<slug:territory>/personnes/<int:person>/rattacher/", people.affiliate, name="person_affiliate"),
    path("<slug:territory>/rattachements/<int:affiliation>/", people.end_affiliation, name="affiliation_end"),
    path("<slug:territory>/roles/", governance.roles, name="roles"),
    path("<slug:territory>/roles/donner/", governance.appoint, name="role_add"),
    path("<slug:territory>/roles/<int:role>/terminer/", governance.end_role, name="role_end"),
    path("<slug:territory>/instances/", governance.bodies, name="bodies"),
    path("<slug:territory>/instances/creer/", governance.add_body, name="body_add"),
    path("<slug:territory>/instances/<int:body>/", governance.body, name="body"),
    path("<slug:territory>/instances/<int:body>/modifier/", governance.edit_body, name="body_edit"),
    path("<slug:territory>/instances/<int:body>/retirer/", governance.remove_body, name="body_remove"),
    path("<slug:territory>/sieges/<int:membership>/", governance.date_membership, name="membership_date"),
    path("<slug:territory>/calendrier/", schedule.show, name="schedule"),
    path("<slug:territory>/calendrier/ecrire/", schedule.adopt, name="phases_adopt"),
    path("<slug:territory>/calendrier/suivre/", schedule.follow, name="phases_follow"),
    path("<slug:territory>/etapes/ajouter/", schedule.add_phase, name="phase_add"),
    path("<slug:territory>/etapes/<int:local_phase>/", schedule.edit_phase, name="phase_edit"),
    path("<slug:territory>/etapes/<int:local_phase>/retirer/", schedule.remove_phase, name="phase_remove"),
    path("<slug:territory>/jalons/ajouter/", schedule.add_milestone, name="milestone_add"),
    path("<slug:territory>/jalons/<int:local_milestone>/", schedule.edit_milestone, name="milestone_edit"),
    path(
        "<slug:territory>/jalons/<int:local_milestone>/retirer/",
        schedule.remove_milestone,
        name="milestone_remove",
    ),
]
