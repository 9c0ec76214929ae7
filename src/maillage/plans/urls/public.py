"""What everybody may read of the commitments of a territory."""

from django.urls import path

from maillage.plans.views import reading

app_name = "public_plans"

urlpatterns = [path("<slug:place>/", reading.public_list, name="list")]
