"""Addresses of notebooks, voices and the thread."""

from django.urls import path

from entraide.notebooks.views import (
    agreement,
    coding,
    crossing,
    desk,
    explorer,
    reading,
    research,
    texts,
    themes,
    voice,
)

DESK = "bureau/<slug:collective>/carnets"

app_name = "notebooks"
urlpatterns = [
    path("parole/", voice.words, name="voice_words"),
    path("parole/moi/", voice.voice, name="voice"),
    path("parole/moi/refermer/", voice.close, name="voice_close"),
    path("parole/moi/retirer/", voice.withdraw, name="voice_withdraw"),
    path("fil/<uuid:uid>/", explorer.thread, name="thread"),
    path(f"{DESK}/", desk.notebooks, name="notebooks"),
    path(f"{DESK}/<uuid:uid>/", desk.notebook, name="notebook"),
    path("carnets/<uuid:uid>/", reading.public, name="public_notebook"),
    path(f"{DESK}/<uuid:uid>/relire/", reading.read, name="read"),
    path(f"{DESK}/<uuid:uid>/montrer/", reading.show, name="show"),
    path(f"{DESK}/textes/nouveau/", texts.write, name="text_new"),
    path(f"{DESK}/textes/<uuid:uid>/", texts.text, name="text"),
    path(f"{DESK}/textes/<uuid:uid>/suite/", texts.write, name="text_next"),
    path(f"{DESK}/grille/", themes.themes, name="themes"),
    path(f"{DESK}/grille/points-d-appui/", themes.footholds, name="footholds"),
    path(f"{DESK}/grille/grille.csv", themes.codebook, name="codebook"),
    path(f"{DESK}/grille/nouveau/", themes.theme, name="theme_new"),
    path(f"{DESK}/grille/<uuid:uid>/", themes.theme, name="theme"),
    path(f"{DESK}/grille/<uuid:uid>/reunir/", themes.merge, name="theme_merge"),
    path(f"{DESK}/grille/<uuid:uid>/separer/", themes.split, name="theme_split"),
    path(f"{DESK}/recherche/", research.research, name="research"),
    path(f"{DESK}/recherche/reprendre/", research.bring, name="research_bring"),
    path(f"{DESK}/grille/grille.qdc", research.codebook_qdc, name="codebook_qdc"),
    path(f"{DESK}/grille/taguette.csv", research.codebook_taguette, name="codebook_taguette"),
    path(f"{DESK}/accord/", agreement.agreement, name="agreement"),
    path(f"{DESK}/accord/<uuid:uid>/", agreement.apart, name="apart"),
    path(f"{DESK}/croiser/", crossing.crossing, name="crossings"),
    path(f"{DESK}/croiser/<slug:way>/", crossing.crossing, name="crossing"),
    path(f"{DESK}/croiser/<slug:way>/<uuid:uid>/<slug:column>/", crossing.behind, name="behind"),
    path(f"{DESK}/<uuid:uid>/coder/", coding.start, name="code_start"),
    path(f"{DESK}/<uuid:uid>/coder/<int:number>/", coding.code, name="code"),
    path(f"{DESK}/<uuid:uid>/coder/<int:number>/retirer/", coding.uncode, name="uncode"),
    path(f"{DESK}/<uuid:uid>/rouvrir/", desk.reopen, name="notebook_reopen"),
    path(f"{DESK}/notes/<uuid:uid>/", desk.note, name="note"),
]
