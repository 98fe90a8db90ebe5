from django.urls import path

from cms.emergency import views

app_name = "emergency"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("cluster/", views.turn, name="cluster"),
    path("site/<slug:key>/", views.turn, name="site"),
]
