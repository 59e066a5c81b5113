"""Every address of the neighbourhood."""

from django.urls import include, path

urlpatterns = [
    path("", include("entraide.home.urls")),
    path("", include("entraide.gatherings.urls")),
    path("", include("entraide.votes.urls")),
    path("", include("entraide.notebooks.urls")),
    path("", include("entraide.people.urls")),
]
