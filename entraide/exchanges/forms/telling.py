"""What somebody tells of what was done."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.telling import Told
from entraide.exchanges.forms.pointing import ReadAgain
from entraide.exchanges.forms.posting import BranchField, branches
from entraide.exchanges.models import How, Need, Neighbour, Offer, Post, Talk
from entraide.exchanges.queries import board, people
from entraide.ui.fields import DayField, KeyField, LineField, LinesField
from entraide.ui.forms import SHORT

MOST_HOURS = 24
MINUTES = 60


class Side(forms.ChoiceField):
    """What the teller did: gave, received, or both with others."""

    GAVE, RECEIVED, BOTH = "gave", "received", "both"

    def __init__(self) -> None:
        """Offer the three."""
        choices = [
            (self.GAVE, gettext_lazy("J'ai donné")),
            (self.RECEIVED, gettext_lazy("J'ai reçu")),
            (self.BOTH, gettext_lazy("Nous l'avons fait ensemble")),
        ]
        label = gettext_lazy("Et vous ?")
        super().__init__(label=label, choices=choices, widget=forms.RadioSelect)


class DeedForm(ReadAgain):
    """What was done, in one line; the rest is as one likes."""

    key = KeyField()
    words = LineField(
        label=gettext_lazy("Ce qui s'est fait, en une ligne"),
        max_length=300,
        help_text=gettext_lazy("Sans nom : ceux des autres ne sont qu'à eux."),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Comment ?"), choices=How.choices, widget=forms.RadioSelect
    )
    side = Side()
    others = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Avec qui ?"),
        queryset=Neighbour.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Celles et ceux avec qui vous vous êtes écrit."),
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Cela répond à…"), required=False,
        help_text=gettext_lazy("Un besoin ou une offre dont vous avez parlé."),
    )  # fmt: skip
    day = DayField(label=gettext_lazy("Le"))
    category = BranchField(
        label=gettext_lazy("De quoi s'agit-il ?"), queryset=None, required=False,
        empty_label=gettext_lazy("je ne le dis pas"),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=gettext_lazy("Combien d'heures, si vous voulez"), required=False, min_value=0,
        max_value=MOST_HOURS, decimal_places=2,
        help_text=gettext_lazy(
            "Elles comptent, sans nom, quand l'entraide remplace un droit."
        ),
    )  # fmt: skip
    thanks = LineField(
        label=gettext_lazy("Un merci, si vous voulez"), max_length=300, required=False
    )
    story = LinesField(
        label=gettext_lazy("Une histoire à faire entendre, si vous voulez"),
        max_length=2_000,
        required=False,
        widget=SHORT,
        help_text=gettext_lazy(
            "Elle devient une parole du collectif, sans votre nom. Quatre mots la suivent."
        ),
    )

    def __init__(self, *args: Any, neighbour: Neighbour, **kwargs: Any):
        """Offer the people somebody wrote with: nobody else is named."""
        super().__init__(*args, **kwargs)
        self.posts: dict[str, Offer | Need] = {}
        fields: Any = self.fields
        fields["category"].queryset = branches(neighbour.circle)
        self.know(neighbour)

    def know(self, neighbour: Neighbour) -> None:
        """Offer what their teller knows: with whom they wrote, about what."""
        fields: Any = self.fields
        known = board.acquaintances(neighbour)
        fields["others"].queryset = known
        if not known:
            del fields["others"]
        self.offer_about(board.spoken_of(neighbour))

    def offer_about(self, spoken: Sequence[tuple[Offer | Need, str]]) -> None:
        """Offer what a deed may answer."""
        fields: Any = self.fields
        self.posts = {_key(one): one for one, _name in spoken}
        choices = [(_key(one), name) for one, name in spoken]
        fields["about"].choices = [("", gettext_lazy("rien de cela")), *choices]
        if not self.posts:
            del fields["about"]

    def clean(self) -> dict[str, Any]:
        """Ask who else was there when it was done together; point out words of money."""
        data = super().clean() or {}
        self.point_out(data.get("words", ""), data.get("thanks", ""))
        if data.get("how") == How.COMMON and data.get("side") != Side.BOTH:
            self.add_error("side", _("À plusieurs, c'est fait ensemble."))
        return data

    def told(self) -> Told:
        """Return what was typed."""
        data = self.cleaned_data
        hours = data["hours"]
        post = self.posts.get(data.get("about", ""))
        return Told(
            how=data["how"], words=data["words"], day=data["day"], category=data["category"],
            minutes=None if hours is None else round(hours * MINUTES), thanks=data["thanks"],
            need=post if isinstance(post, Need) else None,
            offer=post if isinstance(post, Offer) else None,
        )  # fmt: skip

    def sides(self, me: Neighbour) -> tuple[list[Neighbour], list[Neighbour]]:
        """Return who gave and who received."""
        others = list(self.cleaned_data.get("others") or ())
        side = self.cleaned_data["side"]
        if side == Side.BOTH:
            return [me, *others], [me, *others]
        return ([me], others) if side == Side.GAVE else (others, [me])


class DeedByVoiceForm(DeedForm):
    """What somebody tells on the phone: who types it learns nothing of what they wrote."""

    others = LineField(
        label=gettext_lazy("Avec qui ?"), max_length=300, required=False,
        help_text=gettext_lazy("Leurs noms choisis, avec des virgules."),
    )  # type: ignore[assignment] # fmt: skip

    def know(self, neighbour: Neighbour) -> None:
        """Offer no name of whom they wrote with; a story is theirs to tell.

        Of what they need, what is read to them on the phone anyway.
        """
        self.neighbour = neighbour
        del self.fields["story"]
        needs = list(board.own_needs(neighbour)) if neighbour.called else []
        self.offer_about([(one, one.title) for one in needs])

    def clean_others(self) -> list[Neighbour]:
        """Return who has these names, each one once; who is apart is not there."""
        typed = [one.strip() for one in self.cleaned_data["others"].split(",") if one.strip()]
        return [self._named(one) for one in typed]

    def _named(self, name: str) -> Neighbour:
        found = people.named(self.neighbour, name)
        if len(found) != 1:
            said = _("Plusieurs personnes s'appellent « %(name)s » : laissez ce nom.")
            none = _("Personne ici ne s'appelle « %(name)s ».")
            raise forms.ValidationError(said if found else none, params={"name": name[:80]})
        return found[0]


def _key(post: Post) -> str:
    return f"{'besoin' if isinstance(post, Need) else 'offre'}-{post.pk}"


def about_talk(talk: Talk, neighbour: Neighbour) -> dict[str, Any]:
    """Return what a talk says already of what was done: with whom, about what."""
    other = talk.other if talk.opener_id == neighbour.pk else talk.opener
    post = talk.need or talk.offer
    return {"others": [other], "about": _key(post) if post else ""}
