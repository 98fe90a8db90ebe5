from django.urls import path

from cms.search_words import views

app_name = "search_words"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("cluster/", views.edit, name="cluster"),
    path("site/<slug:key>/", views.edit, name="site"),
    path("cluster/hot/", views.add_hot, name="cluster_hot"),
    path("site/<slug:key>/hot/", views.add_hot, name="site_hot"),
]
