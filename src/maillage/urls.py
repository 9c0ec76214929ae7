"""All the doors of the platform. URLs are French: they are read aloud in meetings."""

from django.urls import include, path

from maillage.core import views

urlpatterns = [
    path("sante/", views.health, name="health"),
    path("mentions-legales/", views.legal, name="legal"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("compte/", include("maillage.accounts.urls")),
    path("programmes/", include("maillage.programmes.urls")),
    path("territoires/", include("maillage.territories.urls")),
    path("territoires/<slug:territory>/vagues/", include("maillage.surveys.urls")),
    path("territoires/<slug:territory>/diagnostics/", include("maillage.diagnosis.urls")),
    path("territoires/<slug:territory>/diagnostics-partages/", include("maillage.sharing.urls.index")),
    path(
        "territoires/<slug:territory>/diagnostics-partages/<int:shared>/restitution/",
        include("maillage.sharing.urls.restitution"),
    ),
    path(
        "territoires/<slug:territory>/diagnostics-partages/<int:shared>/ecrire/",
        include("maillage.sharing.urls.writing"),
    ),
    path("relecture/", include("maillage.sharing.urls.preview")),
    path("diagnostics-publics/", include("maillage.sharing.urls.published")),
    path("", include("maillage.calls.urls.application")),
    path(
        "programmes/<slug:programme>/appels/<slug:call>/candidatures/", include("maillage.calls.urls.filing")
    ),
    path("appels/", include("maillage.calls.urls.public")),
    path("programmes/<slug:programme>/appels/", include("maillage.calls.urls.desk")),
    path("programmes/<slug:programme>/appels/<slug:call>/expertise/", include("maillage.calls.urls.review")),
    path(
        "programmes/<slug:programme>/appels/<slug:call>/composition/",
        include("maillage.calls.urls.composition"),
    ),
    path("", include("maillage.calls.urls.reviewing")),
    path("territoires/<slug:territory>/conversations/", include("maillage.statements.urls")),
    path("enonces/", include("maillage.statements.urls_public")),
    path("territoires/<slug:territory>/ressources/", include("maillage.context.urls")),
    path("territoires/<slug:territory>/chiffres/", include("maillage.context.urls_figures")),
    path("programmes/<slug:programme>/chiffres-officiels/", include("maillage.context.urls_official")),
    path("territoires/<slug:territory>/ateliers/", include("maillage.meetings.urls")),
    path("territoires/<slug:territory>/engagements/", include("maillage.plans.urls.index")),
    path(
        "territoires/<slug:territory>/rencontres/<int:meeting>/tables/",
        include("maillage.plans.urls.tables"),
    ),
    path(
        "territoires/<slug:territory>/ateliers/<int:workshop>/cartes-des-tables/",
        include("maillage.plans.urls.netmap"),
    ),
    path("territoires/<slug:territory>/", include("maillage.dashboard.urls_territory")),
    path("programmes/<slug:programme>/club/", include("maillage.club.urls.members")),
    path("pratiques/", include("maillage.club.urls.public")),
    path("engagement/", include("maillage.plans.urls.holding")),
    path("engagements-publics/", include("maillage.plans.urls.public")),
    path("territoires/<slug:territory>/rencontres/", include("maillage.meetings.urls_gatherings")),
    path("", include("maillage.meetings.urls_attend")),
    path("atelier/", include("maillage.meetings.urls_tables")),
    path("r/", include("maillage.surveys.urls_respond")),
    path("courrier/", include("maillage.demo.urls")),
    path("", include("maillage.dashboard.urls")),
]

handler400 = "maillage.core.views.bad_request"
handler403 = "maillage.core.views.forbidden"
handler404 = "maillage.core.views.not_found"
handler500 = "maillage.core.views.server_error"
