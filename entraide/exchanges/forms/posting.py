"""What somebody types of what they offer or need."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.posting import Posted
from entraide.exchanges.forms.pointing import ReadAgain
from entraide.exchanges.models import Category, Circle, How, Neighbour, Post
from entraide.exchanges.models.post import USUAL
from entraide.exchanges.queries.board import Asked, cell_of
from entraide.places.models import Place
from entraide.ui.fields import DayField, KeyField, LineField, LinesField
from entraide.ui.forms import SHORT, OnPage

LONGEST = timedelta(days=366)
Audience = Post.Audience


class BranchField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A branch of the tree of a circle, its leaves below it."""

    def label_from_instance(self, obj: Category) -> str:
        """Return a leaf after its branch."""
        return f"{obj.parent} › {obj}" if obj.parent else str(obj)


def branches(circle: Circle) -> Any:
    """Return the tree of a circle in its order."""
    found = Category.objects.filter(circle=circle).select_related("parent")
    return found.order_by("parent__position", "parent_id", "position", "pk")


class PostForm(ReadAgain):
    """What, how, when, where, until when, who sees it."""

    key = KeyField()
    title = LineField(label=gettext_lazy("En quelques mots"), max_length=80)
    category = BranchField(label=gettext_lazy("De quoi s'agit-il ?"), queryset=None)
    how = forms.ChoiceField(
        label=gettext_lazy("Comment ?"), choices=How.choices, widget=forms.RadioSelect,
        initial=How.GIFT,
    )  # fmt: skip
    words = LinesField(
        label=gettext_lazy("Si vous voulez en dire plus"),
        max_length=600,
        required=False,
        widget=SHORT,
        help_text=gettext_lazy("Ni adresse, ni numéro : on se parle d'abord ici."),
    )
    when = LineField(label=gettext_lazy("Quand ?"), max_length=120, required=False)
    place = forms.ModelChoiceField(
        label=gettext_lazy("Où ?"), queryset=Place.objects.all(), required=False,
        empty_label=gettext_lazy("à convenir"),
    )  # fmt: skip
    languages = LineField(
        label=gettext_lazy("En quelles langues ?"), max_length=120, required=False
    )
    until = DayField(label=gettext_lazy("Jusqu'au"), past=False)
    audience = forms.ChoiceField(label=gettext_lazy("Qui le voit ?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, circle: Circle, need: bool, **kwargs: Any):
        """Offer the tree of the circle; a need may stay private, an offer is seen."""
        super().__init__(*args, **kwargs)
        self.need = need
        fields: Any = self.fields
        fields["category"].queryset = branches(circle)
        seen = [Audience.COLLECTIVE, Audience.NEIGHBOURHOOD]
        choices = [Audience.PRIVATE, *seen] if need else seen[::-1]
        fields["audience"].choices = [(one.value, one.label) for one in choices]
        fields["audience"].initial = choices[0]
        fields["until"].initial = timezone.localdate() + USUAL

    def clean_until(self) -> Any:
        """Refuse a day that is over, or years away."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise forms.ValidationError(_("Ce jour est passé."))
        if until > today + LONGEST:
            raise forms.ValidationError(_("Un an au plus : vous pourrez prolonger."))
        return until

    def clean(self) -> dict[str, Any]:
        """Point out words of money or solicitation, once: the writer decides."""
        data = super().clean() or {}
        self.point_out(*(data.get(name, "") for name in ("title", "words", "when")))
        return data

    def posted(self) -> Posted:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        del data["key"], data["sure"]
        data.pop("carried", None)
        return Posted(**data)


class NeedForm(PostForm):
    """A need, one's own or carried for somebody."""

    carried = forms.BooleanField(
        label=gettext_lazy("Je le porte pour quelqu'un, que je ne nomme pas"), required=False
    )


class LookForm(OnPage, forms.Form):
    """What somebody looks for on the board."""

    name = "look"
    words = LineField(label=gettext_lazy("Chercher"), max_length=80, required=False)
    category = BranchField(
        label=gettext_lazy("De quoi s'agit-il ?"), queryset=None, required=False,
        empty_label=gettext_lazy("de tout"),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("Comment ?"), required=False,
        choices=[("", gettext_lazy("de toute façon")), *How.choices],
    )  # fmt: skip
    within = forms.TypedChoiceField(
        label=gettext_lazy("Près de moi"), required=False, coerce=int, empty_value="",
        choices=[("", gettext_lazy("peu importe")), ("400", "400 m"), ("1000", "1 km")],
    )  # fmt: skip

    def __init__(self, *args: Any, circle: Circle, viewer: Neighbour | None, **kwargs: Any):
        """Offer the tree of the circle; how far, to who said where about they are."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.tree = fields["category"].queryset = branches(circle)
        if cell_of(viewer) is None:
            del fields["within"]

    def asked(self) -> Asked:
        """Return what is looked for; nothing when it cannot be read."""
        if not self.is_valid():
            return Asked()
        data = {**self.cleaned_data, "within": self.cleaned_data.get("within") or 0}
        return Asked(**data, tree=tuple(self.tree))


class MessageForm(forms.Form):
    """A message to a neighbour."""

    key = KeyField()
    words = LinesField(
        label=gettext_lazy("Votre message"),
        max_length=2_000,
        widget=SHORT,
        help_text=gettext_lazy("Votre nom choisi seulement. Donnez une adresse si vous le voulez."),
    )
