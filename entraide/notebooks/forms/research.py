"""What researchers ask for, and the files they bring."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.forms.voices import read_voices
from entraide.notebooks.models import Notebook
from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.queries import research
from entraide.notebooks.queries.research import Audience, Wish
from entraide.notebooks.refi import inward, reading
from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.study import Study
from entraide.people.models import Collective
from entraide.ui.fields import KeyField, LineField

LARGEST = 30_000_000  # bytes
MOST_VOICES, MOST_THEMES = 10_000, 2_000
# How an archive begins, and XML in the usual ways to write it.
ARCHIVE, XML = b"PK", (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<")


class NotebooksField(forms.ModelMultipleChoiceField[Notebook]):
    """Notebooks to tick; tables of two days may have the same title."""

    def label_from_instance(self, obj: Notebook) -> str:
        """Return the title, and where it was."""
        return " · ".join(filter(None, (obj.title, obj.occasion)))


class ExportForm(forms.Form):
    """Which notebooks, for whom."""

    notebooks = NotebooksField(
        label=gettext_lazy("Carnets"),
        help_text=gettext_lazy("Aucun coché : tous les carnets."),
        queryset=Notebook.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Qui aura le fichier ?"),
        choices=Audience.choices,
        initial=Audience.TEAM,
        widget=forms.RadioSelect,
    )
    named = forms.BooleanField(
        label=gettext_lazy("Nommer qui a codé"),
        help_text=gettext_lazy("Sinon chaque personne a un alias, toujours le même."),
        required=False,
    )

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer the notebooks of the collective."""
        super().__init__(*args, **kwargs)
        self.offered = research.notebooks(collective)
        self.fields["notebooks"].queryset = self.offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse to name coders to others."""
        data = super().clean() or {}
        if data.get("named") and data.get("audience") == Audience.SHARED:
            self.add_error("named", _("Les noms ne sortent pas de l'équipe. Décochez."))
        return data

    def chosen(self) -> list[Notebook]:
        """Return the notebooks that were ticked, or all of them."""
        return list(self.cleaned_data["notebooks"] or self.offered)

    def wish(self) -> Wish:
        """Return for whom the file is."""
        return Wish(self.cleaned_data["audience"], named=self.cleaned_data["named"])


class BringForm(forms.Form):
    """A file to bring in: a project, a codebook, or voices in a table."""

    key = KeyField()
    file = forms.FileField(
        label=gettext_lazy("Fichier .qdpx, .qdc ou .csv"),
        help_text=gettext_lazy(
            "Un projet REFI-QDA, une grille REFI-QDA, ou des paroles : colonnes parole, position, "
            "collège, langue, jour, table."
        ),
    )
    title = LineField(
        label=gettext_lazy("Titre du carnet"),
        help_text=gettext_lazy("Pour un .csv sans colonne « table »."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the file, or say what is wrong with it."""
        data = super().clean() or {}
        if data.get("file"):
            try:
                data["study"] = read_study(data["file"], title=data.get("title", ""))
            except Unreadable as fault:
                self.add_error("file", fault.sentence)
            except ValidationError as fault:
                self.add_error("file", fault)
        return data


def read_study(file: UploadedFile[Any], *, title: str) -> Study:
    """Return what is in a file, by how it begins.

    Raises:
        Unreadable: when a project or a codebook is not right.
        ValidationError: when a table is not, with each line that is wrong.
    """
    if (file.size or 0) > LARGEST:
        raise Unreadable(
            _("Ce fichier est trop grand : %(most)s Mo au plus."), most=LARGEST // 1_000_000
        )
    head = file.read(4)
    file.seek(0)
    if head.startswith(ARCHIVE):
        study = inward.to_study(reading.from_qdpx(file.read()), longest=LONGEST_TEXT)
    elif head.startswith(XML):
        study = inward.to_study(reading.from_qdc(file.read()), longest=LONGEST_TEXT)
    else:
        study = read_voices(file, title=title)
    return _measured(study)


def _measured(study: Study) -> Study:
    """Refuse what has nothing to bring, or too much at once."""
    if not study.voices and not study.themes:
        raise Unreadable(_("Il n'y a ni texte ni thème à reprendre dans ce fichier."))
    if len(study.voices) > MOST_VOICES:
        raise Unreadable(
            _("%(n)s paroles, c'est trop : %(most)s au plus. Coupez le projet en deux."),
            n=len(study.voices),
            most=MOST_VOICES,
        )
    if len(study.themes) > MOST_THEMES:
        raise Unreadable(_("Trop de thèmes : %(most)s au plus."), most=MOST_THEMES)
    return study
