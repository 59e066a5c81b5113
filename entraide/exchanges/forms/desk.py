"""What the team types: the rules of the circle, its tree, its charter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.models import Category, Circle
from entraide.people.models import Person
from entraide.ui.fields import DayField, LinesField, plain_text
from entraide.ui.forms import SHORT, TALL, OnPage

MOST_BRANCHES, MOST_LEAVES = 12, 12


class CircleForm(forms.ModelForm[Circle]):
    """What the mutual aid of a collective says of itself, and whom it trusts."""

    charter_review_on = DayField(
        label=gettext_lazy("Charte à relire le"), past=False, required=False, initial=None
    )

    class Meta:
        model = Circle
        formfield_callback = plain_text
        fields = ["words", "charter", "charter_review_on", "trusted", "weeks"]
        widgets = {"words": SHORT, "charter": TALL}
        help_texts = {
            "trusted": gettext_lazy(
                "Elle seule lit ce qui lui est signalé. Mieux vaut qu'elle ne coordonne pas."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any):
        """Offer the members of the collective who can enter."""
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(memberships__collective=self.instance.collective)
        fields: Any = self.fields
        fields["trusted"].queryset = members.exclude(email=None).distinct()


class TreeForm(OnPage, forms.Form):
    """The short tree in which offers and needs are found: a branch a line, its leaves after ":"."""

    name = "tree"
    tree = LinesField(
        label=gettext_lazy("Ce qui s'échange"),
        max_length=4_000,
        widget=TALL,
        help_text=gettext_lazy("Une branche par ligne, puis « : » et ses feuilles : A : B ; C."),
    )

    def clean_tree(self) -> list[tuple[str, list[str]]]:
        """Return (branch, leaves) for each line."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["tree"].split("\n"))):
            name, _colon, rest = line.partition(":")
            leaves = [one.strip()[:60] for one in rest.split(";") if one.strip()]
            found.append((name.strip()[:60], leaves[:MOST_LEAVES]))
        if len(found) > MOST_BRANCHES:
            raise ValidationError(_("Douze branches au plus : un arbre court se lit mieux."))
        if len({name for name, _leaves in found}) < len(found):
            raise ValidationError(_("Deux branches ont le même nom."))
        return found


def tree_of(circle: Circle) -> str:
    """Return the tree of a circle as its form has it."""
    branches = Category.objects.filter(circle=circle, parent=None).prefetch_related("children")
    return "\n".join(
        f"{one} : {' ; '.join(str(leaf) for leaf in one.children.all())}" for one in branches
    )
