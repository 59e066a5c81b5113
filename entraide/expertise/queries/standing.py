"""How a proposal stands, in words: a dated step, and silence when it lasts."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from entraide.expertise.models import Proposal

State = Proposal.State
# An institution that has said nothing since is silent.
WAITED_FOR = (State.SENT, State.ACKNOWLEDGED)


def weeks_of_silence(proposal: Proposal, today: date) -> int:
    """Return for how many whole weeks an institution has been silent; 0 before one speaks of it."""
    if proposal.state not in WAITED_FOR:
        return 0
    weeks = (today - proposal.since).days // 7
    return weeks if weeks >= proposal.patience else 0


def sentence(proposal: Proposal) -> str:
    """Return how a proposal stands, as it stays true whenever it is read."""
    said = {"to": proposal.addressee, "day": date_format(proposal.since, "j F Y")}
    return {
        State.DRAFTED: _("en préparation"),
        State.CONSENTED: _("décidée par le collectif le %(day)s") % said,
        State.SENT: _("envoyée le %(day)s, pas encore de réponse") % said,
        State.ACKNOWLEDGED: _("reçue le %(day)s, pas encore de réponse") % said,
        State.ANSWERED: _("réponse du %(day)s") % said,
        State.COMMITTED: _("engagement pris le %(day)s") % said,
        State.DONE: _("réalisée le %(day)s") % said,
        State.REFUSED: _("refusée le %(day)s") % said,
        State.MERGED: _("réunie à une autre le %(day)s") % said,
        State.SPLIT: _("partagée en plusieurs le %(day)s") % said,
    }[State(proposal.state)]


def silence(weeks: int) -> str:
    """Return "sans réponse depuis 9 semaines"."""
    said = ngettext(
        "sans réponse depuis %(n)d semaine", "sans réponse depuis %(n)d semaines", weeks
    )
    return said % {"n": weeks}
