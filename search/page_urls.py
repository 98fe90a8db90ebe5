"""The address of the page of results, below `/search/`."""

from django.urls import path

from search.pages import search_page

urlpatterns = [path("", search_page)]
