"""What a scribe writes: a code, a line, a whole sheet, the queue of a device."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.actions.writing import MOST_LINES, Line
from entraide.notebooks.models import Note
from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.people.models import PeerGroup
from entraide.people.open_forms import PeersField, ShortCodeField
from entraide.ui import queued
from entraide.ui.fields import KeyField, LinesField

LANGUAGES = [
    ("fr", gettext_lazy("français")),
    ("ar", gettext_lazy("arabe")),
    ("ber", gettext_lazy("berbère")),
    ("pt", gettext_lazy("portugais")),
    ("tr", gettext_lazy("turc")),
    ("en", gettext_lazy("anglais")),
    ("xx", gettext_lazy("une autre langue")),
]
# How a paper line says its stance, first on the line.
SIGNS = {"+": "for", "-": "against", "−": "against", "–": "against", "?": "question"}
SIGNS |= {"!": "proposal"}


class CodeForm(forms.Form):
    """The short code of a table."""

    code = ShortCodeField(
        label=gettext_lazy("Le code de la table"),
        help_text=gettext_lazy("Six lettres ou chiffres, en haut à droite de la feuille."),
    )


class LineForm(forms.Form):
    """One voice, typed at the table."""

    key = KeyField()
    text = LinesField(
        label=gettext_lazy("Une parole"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autofocus": True}),
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("Cette parole est…"),
        choices=Note.Stance.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    peer_group = PeersField()
    language = forms.ChoiceField(
        label=gettext_lazy("Dite en"), choices=LANGUAGES, required=False, initial="fr"
    )
    about = forms.ChoiceField(label=gettext_lazy("À propos de"), required=False)
    joins = forms.ChoiceField(label=gettext_lazy("Cela rejoint"), required=False)
    receipt = forms.BooleanField(
        label=gettext_lazy("Donner un reçu à la personne qui parle"), required=False
    )

    def __init__(
        self,
        *args: Any,
        earlier: list[Note],
        subjects: list[Note],
        peers: PeerGroup | None,
        **kwargs: Any,
    ):
        """Offer the earlier voices of the table, what it is asked about, and its peers first."""
        super().__init__(*args, **kwargs)
        self.fields["peer_group"].initial = peers
        self.fields["joins"].choices = [("", _("aucune autre")), *map(_choice, earlier)]  # type: ignore[attr-defined]
        if subjects:
            self.fields["about"].choices = [("", _("tout le sujet")), *map(_choice, subjects)]  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def line(self, slip: str) -> Line:
        """Return the line; sent twice it is the same one."""
        data = self.cleaned_data
        return Line(
            uuid.uuid5(uuid.NAMESPACE_OID, f"{slip} {data['text']}"),
            data["text"],
            stance=data["stance"],
            peer_group=data["peer_group"].pk if data["peer_group"] else None,
            language=data["language"] or "fr",
            joins=(uuid.UUID(data["joins"]),) if data["joins"] else (),
            about=(uuid.UUID(data["about"]),) if data.get("about") else (),
            slip=slip if data["receipt"] else "",
        )


def _choice(note: Note) -> tuple[str, str]:
    return str(note.uid), f"{note.number}. {note.text[:60]}"


class SheetForm(forms.Form):
    """A whole paper sheet, one voice a line."""

    key = KeyField()
    lines = LinesField(
        label=gettext_lazy("Les paroles de la feuille, une par ligne"),
        help_text=gettext_lazy(
            "Commencez la ligne par + (pour), - (contre), ? (question) ou ! (proposition)."
        ),
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    peer_group = PeersField()

    def __init__(self, *args: Any, peers: PeerGroup | None, **kwargs: Any):
        """Offer the peers of the table first."""
        super().__init__(*args, **kwargs)
        self.fields["peer_group"].initial = peers

    def clean_lines(self) -> list[str]:
        """Return the lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["lines"].split("\n")]
        said = [line for line in lines if line]
        if len(said) > MOST_LINES:
            raise ValidationError(
                _("%(n)s lignes, c'est trop d'un coup : envoyez-en %(most)s au plus à la fois."),
                params={"n": len(said), "most": MOST_LINES},
            )
        for number, line in enumerate(said, 1):
            if len(line) > LONGEST_TEXT:
                raise ValidationError(
                    _("La ligne %(n)s est trop longue : %(most)s signes au plus."),
                    params={"n": number, "most": LONGEST_TEXT},
                )
        return said

    def written(self, origin: str) -> list[Line]:
        """Return the lines of the sheet; the same sheet sent twice is the same lines."""
        group = self.cleaned_data["peer_group"]
        found = []
        for number, typed in enumerate(self.cleaned_data["lines"]):
            stance, text = split_sign(typed)
            uid = uuid.uuid5(uuid.NAMESPACE_OID, f"{origin} {number} {typed}")
            found.append(Line(uid, text, stance=stance, peer_group=group.pk if group else None))
        return found


def split_sign(typed: str) -> tuple[str, str]:
    """Return the stance and the words of a paper line.

    >>> split_sign("+ le bus est gratuit"), split_sign("-10 % de places"), split_sign("? qui paie")
    (('for', 'le bus est gratuit'), ('', '-10 % de places'), ('question', 'qui paie'))
    """
    sign, rest = typed[:1], typed[1:].strip()
    # "-10 %" is a number, "- trop cher" a stance.
    if sign in SIGNS and rest and not rest[0].isdigit():
        return SIGNS[sign], rest
    return "", typed


def read_sent(document: Any, slips: str) -> tuple[list[Line], list[str]]:
    """Return the lines of a device's document, and the numbers of those that are damaged.

    `slips` comes before what the device says of a receipt, so that it opens nothing elsewhere.

    Raises:
        BadLines: when it is no list of lines at all.
    """
    groups = set(PeerGroup.objects.values_list("pk", flat=True))
    return queued.read_lines(document, lambda one: read_line(one, groups, slips))


def read_line(one: Any, groups: set[int], slips: str) -> Line:
    """Return one line.

    `{uid, text, stance, group, language, revision, base, joins, about, slip}`
    """
    group = one.get("group")
    language = str(one.get("language") or "fr")
    return Line(
        uuid.UUID(str(one["uid"])),
        queued.words(one["text"], LONGEST_TEXT),
        stance=Note.Stance(one.get("stance") or "").value,
        peer_group=group if type(group) is int and group in groups else None,
        language=language if language in dict(LANGUAGES) else "xx",
        revision=queued.count(one.get("revision")),
        base=queued.count(one.get("base")),
        joins=queued.numbers(one.get("joins")),
        about=queued.numbers(one.get("about")),
        slip=f"{slips} {queued.words(one['slip'], LONGEST_TEXT)[:80]}" if one.get("slip") else "",
    )
