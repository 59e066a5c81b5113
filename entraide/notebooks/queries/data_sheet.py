"""The sheet that goes with a file: where its words come from, what is not in it, how to read it."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.queries.research import Audience, Left, Wish
from entraide.notebooks.refi.study import Study
from entraide.notebooks.small_numbers import LEAST, LEAST_CROSSED

_OUT = {
    "withheld": gettext_lazy("Paroles gardées pour nous, absentes : %(n)d."),
    "unread": gettext_lazy("Paroles pas encore relues par deux personnes, absentes : %(n)d."),
    "private": gettext_lazy("Notes d'un carnet qui n'est pas public, absentes : %(n)d."),
    "withdrawn": gettext_lazy("Paroles retirées, absentes : %(n)d."),
}
_KEPT = {
    "withheld": gettext_lazy("Paroles gardées pour nous, présentes : %(n)d. Ne les montrez pas."),
    "unread": gettext_lazy(
        "Paroles pas encore relues par deux personnes, présentes : %(n)d. Ne les montrez pas."
    ),
    "withdrawn": gettext_lazy("Paroles retirées : %(n)d. Leur numéro reste, sans mots."),
}


def sheet(study: Study, left: Left, wish: Wish, day: date) -> tuple[str, ...]:
    """Return the sheet of a file made on this day, line by line; an empty line is a break."""
    return (
        *_head(study, wish, day),
        "",
        *_collected(),
        "",
        *_inside(study),
        "",
        *_withheld(left),
        *(_suppressed(left) if wish.shared else ()),
        *_coders(wish),
        "",
        *_to_read(),
    )


def _head(study: Study, wish: Wish, day: date) -> Iterator[str]:
    yield _("Fiche des données : %(name)s") % {"name": study.title}
    made = date_format(day, "j F Y")
    yield _("Fichier fait le %(day)s avec Entraide, logiciel libre.") % {"day": made}
    yield _("Pour qui : %(audience)s") % {"audience": Audience(wish.audience).label}


def _collected() -> Iterator[str]:
    yield _("Comment c'est recueilli")
    yield _(
        "Les paroles sont dites à des tables. Une personne de la table les écrit sur place, ou "
        "recopie une feuille. Elles n'ont ni auteur ni heure : leur jour est celui de la rencontre."
    )
    yield _(
        "Qui a parlé a pu recevoir quatre mots pour relire, corriger ou retirer sa parole. Deux "
        "personnes relisent chaque parole avant qu'elle soit montrée."
    )


def _inside(study: Study) -> Iterator[str]:
    yield _("Ce qui est dans le fichier")
    living = [voice for voice in study.voices if not voice.withdrawn]
    counts = (
        (_("Carnets"), len(study.tables)),
        (_("Paroles et notes"), len(living)),
        (_("Thèmes"), len(study.themes)),
        (_("Codages"), sum(len(voice.found) for voice in living)),
        (_("Codeurs"), len(study.coders)),
        (_("Mémos"), len(study.memos)),
        (_("Liens entre paroles"), len(study.ties)),
    )
    yield from (f"{name} : {count}." for name, count in counts)
    for table in study.tables:
        said = sum(not voice.withdrawn for voice in table.voices)
        where = " · ".join(filter(None, (table.title, table.occasion)))
        yield f"– {where} : {said}"


def _withheld(left: Left) -> Iterator[str]:
    yield _("Ce qui n'y est pas, ce qui demande du soin")
    yield from (str(told) % {"n": left.out[why]} for why, told in _OUT.items() if left.out[why])
    yield from (str(told) % {"n": left.kept[why]} for why, told in _KEPT.items() if left.kept[why])
    if left.memos:
        yield _("Mémos, absents : %(n)d.") % {"n": left.memos}
    if left.ties:
        yield _("Liens entre notes, absents : %(n)d.") % {"n": left.ties}
    yield _(
        "Jamais dans un fichier : les reçus, qui a relu ou corrigé, l'histoire des thèmes, les "
        "adresses et les comptes."
    )


def _suppressed(left: Left) -> Iterator[str]:
    yield _(
        "La table et le collège d'une parole sont dits quand au moins %(least)s personnes de ce "
        "collège y étaient. Sinon le lieu est plus large, et le collège se tait."
    ) % {"least": LEAST}
    if left.sensitive:
        yield _(
            "Codages de thèmes sensibles portés par moins de %(least)s paroles, absents : %(n)d."
        ) % {"least": LEAST_CROSSED, "n": left.sensitive}
    yield _(
        "Les langues, les exemples des thèmes et l'ordre des paroles n'y sont pas : ils pourraient "
        "dire qui a parlé."
    )
    yield _("Relisez encore les mots : une histoire peut suffire à reconnaître quelqu'un.")


def _coders(wish: Wish) -> Iterator[str]:
    if wish.named and not wish.shared:
        yield _("Les codeurs sont nommés : ce fichier ne sort pas de l'équipe.")
    else:
        yield _("Les codeurs ont un alias, le même d'un fichier à l'autre.")


def _to_read() -> Iterator[str]:
    yield _("Pour lire le fichier")
    yield _(
        "Les places comptent les signes Unicode à partir de 0 ; la fin est le premier signe après "
        "le passage. Une ligne finit par un seul signe."
    )
    yield _(
        "Un codage vient d'une personne. Qui a regardé une parole sans rien y trouver est noté à "
        "part."
    )
