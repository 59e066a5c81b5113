"""Addresses of votes."""

from django.urls import path

from entraide.votes.views import desk, files, public

DESK = "bureau/<slug:collective>/votes"

app_name = "votes"
urlpatterns = [
    path("vote/", public.code, name="code"),
    path("vote/<uuid:uid>/", public.poll, name="poll"),
    path("vote/<uuid:uid>/phrases/", public.statement, name="statement"),
    path("vote/<uuid:uid>/mes-votes/", public.ballot, name="ballot"),
    path("vote/<uuid:uid>/laisser/", public.leave, name="leave"),
    path("vote/<uuid:uid>/resultats/", public.results, name="results"),
    path(f"{DESK}/", desk.all_polls, name="polls"),
    path(f"{DESK}/nouveau/", desk.new, name="new"),
    path(f"{DESK}/importer/", desk.import_polis, name="import"),
    path(f"{DESK}/<uuid:uid>/", desk.poll, name="desk_poll"),
    path(f"{DESK}/<uuid:uid>/decider/", desk.decide, name="decide"),
    path(f"{DESK}/<uuid:uid>/phrases/", desk.statements, name="statements"),
    path(f"{DESK}/<uuid:uid>/phrases/<int:number>/", desk.reword, name="reword"),
    path(f"{DESK}/<uuid:uid>/mains/<int:number>/", desk.hands, name="hands"),
    path(f"{DESK}/<uuid:uid>/a-imprimer/", desk.sheet, name="sheet"),
    path(f"{DESK}/<uuid:uid>/papier/", desk.paper, name="paper"),
    path(f"{DESK}/<uuid:uid>/compter/", desk.count, name="count"),
    path(f"{DESK}/<uuid:uid>/resultats/", desk.results, name="desk_results"),
    path(f"{DESK}/<uuid:uid>/votes.csv", files.votes, name="votes_csv"),
    path(f"{DESK}/<uuid:uid>/comments.csv", files.comments, name="comments_csv"),
    path(f"{DESK}/<uuid:uid>/participants-votes.csv", files.participants, name="participants_csv"),
    path(f"{DESK}/<uuid:uid>/votes.json", files.problem, name="problem_json"),
]
