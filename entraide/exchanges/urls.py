"""Addresses of mutual aid."""

from django.urls import path, re_path

from entraide.exchanges.views import (
    deeds,
    desk,
    entering,
    health,
    loops,
    mediating,
    papers,
    posts,
    rights,
    talks,
)

CIRCLE = "entraide/<slug:collective>"
DESK = "bureau/<slug:collective>/entraide"

app_name = "exchanges"
urlpatterns = [
    path("entraide/", entering.circles, name="circles"),
    path(f"{CIRCLE}/", posts.board, name="board"),
    path(f"{CIRCLE}/charte/", posts.charter, name="charter"),
    path(f"{CIRCLE}/chantiers/", posts.parties, name="parties"),
    path(f"{CIRCLE}/rejoindre/", entering.join, name="join"),
    path(f"{CIRCLE}/quatre-mots/", entering.enter, name="enter"),
    path(f"{CIRCLE}/fermer/", entering.go, name="go"),
    path(f"{CIRCLE}/moi/", posts.mine, name="mine"),
    path(f"{CIRCLE}/moi/boucles/<int:pk>/", loops.answer, name="loop_answer"),
    path(f"{CIRCLE}/moi/boucles/<int:pk>/suite/", loops.agreed, name="loop_agreed"),
    path(f"{CIRCLE}/moi/trace/", deeds.trace, name="trace"),
    path(f"{CIRCLE}/moi/trace.pdf", papers.trace, name="trace_paper"),
    path(f"{CIRCLE}/moi/dire/", entering.details, name="details"),
    path(f"{CIRCLE}/moi/revoir/<uuid:uid>/", entering.meet_again, name="meet_again"),
    path(f"{CIRCLE}/moi/partir/", entering.leave, name="leave"),
    path(f"{CIRCLE}/proposer/", posts.new, {"what": "proposer"}, name="offer_new"),
    path(f"{CIRCLE}/demander/", posts.new, {"what": "demander"}, name="need_new"),
    path(f"{CIRCLE}/offres/<uuid:uid>/", posts.offer, name="offer"),
    path(f"{CIRCLE}/besoins/<uuid:uid>/", posts.need, name="need"),
    path(f"{CIRCLE}/raconter/", deeds.new, name="deed_new"),
    path(f"{CIRCLE}/besoins/<uuid:uid>/droit/", rights.right, name="right"),
    path(f"{CIRCLE}/signaler/", rights.signal, name="signal"),
    path(f"{CIRCLE}/fils/<uuid:uid>/", talks.talk, name="talk"),
    path(f"{CIRCLE}/voisins/<uuid:uid>/ne-plus-croiser/", talks.apart, name="apart"),
    path(f"{DESK}/", desk.aid, name="desk_aid"),
    path(f"{DESK}/regles/", desk.circle, name="desk_circle"),
    path(f"{DESK}/accueillir/", desk.welcome, name="desk_welcome"),
    path(f"{DESK}/appels/", desk.calls, name="desk_aid_calls"),
    path(f"{DESK}/appels/<int:pk>/", desk.told, name="desk_told"),
    path(f"{DESK}/signalements/", rights.signals, name="signals"),
    path(f"{DESK}/mediations/", mediating.mediations, name="mediations"),
    path(f"{DESK}/mediations/<int:pk>/", mediating.mediation, name="mediation"),
    path(f"{DESK}/droits/", rights.substituted, name="rights"),
    path(f"{DESK}/droits/proposer/", rights.propose, name="propose_right"),
    path(f"{DESK}/boucles/", loops.loops, name="loops"),
    path(f"{DESK}/boucles/<int:pk>/", loops.by_voice, name="loop_by_voice"),
    path(f"{DESK}/sante/", health.health, name="health"),
    path(f"{DESK}/sante/<int:pk>/<slug:name>/", health.take_up, name="take_up"),
    path(f"{DESK}/chantier/", desk.work, name="work"),
    path(f"{DESK}/tableau.pdf", papers.board, name="board_paper"),
    path(f"{DESK}/personnes/", desk.people, name="desk_neighbours"),
    path(
        f"{DESK}/personnes/<uuid:uid>/proposer/",
        desk.behalf,
        {"what": "proposer"},
        name="desk_offer",
    ),
    path(
        f"{DESK}/personnes/<uuid:uid>/demander/",
        desk.behalf,
        {"what": "demander"},
        name="desk_need",
    ),
    path(f"{DESK}/personnes/<uuid:uid>/raconter/", desk.tell, name="desk_deed"),
    re_path(
        r"^entraide/(?P<collective>[-\w]+)/(?P<what>offres|besoins)/(?P<uid>[-\da-f]{36})/changer/$",
        posts.change,
        name="post_change",
    ),
    re_path(
        r"^entraide/(?P<collective>[-\w]+)/(?P<what>offres|besoins)/(?P<uid>[-\da-f]{36})/ecrire/$",
        talks.write,
        name="write",
    ),
]
