"""What the team types: the rules of the circle, its tree, its charter."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.circles import Renamed
from entraide.exchanges.models import Category, Circle
from entraide.people.models import Person
from entraide.ui.fields import DayField, LinesField, plain_text, tidy
from entraide.ui.forms import SHORT, TALL, OnPage

MOST_BRANCHES, MOST_LEAVES, LONGEST_NAME = 12, 12, 60
Name = str | Renamed


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
        help_text=gettext_lazy(
            "Une branche par ligne, puis « : » et ses feuilles : A : B ; C."
            " Pour renommer : ancien > nouveau."
        ),
    )

    def clean_tree(self) -> list[tuple[Name, list[Name]]]:
        """Return (branch, leaves) for each line; what cannot be is told, and nothing is cut."""
        known = dict(_lines(self.get_initial_for_field(self.fields["tree"], "tree") or ""))
        found = [_branch(*line, known) for line in _lines(self.cleaned_data["tree"])]
        if len(found) > MOST_BRANCHES:
            raise ValidationError(_("Douze branches au plus : un arbre court se lit mieux."))
        if _twice(branch for branch, _leaves in found):
            raise ValidationError(_("Deux branches ont le même nom."))
        return found


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Return each line as typed: a branch, its leaves."""
    for line in filter(tidy, text.split("\n")):
        branch, _colon, rest = line.partition(":")
        yield branch.strip(), [one.strip() for one in rest.split(";") if tidy(one)]


def _branch(typed: str, leaves: list[str], known: dict[str, list[str]]) -> tuple[Name, list[Name]]:
    """Return what is told of one branch; its leaves are looked for under its old name."""
    if not tidy(typed):
        said = _("« : %(leaves)s » : il manque le nom de la branche.")
        raise ValidationError(said, params={"leaves": " ; ".join(leaves)[:LONGEST_NAME]})
    branch = _name(typed, known)
    before, after = (branch.old, branch.new) if isinstance(branch, Renamed) else (branch, branch)
    if len(leaves) > MOST_LEAVES:
        raise ValidationError(_("« %(name)s » : douze feuilles au plus."), params={"name": after})
    named = [_name(one, known.get(before, ())) for one in leaves]
    if _twice(named):
        raise ValidationError(
            _("« %(name)s » : deux feuilles ont le même nom."), params={"name": after}
        )
    return branch, named


def _name(typed: str, known: Collection[str]) -> Name:
    """Return a name, or the change of one that is known here: its own may have a ">" in it."""
    old, changes, new = (part.strip() for part in typed.partition(">"))
    if not changes or typed in known:
        return _short(typed)
    if not (tidy(old) and tidy(new)) or ">" in new:
        said = _("« %(name)s » : écrivez l'ancien nom, puis « > », puis le nouveau.")
        raise ValidationError(said, params={"name": typed[:LONGEST_NAME]})
    if new in known and (old == new or old not in known):
        # A form that is sent twice renames once.
        return new
    if old not in known:
        said = _("« %(name)s » n'est pas un nom de l'arbre : rien n'est renommé.")
        raise ValidationError(said, params={"name": old[:LONGEST_NAME]})
    if new in known:
        raise ValidationError(_("« %(name)s » est déjà pris."), params={"name": new})
    return Renamed(old, _short(new))


def _short(name: str) -> str:
    if len(name) > LONGEST_NAME:
        said = _("« %(name)s… » est trop long : %(most)s signes au plus.")
        raise ValidationError(said, params={"name": name[:LONGEST_NAME], "most": LONGEST_NAME})
    return name


def _twice(names: Iterable[Name]) -> bool:
    """Tell whether a name comes twice; one that changes has two."""
    said = [
        n for one in names for n in ((one.old, one.new) if isinstance(one, Renamed) else (one,))
    ]
    return len(set(said)) < len(said)


def tree_of(circle: Circle) -> str:
    """Return the tree of a circle as its form has it."""
    branches = Category.objects.filter(circle=circle, parent=None).prefetch_related("children")
    return "\n".join(
        f"{one} : {' ; '.join(str(leaf) for leaf in one.children.all())}" for one in branches
    )
