"""Addresses of gatherings, tickets and their desk."""

from django.urls import path

from entraide.gatherings.views import calendar, public, scribe, ticket
from entraide.gatherings.views.desk import (
    arrival,
    compose,
    gathering,
    listening,
    lists,
    messages,
    printing,
    programme,
    sign_ups,
    tables,
)

DESK = "bureau/<slug:collective>"
ONE = f"{DESK}/rencontres/<slug:slug>"

app_name = "gatherings"
urlpatterns = [
    path("rencontres/agenda.ics", calendar.everything, name="calendar_feed"),
    path("rencontres/fil.atom", calendar.atom, name="atom"),
    path("rencontres/<slug:slug>/", public.gathering, name="gathering"),
    path("rencontres/<slug:slug>/inscription/", public.sign_up, name="sign_up"),
    path("rencontres/<slug:slug>/agenda.ics", calendar.gathering, name="calendar"),
    path("rencontres/<slug:slug>/moments/<uuid:uid>.ics", calendar.moment, name="calendar_moment"),
    path("billet/", ticket.receipt, name="receipt"),
    path("billet/lien/<str:token>/", ticket.ticket_link, name="ticket_link"),
    path("billet/moi/", ticket.ticket, name="ticket"),
    path("billet/moi/mon-plan.ics", ticket.agenda, name="agenda"),
    path("billet/moi/attestation/", ticket.certificate, name="certificate"),
    path("billet/moi/changer/", ticket.change, name="change"),
    path("billet/moi/annuler/", ticket.cancel, name="cancel"),
    path("billet/moi/offre/<int:number>/", ticket.answer_offer, name="answer_offer"),
    path("billet/moi/attendre/<int:number>/", ticket.wait_again, name="wait_again"),
    path("billet/moi/effacer/", ticket.forget, name="forget"),
    path("table/", scribe.code, name="table_code"),
    path("table/<uuid:uid>/", scribe.table, name="table"),
    path("table/<uuid:uid>/feuille/", scribe.sheet, name="table_sheet"),
    path("table/<uuid:uid>/lignes/", scribe.lines, name="table_lines"),
    path("table/<uuid:uid>/paroles/<int:number>/", scribe.change, name="table_line"),
    path("table/<uuid:uid>/fermer/", scribe.close, name="table_close"),
    path("table/<uuid:uid>/hors-ligne.js", scribe.worker, name="table_worker"),
    path(f"{DESK}/", gathering.gatherings, name="desk"),
    path(f"{DESK}/rencontres/nouvelle/", gathering.create, name="desk_create"),
    path(f"{DESK}/lieux/", programme.places, name="places"),
    path(f"{DESK}/lieux/nouveau/", programme.place, name="place_new"),
    path(f"{DESK}/lieux/<int:number>/", programme.place, name="place"),
    path(f"{DESK}/lieux/<int:number>/salles/nouvelle/", programme.room, name="room_new"),
    path(f"{DESK}/lieux/<int:number>/salles/<int:room_number>/", programme.room, name="room"),
    path(f"{ONE}/", gathering.overview, name="desk_gathering"),
    path(f"{ONE}/changer/", gathering.edit, name="desk_edit"),
    path(f"{ONE}/etat/", gathering.set_state, name="desk_state"),
    path(f"{ONE}/copier/", gathering.clone, name="desk_clone"),
    path(f"{ONE}/journal/", gathering.changes, name="desk_changes"),
    path(f"{ONE}/programme/", programme.programme, name="desk_programme"),
    path(f"{ONE}/programme/nouveau/", programme.moment, name="moment_new"),
    path(f"{ONE}/programme/<int:number>/", programme.moment, name="moment"),
    path(
        f"{ONE}/programme/<int:moment_number>/choix/nouveau/", programme.option, name="option_new"
    ),
    path(
        f"{ONE}/programme/<int:moment_number>/choix/<int:number>/", programme.option, name="option"
    ),
    path(f"{ONE}/inscriptions/", sign_ups.sign_ups, name="desk_sign_ups"),
    path(f"{ONE}/inscriptions/nouvelle/", sign_ups.on_behalf, name="desk_behalf"),
    path(f"{ONE}/inscriptions/feuilles/", sign_ups.sheets, name="desk_sheets"),
    path(
        f"{ONE}/inscriptions/feuilles/<uuid:batch>/", sign_ups.sheet_batch, name="desk_sheet_batch"
    ),
    path(f"{ONE}/inscriptions/<int:number>/", sign_ups.party, name="desk_party"),
    path(f"{ONE}/inscriptions/<int:number>/changer/", sign_ups.change, name="desk_change"),
    path(
        f"{ONE}/inscriptions/<int:number>/attestation/",
        sign_ups.certificate,
        name="desk_certificate",
    ),
    path(f"{ONE}/inscriptions/<int:number>/a-la-main/", sign_ups.by_hand, name="desk_by_hand"),
    path(
        f"{ONE}/inscriptions/<int:number>/offre/<int:place>/", sign_ups.answer, name="desk_answer"
    ),
    path(f"{ONE}/listes/", lists.lists, name="desk_lists"),
    path(f"{ONE}/listes/<slug:name>/", lists.one_list, name="desk_list"),
    path(f"{ONE}/listes/<slug:name>.<str:kind>", lists.one_list, name="desk_list_file"),
    path(f"{ONE}/imprimer/", printing.prints, name="desk_prints"),
    path(f"{ONE}/imprimer/<uuid:uid>/", printing.print_out, name="desk_print_out"),
    path(f"{ONE}/imprimer/<uuid:uid>/tout.zip", printing.archive, name="desk_print_archive"),
    path(f"{ONE}/imprimer/<uuid:uid>/<slug:paper>.pdf", printing.paper, name="desk_print_paper"),
    path(f"{ONE}/messages/", messages.history, name="desk_messages"),
    path(f"{ONE}/messages/nouveau/", messages.write, name="desk_write"),
    path(f"{ONE}/messages/<int:number>/", messages.write, name="desk_draft"),
    path(f"{ONE}/messages/<int:number>/envoi/", messages.outbox, name="desk_outbox"),
    path(f"{ONE}/messages/modeles/nouveau/", messages.template, name="template_new"),
    path(f"{ONE}/messages/modeles/<int:number>/", messages.template, name="template"),
    path(f"{ONE}/appels/", messages.call_list, name="desk_calls"),
    path(f"{ONE}/composer/", compose.compose, name="desk_compose"),
    path(f"{ONE}/composer/liens/", tables.ties, name="desk_ties"),
    path(f"{ONE}/composer/<int:number>/", compose.composition, name="desk_composition"),
    path(f"{ONE}/composer/<int:number>/decider/", compose.decide, name="desk_decide"),
    path(f"{ONE}/tables/", tables.tables, name="desk_tables"),
    path(f"{ONE}/tables/defaire/", tables.undo, name="desk_undo"),
    path(f"{ONE}/tables/<int:number>/", tables.tables, name="desk_workshop"),
    path(f"{ONE}/tables/<int:number>/roles/", tables.roles, name="desk_roles"),
    path(f"{ONE}/tables/<int:number>/places/<int:person>/", tables.seat, name="desk_seat"),
    path(f"{ONE}/ecoute/", listening.listening, name="desk_listening"),
    path(f"{ONE}/ecoute/<int:number>/ouvrir/", listening.open_writing, name="desk_open_writing"),
    path(f"{ONE}/accueil/", arrival.receptions, name="receptions"),
    path(f"{ONE}/accueil/<int:number>/", arrival.reception, name="reception"),
    path(f"{ONE}/accueil/<int:number>/marques/", arrival.marks, name="reception_marks"),
    path(f"{ONE}/accueil/<int:number>/porte/", arrival.walk_in, name="walk_in"),
    path(f"{ONE}/accueil/<int:number>/liste/", arrival.copy_list, name="copy_list"),
    path(f"{ONE}/accueil/<int:number>/hors-ligne.js", arrival.worker, name="reception_worker"),
]
