"""Addresses of programmes, actions and their logbooks, seminars, the learning shelf."""

from django.urls import path

from entraide.research.views import (
    carrying,
    closing,
    diagnoses,
    hours,
    learning,
    logbook,
    mandates,
    participants,
    programmes,
    reviewing,
    seasons,
    seminars,
    shelf,
    timeline,
    wanting,
)

HOME = "bureau/<slug:collective>"
DESK = f"{HOME}/agir"
PROGRAMME = f"{DESK}/<slug:programme>"
ACTION = f"{PROGRAMME}/actions/<slug:slug>"
SEMINAR = f"{PROGRAMME}/seminaires/<int:number>"

app_name = "research"
urlpatterns = [
    # What everybody reads
    path("agir/", programmes.acting, name="acting"),
    path("agir/<slug:slug>/", programmes.public, name="programme_public"),
    path("agir/<slug:slug>/participer/", wanting.wants, name="wants"),
    path("agir/<slug:slug>/appris/", learning.public, name="lessons"),
    path("actions/<slug:slug>/", carrying.public, name="action"),
    path("actions/<slug:slug>/photos/<uuid:uid>.jpg", carrying.photograph, name="photograph"),
    path("apprendre/", shelf.shelf, name="shelf"),
    path("apprendre/listes/<int:number>/", shelf.reading_list, name="reading_list"),
    path("saisons/<slug:slug>/", seasons.season, name="season"),
    path("saisons/<slug:slug>/depliant-<slug:size>.pdf", seasons.leaflet, name="leaflet"),
    # The shelf and the seasons at the desk
    path(f"{HOME}/apprendre/", shelf.desk_shelf, name="desk_shelf"),
    path(f"{HOME}/apprendre/nouvelle/", shelf.resource, name="resource_new"),
    path(f"{HOME}/apprendre/<int:number>/", shelf.resource, name="resource"),
    path(f"{HOME}/apprendre/listes/nouvelle/", shelf.desk_list, name="reading_list_new"),
    path(f"{HOME}/apprendre/listes/<int:number>/", shelf.desk_list, name="desk_reading_list"),
    path(f"{HOME}/saisons/", seasons.desk_seasons, name="desk_seasons"),
    path(f"{HOME}/saisons/nouvelle/", seasons.desk_season, name="season_new"),
    path(f"{HOME}/saisons/<int:number>/", seasons.desk_season, name="desk_season"),
    path(
        f"{HOME}/saisons/<int:number>/depliant-<slug:size>.pdf",
        seasons.desk_leaflet,
        name="desk_leaflet",
    ),
    # A programme and those who take part
    path(f"{DESK}/", programmes.programmes, name="programmes"),
    path(f"{DESK}/nouveau/", programmes.new, name="programme_new"),
    path(f"{PROGRAMME}/", programmes.programme, name="programme"),
    path(f"{PROGRAMME}/reglages/", programmes.settings, name="programme_settings"),
    path(f"{PROGRAMME}/questions/", programmes.questions, name="questions"),
    path(f"{PROGRAMME}/charte/", programmes.charter, name="charter"),
    path(f"{PROGRAMME}/collectif/", participants.participants, name="participants"),
    path(f"{PROGRAMME}/collectif/inviter/", participants.welcome, name="welcome"),
    path(f"{PROGRAMME}/collectif/<int:number>/", participants.participant, name="participant"),
    path(f"{PROGRAMME}/collectif/cloture/", closing.closing, name="closing"),
    path(
        f"{PROGRAMME}/collectif/cloture/<slug:slug>/", closing.closing_sheet, name="closing_sheet"
    ),
    path(f"{PROGRAMME}/conventions/nouvelle/", participants.agreement, name="agreement_new"),
    path(f"{PROGRAMME}/conventions/<int:number>/", participants.agreement, name="agreement"),
    path(
        f"{PROGRAMME}/conventions/<int:number>/convention.pdf", hours.convention, name="convention"
    ),
    path(f"{PROGRAMME}/heures/", hours.hours, name="hours"),
    path(
        f"{PROGRAMME}/heures/<int:number>/annee-<int:year>.<slug:kind>",
        hours.report,
        name="report",
    ),
    # Actions
    path(f"{PROGRAMME}/actions/nouvelle/", carrying.new, name="action_new"),
    path(f"{PROGRAMME}/actions/reprendre/", carrying.take_over, name="take_over"),
    path(f"{ACTION}/", carrying.desk_action, name="desk_action"),
    path(f"{ACTION}/reglages/", carrying.settings, name="action_settings"),
    path(f"{ACTION}/etat/", carrying.state, name="action_state"),
    path(f"{ACTION}/equipe/", carrying.team, name="action_team"),
    path(f"{ACTION}/journal/", logbook.logbook, name="logbook"),
    path(f"{ACTION}/journal/recopier/", logbook.dictated, name="logbook_dictated"),
    path(f"{ACTION}/journal/lignes/", logbook.lines, name="logbook_lines"),
    path(f"{ACTION}/journal/garder.js", logbook.worker, name="logbook_worker"),
    path(f"{ACTION}/journal/photo/", logbook.add_photograph, name="photograph_new"),
    path(f"{ACTION}/journal/<uuid:uid>/", logbook.entry, name="entry"),
    path(
        f"{ACTION}/journal/<uuid:uid>/photo.jpg", carrying.desk_photograph, name="entry_photograph"
    ),
    # Seminars
    path(f"{PROGRAMME}/seminaires/", seminars.calendar, name="seminars"),
    path(f"{SEMINAR}/", seminars.seminar, name="seminar"),
    path(f"{SEMINAR}/deplacer/", seminars.move, name="seminar_move"),
    path(f"{SEMINAR}/inscrire/", seminars.expect, name="expect"),
    path(f"{SEMINAR}/presences/", seminars.presences_of, name="presences"),
    path(f"{SEMINAR}/presences/<int:pk>/", seminars.presence, name="presence"),
    path(f"{SEMINAR}/decisions/", seminars.decide, name="decide"),
    path(f"{SEMINAR}/decisions/<int:pk>/", seminars.done, name="decision_done"),
    path(f"{SEMINAR}/point/<slug:slug>/", reviewing.review, name="review"),
    path(f"{SEMINAR}/retours/<slug:slug>/", reviewing.feedbacks, name="feedbacks"),
    path(f"{SEMINAR}/retours/<slug:slug>/donner/", reviewing.give_back, name="give_back"),
    path(f"{SEMINAR}/retours/<slug:slug>/<int:pk>/", reviewing.take, name="take"),
    path(f"{SEMINAR}/ameliorations/<slug:slug>/<int:pk>/", reviewing.outcome, name="outcome"),
    # Mandates, outside inputs
    path(f"{PROGRAMME}/commandes/", mandates.mandates, name="mandates"),
    path(f"{PROGRAMME}/commandes/nouvelle/", mandates.mandate_new, name="mandate_new"),
    path(f"{PROGRAMME}/commandes/<int:number>/", mandates.mandate, name="mandate"),
    path(
        f"{PROGRAMME}/commandes/<int:number>/reglages/",
        mandates.mandate_settings,
        name="mandate_settings",
    ),
    path(f"{PROGRAMME}/apports/", mandates.inputs, name="inputs"),
    path(f"{PROGRAMME}/apports/nouveau/", mandates.input_new, name="input_new"),
    path(f"{PROGRAMME}/apports/<int:number>/", mandates.outside, name="input"),
    path(
        f"{PROGRAMME}/apports/<int:number>/reglages/",
        mandates.input_settings,
        name="input_settings",
    ),
    path(f"{PROGRAMME}/annees/", timeline.timeline, name="timeline"),
    path(f"{PROGRAMME}/annees/<int:year>/rapport/", timeline.assemble, name="annual"),
    # The shared diagnosis
    path(f"{PROGRAMME}/diagnostic/", diagnoses.diagnosis, name="diagnosis"),
    path(f"{PROGRAMME}/diagnostic/commencer/", diagnoses.begin, name="diagnosis_begin"),
    path(f"{PROGRAMME}/diagnostic/<uuid:uid>/", diagnoses.join, name="join"),
    path(f"{PROGRAMME}/appris/", learning.learned, name="learned"),
    path(f"{PROGRAMME}/appris/<int:pk>/", learning.show, name="lesson_show"),
]
