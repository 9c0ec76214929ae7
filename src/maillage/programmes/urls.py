"""Doors of the programmes."""

from django.urls import path

from maillage.programmes import views, views_mails
from maillage.programmes.held_texts import views as held_texts

app_name = "programmes"

urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:programme>/", views.show, name="show"),
    path("<slug:programme>/modifier/", views.edit, name="edit"),
    path("<slug:programme>/etapes/ajouter/", views.add_phase, name="phase_add"),
    path("<slug:programme>/etapes/<int:phase>/", views.edit_phase, name="phase_edit"),
    path("<slug:programme>/etapes/<int:phase>/retirer/", views.remove_phase, name="phase_remove"),
    path("<slug:programme>/partenaires/ajouter/", views.add_partner, name="partner_add"),
    path("<slug:programme>/partenaires/<int:partner>/", views.edit_partner, name="partner_edit"),
    path("<slug:programme>/partenaires/<int:partner>/retirer/", views.remove_partner, name="partner_remove"),
    path("<slug:programme>/textes-retenus/", held_texts.index, name="held_texts"),
    path("<slug:programme>/textes-retenus/<int:held>/", held_texts.show, name="held_text"),
    path("<slug:programme>/courriels/", views_mails.index, name="mails"),
    path("<slug:programme>/courriels/<int:mail>/reessayer/", views_mails.retry, name="mail_retry"),
    path("<slug:programme>/roles/donner/", views.appoint, name="role_add"),
    path("<slug:programme>/roles/<int:role>/terminer/", views.end_role, name="role_end"),
]
