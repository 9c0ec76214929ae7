"""Doors of those who apply, and of the Département that answers by a link."""

from django.urls import path

from maillage.calls.views import applying, filing, joining, writing

app_name = "applications"

urlpatterns = [
    path("appels/<slug:call>/candidater/", applying.start, name="start"),
    path("soutien/<str:token>/", joining.support, name="support"),
    path("candidatures/", applying.index, name="index"),
    path("candidatures/departement/", filing.shared, name="shared"),
    path("candidatures/departement/<uuid:application>/", filing.shared_one, name="shared_one"),
    path(
        "candidatures/departement/<uuid:application>/pieces/<int:attachment>/",
        filing.shared_file,
        name="shared_file",
    ),
    path("candidatures/<uuid:application>/", applying.show, name="show"),
    path("candidatures/<uuid:application>/code/", applying.late, name="late"),
    path("candidatures/<uuid:application>/deposer/", applying.send, name="send"),
    path("candidatures/<uuid:application>/recu/", applying.receipt, name="receipt"),
    path("candidatures/<uuid:application>/recu/<int:number>.pdf", joining.copy, name="copy"),
    path("candidatures/<uuid:application>/retirer/", applying.withdraw, name="withdraw"),
    path("candidatures/<uuid:application>/equipe/", applying.team, name="team"),
    path(
        "candidatures/<uuid:application>/equipe/<int:author>/retirer/",
        applying.remove_author,
        name="author_remove",
    ),
    path("candidatures/<uuid:application>/place/", applying.answer_place, name="answer_place"),
    path("candidatures/<uuid:application>/departement/", joining.department, name="department"),
    path("candidatures/<uuid:application>/departement/montrer/", joining.share, name="share"),
    path("candidatures/<uuid:application>/joindre/", joining.attach, name="attach"),
    path("candidatures/<uuid:application>/pieces/<int:attachment>/", joining.attachment, name="attachment"),
    path("candidatures/<uuid:application>/pieces/<int:attachment>/retirer/", joining.detach, name="detach"),
    path("candidatures/<uuid:application>/communes/", writing.communes, name="communes"),
    path("candidatures/<uuid:application>/versions/<slug:question>/", writing.versions, name="versions"),
    path("candidatures/<uuid:application>/<slug:section>/", writing.section, name="section"),
]
