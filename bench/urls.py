"""The product's pages, a bare page behind the same middleware, and a page that is never kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from entraide.gatherings.views.public import gathering
from entraide.ui.pages import compressed
from entraide.ui.shells import forget_shells


def hello(request: HttpRequest) -> HttpResponse:
    """Answer what the smallest Django page answers."""
    return HttpResponse("hello")


after_a_sign_up = compressed(gathering.__wrapped__)  # type: ignore[attr-defined]


@compressed
def from_nothing(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the page as the first visitor gets it."""
    forget_shells()
    page: HttpResponse = gathering.__wrapped__(request, slug)  # type: ignore[attr-defined]
    return page


urlpatterns = [
    path("hello/", hello),
    path("after-a-sign-up/<slug:slug>/", after_a_sign_up),
    path("from-nothing/<slug:slug>/", from_nothing),
    path("", include("entraide.urls")),
]
