"""What is typed of a work party."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.working import Party, Task
from entraide.places.models import Place
from entraide.ui.fields import (
    KeyField,
    LineField,
    LinesField,
    LocalDateTimeField,
    number_typed,
    tidy,
)
from entraide.ui.forms import SHORT, TALL

MOST_TASKS, MOST_PEOPLE, LONGEST_TITLE = 20, 200, 120
LONGEST = timedelta(days=3)


class PartyForm(forms.Form):
    """A day of common work and its tasks."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=160)
    lead = LinesField(label=gettext_lazy("En deux phrases"), max_length=600, widget=SHORT)
    starts_at = LocalDateTimeField(label=gettext_lazy("Début"))
    ends_at = LocalDateTimeField(label=gettext_lazy("Fin"))
    place = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"), queryset=Place.objects.all(), empty_label=None
    )
    tasks = LinesField(
        label=gettext_lazy("Les tâches"),
        max_length=6_000,
        widget=TALL,
        help_text=gettext_lazy(
            "Une par ligne : la tâche ; combien de personnes ; ce qu'il faut savoir ;"
            " ce qu'on apprend ; ce qu'on apporte. Les trois derniers si besoin."
        ),
    )
    meal = LineField(label=gettext_lazy("Repas"), max_length=200, required=False)
    children = LineField(label=gettext_lazy("Garde d'enfants"), max_length=200, required=False)
    insurance = LineField(
        label=gettext_lazy("Assurance"), max_length=300, required=False,
        help_text=gettext_lazy("À faire vérifier : qui assure, et qui n'est pas assuré ?"),
    )  # fmt: skip

    def clean_tasks(self) -> list[Task]:
        """Return the tasks; the line that cannot be read is told."""
        lines = filter(None, map(str.strip, self.cleaned_data["tasks"].split("\n")))
        found = [_task(line) for line in lines]
        if len(found) > MOST_TASKS:
            raise ValidationError(_("Vingt tâches au plus."))
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a beginning that is over, an end before it or many days after."""
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("La fin vient après le début."))
        elif begin and end and end - begin > LONGEST:
            self.add_error("ends_at", _("Trois jours au plus : préparez plusieurs chantiers."))
        if begin and begin < timezone.now():
            self.add_error("starts_at", _("Ce début est déjà passé. Donnez une date à venir."))
        return data

    def party(self) -> Party:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        del data["key"]
        return Party(**data)


def _task(line: str) -> Task:
    title, *rest = (part.strip() for part in line.split(";"))
    people = number_typed(rest[0] if rest else "") or 0
    if not tidy(title) or not 0 < people <= MOST_PEOPLE:
        raise ValidationError(
            _("« %(line)s » : dites la tâche, puis « ; », puis combien de personnes."),
            params={"line": line[:60]},
        )
    if len(title) > LONGEST_TITLE:
        said = _("« %(name)s… » est trop long : %(most)s signes au plus.")
        raise ValidationError(said, params={"name": title[:60], "most": LONGEST_TITLE})
    knowing, learning, bringing = [*rest[1:4], "", "", ""][:3]
    return Task(title, people, knowing, learning, bringing)
