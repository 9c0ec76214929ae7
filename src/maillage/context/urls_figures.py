"""What official files say of a territory; included under it."""

from django.urls import path

from maillage.context.views import figures

app_name = "figures"

urlpatterns = [path("", figures.show, name="show")]
