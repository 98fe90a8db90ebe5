"""Addresses of the read API, below `/api/v1/`."""

from django.urls import path, re_path

from cms.api import views

urlpatterns = [
    path("sites/", views.SiteListView.as_view()),
    path("sites/<slug:key>/", views.SiteView.as_view()),
    path("sites/<slug:key>/channels/", views.ChannelListView.as_view()),
    path("content/", views.ContentListView.as_view()),
    path("content/<int:number>/", views.ContentView.as_view()),
    path("disclosure/", views.DisclosureListView.as_view()),
    path("schema/", views.SchemaView.as_view()),
    re_path("", views.NowhereView.as_view()),
]
