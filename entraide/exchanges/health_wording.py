"""What the health of mutual aid says, in words: each number with its formula and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.models import Snapshot

# The drawing: how wide it is, how high a line is, where the words end.
WIDE, LINE, LEFT = 320, 26, 10


SHARE = gettext_lazy("part, de 0 à 1")


@dataclass(frozen=True)
class Kind:
    """A measure: what it is called, how it is counted, from whom, and what it does not say."""

    key: str
    name: str | Promise
    formula: str | Promise
    source: str | Promise
    says_not: str | Promise
    unit: str | Promise = SHARE
    lowest: int = 0


BEYOND = gettext_lazy("écart, de -1 à 1")
NOT_TOLD = gettext_lazy("Ni l'intention, ni ce qui ne s'est pas raconté.")
GARDIN = "Gardin, 2006"
KINDS = (
    Kind(
        "reciprocity", gettext_lazy("Des liens qui vont dans les deux sens"),
        gettext_lazy("(part des liens réciproques - densité) / (1 - densité) : 0 au hasard"),
        "Garlaschelli, Loffredo, 2004",
        gettext_lazy("Un don sans retour n'est pas un échec : on rend aussi à d'autres."),
        BEYOND, lowest=-1,
    ),
    Kind(
        "loops_2", gettext_lazy("Ce qui revient à deux"),
        gettext_lazy("part des gestes dont le lien existe aussi dans l'autre sens"),
        gettext_lazy("liens des douze mois"), NOT_TOLD,
    ),
    Kind(
        "loops_3", gettext_lazy("Ce qui circule en boucles de trois au plus"),
        gettext_lazy("part des gestes dont le lien est dans une boucle"),
        gettext_lazy("liens des douze mois"), NOT_TOLD,
    ),
    Kind(
        "loops_4", gettext_lazy("Ce qui circule en boucles de quatre au plus"),
        gettext_lazy("part des gestes dont le lien est dans une boucle"),
        gettext_lazy("liens des douze mois"), NOT_TOLD,
    ),
    Kind(
        "loops_any", gettext_lazy("Ce qui circule en boucles de toute longueur"),
        gettext_lazy("part des gestes entre personnes qui se rejoignent dans les deux sens"),
        "Sharir, 1981", NOT_TOLD,
    ),
    Kind(
        "giving", gettext_lazy("Donner repose sur peu de personnes"),
        gettext_lazy(
            "indice de Gini des gestes donnés, entre toutes les personnes de l'entraide :"
            " 0 si toutes donnent autant, près de 1 si une seule donne tout"
        ),
        "Gini, 1912",
        gettext_lazy("Qui ne raconte pas ce qu'il donne n'est pas compté."),
    ),
    Kind(
        "receiving", gettext_lazy("Recevoir repose sur peu de personnes"),
        gettext_lazy(
            "indice de Gini des gestes reçus, entre toutes les personnes de l'entraide :"
            " 0 si toutes reçoivent autant, près de 1 si une seule reçoit tout"
        ),
        "Gini, 1912",
        gettext_lazy("Ni les besoins qu'on n'a pas dits."),
    ),
    Kind(
        "isolation", gettext_lazy("Qui n'a rencontré qu'une personne, ou aucune"),
        gettext_lazy("part de celles et ceux de l'entraide liés à une personne au plus"),
        gettext_lazy("actes des douze mois"),
        gettext_lazy("Être peu lié ici n'est pas être seul. Aucune liste n'en est faite."),
    ),
    Kind(
        "bridging", gettext_lazy("Des gestes d'un collège à l'autre, au-delà du hasard"),
        gettext_lazy("part des gestes entre collèges - la même par tirage au sort"),
        "Krackhardt, Stern, 1988",
        gettext_lazy("Les personnes qui ne disent pas leur collège n'y sont pas."),
        BEYOND, lowest=-1,
    ),
    Kind(
        "unequal", gettext_lazy("Réciprocité inégale : d'un collège à un autre"),
        gettext_lazy("part des actes entre collèges, parmi ceux dont on sait la sorte"), GARDIN,
        gettext_lazy("Deux collèges différents peuvent agir d'égal à égal."),
    ),
    Kind(
        "peers", gettext_lazy("Réciprocité entre pairs : dans un collège"),
        gettext_lazy("part des actes dans un même collège, parmi ceux dont on sait la sorte"),
        GARDIN,
        gettext_lazy("Être du même collège n'efface pas les inégalités."),
    ),
    Kind(
        "multilateral", gettext_lazy("Réciprocité multilatérale : à plusieurs"),
        gettext_lazy(
            "part des actes faits ensemble, ou de plusieurs à plusieurs,"
            " parmi ceux dont on sait la sorte"
        ),
        GARDIN,
        gettext_lazy("Ni qui a décidé, ni qui a parlé."),
    ),
    Kind(
        "voice", gettext_lazy("La parole à côté de l'aide"),
        gettext_lazy("part des actes dont une histoire est devenue une parole"),
        gettext_lazy("récits que leurs auteurs ont voulus"),
        gettext_lazy("Se taire est un droit : ce n'est pas un manque."),
    ),
    Kind(
        "substitution", gettext_lazy("Des heures à la place d'un droit"),
        gettext_lazy("part des heures dites qui répondent à un droit déjà demandé ce jour-là"),
        gettext_lazy("droits comptés avec l'accord des personnes"),
        gettext_lazy("Ni les droits qu'on ignore, ni ceux qu'on n'ose pas demander."),
    ),
    Kind(
        "hanging", gettext_lazy("Ce qui repose sur une seule personne"),
        gettext_lazy(
            "part des branches d'au moins onze gestes dont une personne donne quatre sur cinq"
            " ou plus"
        ),
        gettext_lazy("gestes des douze mois"),
        gettext_lazy("Ni qui, ni dans quelle branche : on en parle ensemble."),
    ),
)  # fmt: skip
NAMED = {one.key: one for one in KINDS}


@dataclass(frozen=True)
class Row:
    """A measure as it is shown: its numbers, and where they are in the drawing."""

    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    # (the day after its last quarter, the value then).
    before: Sequence[tuple[str, str]]
    y: int
    x: float = 0
    left: float = 0
    right: float = 0
    zero: float = LEFT


@dataclass(frozen=True)
class Told:
    """A snapshot in words, with its drawing."""

    rows: Sequence[Row]
    height: int
    tables: Sequence[dict[str, Any]]
    width: int = WIDE

    @property
    def drawn(self) -> list[Row]:
        """The rows that have a number."""
        return [one for one in self.rows if one.value is not None]


def told(shown: Snapshot, snapshots: Sequence[Snapshot]) -> Told:
    """Return a snapshot in words, beside the same measures of those before."""
    earlier = [one for one in snapshots if one.quarter < shown.quarter and one.enough]
    rows = [_row(kind, shown, earlier, number) for number, kind in enumerate(KINDS)]
    names = {
        "direction": _("Qui donne (en ligne), qui reçoit (en colonne), par collège"),
        "branches": _("De quoi il s'agit, et comment"),
    }
    tables = [
        {"name": name, **_lines(shown.tables[kind])}
        for kind, name in names.items()
        if kind in shown.tables
    ]
    return Told(rows, LINE * len(rows) + LINE, tables)


def _row(kind: Kind, shown: Snapshot, earlier: Sequence[Snapshot], number: int) -> Row:
    before = [
        (date_format(one.until, "F Y"), number_format(one.measures[kind.key][0], 2))
        for one in earlier
        if kind.key in one.measures
    ]
    y = LINE * (number + 1)
    if kind.key not in shown.measures:
        return Row(kind, None, None, None, before, y)
    value, low, high = shown.measures[kind.key]
    at = [_place(one, kind.lowest) for one in (value, low, high, 0)]
    return Row(kind, value, low, high, before, y, *at)


def _place(value: float, lowest: int) -> float:
    """Return where a number is, between the two ends of its scale."""
    return round(LEFT + (WIDE - 2 * LEFT) * (value - lowest) / (1 - lowest), 1)


def _lines(table: dict[str, Any]) -> dict[str, Any]:
    columns = [name for _key, name in table["columns"]] + [_("en tout")]
    names = [name for _key, name in table["rows"]] + [_("en tout")]
    return {"columns": columns, "lines": list(zip(names, table["values"], strict=True))}


def sentence(snapshot: Snapshot, key: str) -> str:
    """Return a measure as one sentence, for the thread."""
    kind = NAMED[key]
    value, low, high = (number_format(one, 2) for one in snapshot.measures[key])
    words = _(
        "%(name)s : %(value)s (entre %(low)s et %(high)s), du %(from)s au %(until)s. %(formula)s."
    )
    return words % {
        "name": kind.name, "value": value, "low": low, "high": high,
        "from": date_format(snapshot.since, "j F Y"),
        "until": date_format(snapshot.until, "j F Y"), "formula": kind.formula,
    }  # fmt: skip
