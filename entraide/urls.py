"""Every address of the neighbourhood."""

from django.urls import include, path

from entraide.home.api.routes import api

urlpatterns = [
    path("", include("entraide.home.urls")),
    path("api/v1/", api.urls),
    path("", include("entraide.gatherings.urls")),
    path("", include("entraide.exchanges.urls")),
    path("", include("entraide.research.urls")),
    path("", include("entraide.expertise.urls")),
    path("", include("entraide.votes.urls")),
    path("", include("entraide.notebooks.urls")),
    path("", include("entraide.people.urls")),
]
