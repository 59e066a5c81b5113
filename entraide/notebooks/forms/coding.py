"""Themes as they are typed, codebooks as files, what a coder ticks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.models import Coding, Theme
from entraide.people.models import Collective
from entraide.ui.fields import LineField, LinesField, plain_text, tidy
from entraide.ui.uploads import csv_rows

COLUMNS = ("theme", "parent", "definition", "examples", "colour", "sensitive")
MOST_THEMES = 2_000
LARGEST = 2_000_000  # bytes


class ThemeForm(forms.ModelForm[Theme]):
    """A theme of the codebook."""

    class Meta:
        model = Theme
        fields = ("name", "parent", "definition", "examples", "dye", "sensitive", "position")
        labels = {"parent": gettext_lazy("Sous le thème"), "position": gettext_lazy("Rang")}
        formfield_callback = plain_text

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer the living themes of the collective as parents."""
        super().__init__(*args, **kwargs)
        self.instance.collective = collective
        living = Theme.objects.filter(collective=collective, merged_into=None)
        self.fields["parent"].queryset = living.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        self.fields["position"].required = False

    def clean_name(self) -> str:
        """Refuse a name that is taken."""
        name: str = self.cleaned_data["name"]
        same = Theme.objects.filter(
            collective=self.instance.collective, name=name, merged_into=None
        )
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Un thème a déjà ce nom."))
        return name

    def clean_position(self) -> int:
        """Return the rank; without one, the theme comes with the first ones."""
        return self.cleaned_data["position"] or 0


class MergeForm(forms.Form):
    """The theme that takes all of this one."""

    into = forms.ModelChoiceField(label=gettext_lazy("Réunir avec"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any):
        """Offer the other living themes."""
        super().__init__(*args, **kwargs)
        living = Theme.objects.filter(collective=theme.collective_id, merged_into=None)
        self.fields["into"].queryset = living.exclude(pk=theme.pk)  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """A new theme, and the passages that go to it."""

    name = LineField(label=gettext_lazy("Nouveau thème"), max_length=120)
    codings = forms.ModelMultipleChoiceField(
        queryset=Coding.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any):
        """Offer the passages of the theme."""
        super().__init__(*args, **kwargs)
        self.theme = theme
        self.fields["codings"].queryset = theme.codings.all()  # type: ignore[attr-defined]
        self.fields["codings"].error_messages["required"] = _("Cochez au moins un passage.")

    def clean_name(self) -> str:
        """Refuse a name that is taken."""
        name: str = self.cleaned_data["name"]
        living = Theme.objects.filter(collective=self.theme.collective_id, merged_into=None)
        if living.filter(name=name).exists():
            raise ValidationError(_("Un thème a déjà ce nom."))
        return name


class CodingForm(forms.Form):
    """What a coder finds in a note: themes of the whole, or one theme of some words."""

    themes = forms.ModelMultipleChoiceField(queryset=Theme.objects.none(), required=False)
    words = LinesField(
        label=gettext_lazy("Ces mots seulement"),
        help_text=gettext_lazy(
            "Recopiez-les, ou choisissez-les dans la parole. Vide : toute la parole."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    memo = LinesField(
        label=gettext_lazy("Mémo"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, text: str, collective: Collective, **kwargs: Any):
        """Take the living themes of the collective, and the words of this note only."""
        super().__init__(*args, **kwargs)
        self.text = text
        living = Theme.objects.filter(collective=collective, merged_into=None)
        self.fields["themes"].queryset = living  # type: ignore[attr-defined]

    def clean_words(self) -> tuple[int, int]:
        """Return where the words are; the whole note when there are none."""
        words = self.cleaned_data["words"].strip()
        if not words:
            return 0, 0
        start = self.text.find(words)
        if start < 0:
            raise ValidationError(_("Ces mots ne sont pas dans la parole, dans cet ordre."))
        return start, start + len(words)

    def clean(self) -> dict[str, Any]:
        """Ask for a theme when words were chosen."""
        data = super().clean() or {}
        if data.get("words", (0, 0))[1] and not data.get("themes"):
            self.add_error("words", _("Choisissez aussi un thème pour ces mots."))
        return data


class CodebookForm(forms.Form):
    """A codebook in a CSV file."""

    file = forms.FileField(
        label=gettext_lazy("Grille de codage (.csv)"),
        help_text=gettext_lazy(
            "Colonnes : theme, parent, definition, examples, colour, sensitive (oui ou vide)."
        ),
    )

    def clean_file(self) -> list[dict[str, str]]:
        """Return the rows of the file, each with every column."""
        rows = read_codebook(self.cleaned_data["file"])
        names = {row["theme"] for row in rows}
        for number, row in enumerate(rows, 2):
            if not row["theme"]:
                raise ValidationError(
                    _("Ligne %(n)s : le thème n'a pas de nom."), params={"n": number}
                )
            if row["parent"] and row["parent"] not in names:
                raise ValidationError(
                    _("Ligne %(n)s : le thème « %(name)s » n'est pas dans le fichier."),
                    params={"n": number, "name": row["parent"][:60]},
                )
        if len(names) != len(rows):
            raise ValidationError(_("Un thème est deux fois dans le fichier."))
        return rows


def read_codebook(file: UploadedFile[Any]) -> list[dict[str, str]]:
    """Return the rows of a CSV of themes, or raise `ValidationError` with what is wrong."""
    lines = csv_rows(file, largest=LARGEST)
    names = [tidy(name).lower() for name in next(lines, (1, []))[1]]
    if "theme" not in names:
        raise ValidationError(_("La première ligne doit nommer les colonnes, dont « theme »."))
    rows = [dict(zip(names, cells, strict=False)) for _number, cells in lines]
    if len(rows) > MOST_THEMES:
        raise ValidationError(_("Trop de thèmes : %(most)s au plus."), params={"most": MOST_THEMES})
    return [
        {name: tidy(row.get(name, ""))[: 120 if name in COLUMNS[:2] else 2_000] for name in COLUMNS}
        for row in rows
    ]
