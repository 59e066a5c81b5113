"""Addresses of cahiers, proposals, and what institutions answer."""

from django.urls import path

from entraide.expertise.views import (
    answering,
    asked,
    cahiers,
    consent,
    draft,
    files,
    following,
    library,
    proposals,
    publishing,
)

DESK = "bureau/<slug:collective>"
CAHIER = f"{DESK}/cahiers/<slug:slug>"
PROPOSAL = f"{DESK}/propositions/<slug:slug>"
EDITION = "cahiers/<slug:slug>/<int:number>"

app_name = "expertise"
urlpatterns = [
    # What everybody reads
    path("cahiers/", library.library, name="library"),
    path("cahiers/fil.atom", files.atom, name="atom"),
    path("cahiers/<slug:slug>/", library.last, name="last"),
    path(f"{EDITION}/", library.edition, name="edition"),
    path(f"{EDITION}/changements/", library.differences, name="differences"),
    path(f"{EDITION}/contenu.json", library.content, name="content"),
    path(f"{EDITION}/cahier.jsonld", files.jsonld, name="jsonld"),
    path(f"{EDITION}/encart/", files.embed, name="embed"),
    path(f"{EDITION}/<slug:size>.pdf", files.pdf, name="pdf"),
    path("demandes/", asked.asked, name="asked"),
    path("demandes/<slug:slug>/", asked.institution, name="institution"),
    path("propositions/<slug:slug>/", asked.proposal, name="proposal"),
    path("repondre/<str:token>/", answering.answer, name="answer"),
    # Cahiers at the desk
    path(f"{DESK}/cahiers/", cahiers.cahiers, name="cahiers"),
    path(f"{DESK}/cahiers/nouveau/", cahiers.new, name="cahier_new"),
    path(f"{CAHIER}/", draft.cahier, name="cahier"),
    path(f"{CAHIER}/reglages/", cahiers.settings, name="settings"),
    path(f"{CAHIER}/histoire/", cahiers.history, name="history"),
    path(f"{CAHIER}/non-entendues/", cahiers.unheard, name="unheard"),
    path(f"{CAHIER}/parties/", draft.add_section, name="add_section"),
    path(f"{CAHIER}/parties/<int:number>/", draft.section, name="section"),
    path(f"{CAHIER}/parties/<int:number>/phrases/", draft.add, name="add"),
    path(f"{CAHIER}/parties/<int:number>/citer/", draft.quote, name="quote"),
    path(f"{CAHIER}/parties/<int:number>/chiffre/", draft.figure, name="figure"),
    path(f"{CAHIER}/ancrer/", draft.tie, name="tie"),
    path(f"{CAHIER}/phrases/<uuid:uid>/", draft.passage, name="passage"),
    path(f"{CAHIER}/phrases/<uuid:uid>/changer/", draft.change, name="change"),
    path(f"{CAHIER}/phrases/<uuid:uid>/detacher/<uuid:below>/", draft.untie, name="untie"),
    path(f"{CAHIER}/consentement/", consent.consent, name="consent"),
    path(f"{CAHIER}/consentement/tour/", consent.ask, name="ask"),
    path(f"{CAHIER}/consentement/papier/", consent.paper, name="consent_paper"),
    path(f"{CAHIER}/objections/<int:number>/", consent.objection, name="objection"),
    path(f"{CAHIER}/publier/", publishing.publish, name="publish"),
    path(f"{CAHIER}/editions/<int:number>/erratum/", publishing.erratum, name="erratum"),
    # Proposals at the desk
    path(f"{DESK}/propositions/", proposals.proposals, name="proposals"),
    path(f"{DESK}/propositions/nouvelle/", proposals.new, name="proposal_new"),
    path(f"{PROPOSAL}/", proposals.proposal, name="desk_proposal"),
    path(f"{PROPOSAL}/etapes/", proposals.step, name="step"),
    path(f"{PROPOSAL}/reunir/", proposals.merge, name="merge"),
    path(f"{PROPOSAL}/partager/", proposals.split, name="split"),
    path(f"{PROPOSAL}/lettre.pdf", proposals.letter, name="letter"),
    path(f"{PROPOSAL}/lien/", following.door, name="door"),
    path(f"{PROPOSAL}/reponse/", following.answered, name="answered"),
    path(f"{PROPOSAL}/engagements/", following.committed, name="committed"),
    path(f"{PROPOSAL}/engagements/<int:number>/", following.kept, name="kept"),
    path(f"{PROPOSAL}/essais/", following.try_it, name="try_it"),
    path(f"{PROPOSAL}/essais/<int:number>/", following.observe, name="observe"),
    path(f"{PROPOSAL}/adresse/", following.address, name="address"),
]
