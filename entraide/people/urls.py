"""Addresses of the team and of its door."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from entraide.people import views

people = [
    path("bureau/", views.desks, name="desks"),
    path("bureau/<slug:collective>/equipe/", views.members, name="members"),
    path("bureau/<slug:collective>/equipe/<int:number>/", views.member, name="member"),
    path("bureau/<slug:collective>/presentation/", views.collective, name="collective"),
    path("boite-d-envoi/", views.outbox, name="outbox"),
]
to_the_door = RedirectView.as_view(pattern_name="account_request_login_code")

# allauth looks its pages up by these names; only the door with a code exists here.
urlpatterns = [
    path("", include((people, "people"))),
    path("entrer/", account.request_login_code, name="account_request_login_code"),
    path("entrer/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sortir/", account.logout, name="account_logout"),
    path("entrer/compte/", to_the_door, name="account_login"),
    path("entrer/nouveau/", to_the_door, name="account_signup"),
    path("entrer/ferme/", account.account_inactive, name="account_inactive"),
]
