"""What composing says, in sentences: why it cannot be, why someone stays without a choice."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext


def impossible_sentence(kind: str, about: Sequence[str]) -> str:
    """Return why a composition cannot be; people who must not meet are never named."""
    sentences = {
        "nobody": _("Il n'y a personne à placer : aucune inscription confirmée."),
        "nobody-came": _("Personne n'est encore arrivé : il n'y a personne à placer."),
        "more-tables-than-people": _(
            "Il y a plus de tables que de personnes. Demandez moins de tables."
        ),
        "fewer-tables-than-groups": _(
            "Il y a moins de tables que de collèges. Chaque collège a besoin d'une table."
        ),
        "together-and-apart": _(
            "Deux personnes doivent être ensemble et ne jamais se rencontrer. Retirez un des liens."
        ),
        "too-many-apart": _(
            "Trop de personnes ne doivent pas se rencontrer pour ce nombre de tables."
        ),
        "no-seating": _("Aucun placement ne respecte tous les liens et toutes les places fixées."),
        "locks": _("Les places fixées se contredisent. Libérez-en une."),
        "undecided": _("Le calcul n'a pas trouvé de réponse. Changez le nombre de tables."),
        "not-fair": _("Le calcul a échoué à sa vérification. Rien n'est changé ; prévenez-nous."),
    }
    if kind == "unit-too-large":
        number = len(about) - 1
        return ngettext(
            "%(n)d personne doit rester ensemble : une table est trop petite.",
            "%(n)d personnes doivent rester ensemble : une table est trop petite.",
            number,
        ) % {"n": number}
    return sentences.get(kind, _("Ces demandes se contredisent."))


def lost_sentence() -> str:
    """Return what to do when a computation was lost."""
    return _("Le calcul s'est arrêté avant la fin. Rien n'est changé : recommencez.")


def unplaced_sentence(why: str) -> str:
    """Return why someone stays without a choice."""
    return {
        "no_wish": _("n'a rien demandé : à appeler"),
        "need_nowhere": _("a besoin d'un accès sans marche : aucun choix n'en a"),
        "need_elsewhere": _("a besoin d'un accès sans marche : ses souhaits n'en ont pas"),
        "party_split": _("vient à plusieurs : aucun souhait ne convient à tout le monde"),
        "party_too_large": _("vient à plusieurs : aucun souhait n'a autant de places"),
        "full": _("ses souhaits sont complets"),
    }[why]
