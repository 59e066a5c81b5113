"""Addresses of mutual aid."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from entraide.exchanges.views import (
    deeds,
    desk,
    entering,
    health,
    hiding,
    loops,
    mediating,
    papers,
    posts,
    rights,
    talks,
    voice,
)


class PostKind(StringConverter):
    """What somebody posted: an offer or a need, by its word in the address."""

    regex = "offres|besoins"


register_converter(PostKind, "post_kind")
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
    path(f"{CIRCLE}/sante/", health.ours, name="our_health"),
    path(f"{CIRCLE}/moi/trace/", deeds.trace, name="trace"),
    path(f"{CIRCLE}/moi/trace.pdf", papers.trace, name="trace_paper"),
    path(f"{CIRCLE}/moi/dire/", entering.details, name="details"),
    path(f"{CIRCLE}/moi/revoir/<int:pk>/", entering.meet_again, name="meet_again"),
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
    path(f"{DESK}/appels/", voice.calls, name="desk_aid_calls"),
    path(f"{DESK}/appels/<int:pk>/repondre/", voice.reply, name="desk_reply"),
    path(f"{DESK}/appels/<int:pk>/", voice.told, name="desk_told"),
    path(f"{DESK}/appels/boucles/<int:pk>/", voice.loop_told, name="desk_loop_told"),
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
    path(f"{DESK}/annonces/", hiding.posts, name="desk_posts"),
    path(f"{DESK}/annonces/<post_kind:what>/<uuid:uid>/", hiding.hide, name="desk_hide"),
    path(f"{DESK}/personnes/", voice.people, name="desk_neighbours"),
    path(f"{DESK}/personnes/<uuid:uid>/", voice.neighbour, name="desk_neighbour"),
    path(f"{DESK}/personnes/<uuid:uid>/ne-plus-croiser/", voice.apart, name="desk_apart"),
    path(f"{DESK}/personnes/<uuid:uid>/quatre-mots/", voice.renew, name="desk_renew"),
    path(
        f"{DESK}/personnes/<uuid:uid>/<post_kind:what>/<uuid:post>/", voice.hold, name="desk_hold"
    ),
    path(f"{DESK}/personnes/<uuid:uid>/droit/<uuid:post>/", voice.right, name="desk_right"),
    path(
        f"{DESK}/personnes/<uuid:uid>/proposer/",
        voice.behalf,
        {"what": "proposer"},
        name="desk_offer",
    ),
    path(
        f"{DESK}/personnes/<uuid:uid>/demander/",
        voice.behalf,
        {"what": "demander"},
        name="desk_need",
    ),
    path(f"{DESK}/personnes/<uuid:uid>/raconter/", voice.tell, name="desk_deed"),
    path(f"{CIRCLE}/<post_kind:what>/<uuid:uid>/changer/", posts.change, name="post_change"),
    path(f"{CIRCLE}/<post_kind:what>/<uuid:uid>/ecrire/", talks.write, name="write"),
]
