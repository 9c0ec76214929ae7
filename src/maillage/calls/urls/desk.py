"""The calls of a programme, for its facilitators."""

from django.urls import path

from maillage.calls.views import desk, desk_parts

app_name = "desk"

urlpatterns = [
    path("", desk.index, name="list"),
    path("creer/", desk.create, name="create"),
    path("<slug:call>/", desk.show, name="show"),
    path("<slug:call>/modifier/", desk.edit, name="edit"),
    path("<slug:call>/publier/", desk.publish, name="publish"),
    path("<slug:call>/codes/", desk.late_codes, name="late_codes"),
    path("<slug:call>/questions/", desk.inquiries, name="inquiries"),
    path("<slug:call>/questions/<int:inquiry>/", desk.inquiry, name="inquiry"),
    path("<slug:call>/questions/<int:inquiry>/effacer/", desk.remove_inquiry, name="inquiry_remove"),
    path("<slug:call>/parties/ajouter/", desk_parts.add_section, name="section_add"),
    path("<slug:call>/parties/<int:part>/", desk_parts.edit_section, name="section_edit"),
    path("<slug:call>/parties/<int:part>/deplacer/", desk_parts.move_section, name="section_move"),
    path("<slug:call>/parties/<int:part>/retirer/", desk_parts.remove_section, name="section_remove"),
    path("<slug:call>/dates/ajouter/", desk_parts.add_milestone, name="milestone_add"),
    path("<slug:call>/dates/<int:milestone>/", desk_parts.edit_milestone, name="milestone_edit"),
    path("<slug:call>/dates/<int:milestone>/retirer/", desk_parts.remove_milestone, name="milestone_remove"),
    path("<slug:call>/documents/ajouter/", desk_parts.add_document, name="document_add"),
    path("<slug:call>/documents/<int:document>/retirer/", desk_parts.remove_document, name="document_remove"),
]
