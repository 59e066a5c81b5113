"""The front door."""

from django.urls import path

from entraide.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("ce-que-nous-gardons/", views.privacy, name="privacy"),
    path("langue/<slug:code>/", views.language, name="language"),
    path("essayer/", views.try_as, name="try_as"),
    path("api/", views.interface, name="interface"),
    path("commencer/", views.first_start, name="first_start"),
]
