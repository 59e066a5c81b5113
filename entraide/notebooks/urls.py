"""Addresses of notebooks, voices and the thread."""

from django.urls import path

from entraide.notebooks.views import desk, reading, texts, voice

DESK = "bureau/<slug:collective>/carnets"

app_name = "notebooks"
urlpatterns = [
    path("parole/", voice.words, name="voice_words"),
    path("parole/moi/", voice.voice, name="voice"),
    path("parole/moi/retirer/", voice.withdraw, name="voice_withdraw"),
    path(f"{DESK}/", desk.notebooks, name="notebooks"),
    path(f"{DESK}/<uuid:uid>/", desk.notebook, name="notebook"),
    path("carnets/<uuid:uid>/", reading.public, name="public_notebook"),
    path(f"{DESK}/<uuid:uid>/relire/", reading.read, name="read"),
    path(f"{DESK}/<uuid:uid>/montrer/", reading.show, name="show"),
    path(f"{DESK}/textes/nouveau/", texts.write, name="text_new"),
    path(f"{DESK}/textes/<uuid:uid>/", texts.text, name="text"),
    path(f"{DESK}/textes/<uuid:uid>/suite/", texts.write, name="text_next"),
    path(f"{DESK}/<uuid:uid>/rouvrir/", desk.reopen, name="notebook_reopen"),
    path(f"{DESK}/notes/<uuid:uid>/", desk.note, name="note"),
]
