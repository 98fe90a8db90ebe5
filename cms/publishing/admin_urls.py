"""Addresses of publishing below the admin's own, which lets in nobody but staff."""

from django.urls import path

from cms.publishing.views.desk import ADDRESS, confirm_incident, desk, desk_part, give_order
from cms.publishing.views.impact import impact
from cms.publishing.views.states import states

urlpatterns = [
    path("publishing/", desk, name=ADDRESS),
    path("publishing/part/", desk_part, name="publishing_desk_part"),
    path("publishing/orders/", give_order, name="publishing_order"),
    path("publishing/incidents/<int:number>/seen/", confirm_incident, name="publishing_incident_seen"),
    path("publishing/states/", states, name="publishing_states"),
    path("publishing/impact/<int:page_id>/", impact, name="publishing_impact"),
]
