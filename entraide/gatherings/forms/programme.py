"""What organisers write about a gathering and its programme."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models import Gathering, Moment, Option, Speaker, Speaking
from entraide.places.models import Room
from entraide.ui.fields import LineField, LocalDateTimeField, in_our_time, plain_text


class GatheringForm(forms.ModelForm[Gathering]):
    """A gathering: what, when, how many, under which rule."""

    starts_at = LocalDateTimeField(label=_("Début"))
    ends_at = LocalDateTimeField(label=_("Fin"))
    sign_up_opens_at = LocalDateTimeField(
        label=_("Ouverture des inscriptions"), required=False, help_text=_("Vide : dès maintenant.")
    )
    sign_up_closes_at = LocalDateTimeField(
        label=_("Clôture des inscriptions"), required=False, help_text=_("Vide : au début.")
    )
    lots_at = LocalDateTimeField(
        label=_("Date du tirage au sort"),
        required=False,
        help_text=_("Seulement si la liste d'attente est tirée au sort."),
    )

    class Meta:
        model = Gathering
        formfield_callback = plain_text
        fields = [
            "kind", "title", "lead", "starts_at", "ends_at", "capacity", "languages", "access",
            "price", "contact_phone", "contact_email", "description", "by_invitation",
            "sign_up_opens_at", "sign_up_closes_at", "waiting_rule", "lots_at", "offer_hours",
            "keep_contacts_days",
        ]  # fmt: skip
        help_texts = {
            "capacity": _("Vide : pas de limite."),
            "by_invitation": _("Tout le monde lit sa page. Vous inscrivez les personnes."),
            "languages": _("Par exemple : français, interprétation en arabe."),
            "access": _("Par exemple : garde d'enfants, de plain-pied."),
        }

    def clean_capacity(self) -> int | None:
        """Refuse fewer places than are taken."""
        return capacity_over_taken(self.instance, self.cleaned_data["capacity"])

    def clean(self) -> dict[str, Any]:
        """Refuse dates that contradict each other, each beside its field."""
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("La rencontre finit avant de commencer."))
        opens, closes = data.get("sign_up_opens_at"), data.get("sign_up_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("sign_up_closes_at", _("Les inscriptions ferment avant d'ouvrir."))
        if end and closes and closes > end:
            self.add_error("sign_up_closes_at", _("Les inscriptions ferment après la fin."))
        if data.get("waiting_rule") == Gathering.WaitingRule.LOTS:
            self._check_lots(data.get("lots_at"), begin)
        return data

    def _check_lots(self, lots_at: Any, begin: Any) -> None:
        if not lots_at:
            if "lots_at" not in self.errors:
                self.add_error("lots_at", _("Dites quand le tirage au sort a lieu."))
        elif begin and lots_at >= begin:
            self.add_error("lots_at", _("Le tirage au sort doit être avant la rencontre."))


def capacity_over_taken(scarce: Gathering | Option, capacity: int | None) -> int | None:
    """Return the capacity, or refuse it when more places are taken already."""
    if scarce.pk is not None and capacity is not None:
        # Sign-ups go on while the form is open: the number is read again.
        scarce.refresh_from_db(fields=["taken"])
        if capacity < scarce.taken:
            raise ValidationError(
                _("%(n)d places sont déjà prises. Donnez au moins ce nombre."),
                params={"n": scarce.taken},
            )
    return capacity


class SpotForm(forms.ModelForm[Any]):
    """What a moment and an option share: a place, a room, who speaks."""

    speakers = forms.ModelMultipleChoiceField(
        label=_("Qui parle"),
        queryset=Speaker.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_speaker = LineField(
        label=_("Quelqu'un d'autre, par son rôle"),
        help_text=_("Par exemple : une éducatrice spécialisée, animatrice salariée."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        """Offer the speakers of this gathering."""
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        self.fields["speakers"].queryset = gathering.speakers.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["speakers"] = list(self.speakings().values_list("speaker_id", flat=True))

    def speakings(self) -> Any:
        """Return who speaks here, as rows."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Refuse a room of another place; a room alone brings its place."""
        data = super().clean() or {}
        room: Room | None = data.get("room")
        if room and data.get("place") and room.place != data["place"]:
            self.add_error("room", _("Cette salle n'est pas dans ce lieu."))
        if room and not data.get("place"):
            data["place"] = room.place
        return data

    def save_speakers(self, moment: Moment, option: Option | None) -> None:
        """Write who speaks here."""
        chosen = list(self.cleaned_data["speakers"])
        if role := self.cleaned_data["new_speaker"]:
            chosen.append(Speaker.objects.get_or_create(gathering=self.gathering, role=role)[0])
        self.speakings().delete()
        Speaking.objects.bulk_create(
            Speaking(speaker=speaker, moment=moment, option=option)
            for speaker in dict.fromkeys(chosen)
        )


class MomentForm(SpotForm):
    """A moment of the programme."""

    starts_at = LocalDateTimeField(label=_("Début"))
    ends_at = LocalDateTimeField(label=_("Fin"), required=False)

    class Meta:
        model = Moment
        formfield_callback = plain_text
        fields = [
            "kind", "title", "starts_at", "ends_at", "place", "room", "description", "choosing",
        ]  # fmt: skip

    def speakings(self) -> Any:
        """Return who speaks at the moment itself."""
        return Speaking.objects.filter(moment=self.instance, option=None)

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that ends before it begins, or a choice that people already made."""
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("Le moment finit avant de commencer."))
        changed = "choosing" in self.changed_data and self.instance.pk
        if changed and self.instance.allocations.exists():
            self.add_error(
                "choosing", _("Des personnes ont déjà choisi : on ne change plus la règle.")
            )
        return data


class OptionForm(SpotForm):
    """One of the things to choose."""

    class Meta:
        model = Option
        formfield_callback = plain_text
        fields = [
            "title", "description", "capacity", "minutes", "step_free", "place", "room", "position",
        ]  # fmt: skip
        labels = {"position": _("Ordre d'affichage")}

    def speakings(self) -> Any:
        """Return who speaks at this option."""
        return Speaking.objects.filter(option=self.instance)

    def clean_capacity(self) -> int | None:
        """Refuse fewer places than are taken."""
        return capacity_over_taken(self.instance, self.cleaned_data["capacity"])


class CloneForm(forms.Form):
    """The day of the next edition."""

    begin = forms.DateField(
        label=_("Le premier jour de la nouvelle édition"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def clean_begin(self) -> date:
        """Refuse a day that is over."""
        begin: date = self.cleaned_data["begin"]
        if begin < timezone.localdate():
            raise ValidationError(_("Ce jour est passé."))
        in_our_time(begin.year)
        return begin


class ReasonForm(forms.Form):
    """Why something is done by hand; kept in the change log."""

    reason = LineField(
        label=_("Pourquoi ?"),
        help_text=_("La raison est gardée. N'écrivez rien sur la santé ou la vie privée."),
        max_length=300,
    )
