"""Doors of the account. allauth is given only those of its pages that the platform uses."""

from allauth.account import views as allauth_views
from django.urls import include, path

from maillage.accounts import views

pages = [
    path("", views.profile, name="home"),
    path("profil/", views.profile, name="profile"),
    path("connexion/", views.sign_in, name="sign_in"),
    path("connexion/mot-de-passe/", views.sign_in_with_password, name="sign_in_with_password"),
    path("connexion/lien-envoye/", views.link_sent, name="link_sent"),
    path("lien/", views.link, name="link"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("mot-de-passe/", views.password, name="password"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    # Names that allauth itself looks for.
    path("connexion/", views.sign_in, name="account_login"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("mot-de-passe/", views.password, name="account_change_password"),
    path("confirmer/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path("second-facteur/", include("allauth.mfa.urls")),
]
