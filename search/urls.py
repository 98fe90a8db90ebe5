"""Addresses of search, below `/api/v1/`."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.SearchView.as_view()),
    path("search/click/", views.ClickView.as_view()),
    path("suggest/", views.SuggestView.as_view()),
    path("related/", views.RelatedView.as_view()),
]
