"""Describing a place so that people find it and can enter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.places.models import Place, Room
from entraide.ui.fields import plain_text


class PlaceForm(forms.ModelForm[Place]):
    """A place, its address and its access."""

    class Meta:
        model = Place
        formfield_callback = plain_text
        fields = [
            "name", "street", "postcode", "city", "neighbourhood", "step_free",
            "accessible_toilets", "hearing_loop", "transport", "latitude", "longitude",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a position off the Earth; half a position is refused by the constraint."""
        data = super().clean() or {}
        for name, most in [("latitude", 90), ("longitude", 180)]:
            value = data.get(name)
            if value is not None and abs(value) > most:
                self.add_error(name, _("Cette position n'est pas sur la Terre."))
        return data


class RoomForm(forms.ModelForm[Room]):
    """A room and how many it holds."""

    class Meta:
        model = Room
        formfield_callback = plain_text
        fields = ["name", "capacity"]

    def validate_unique(self) -> None:
        """Say it when the place has a room of this name already; the place is not in the form."""
        same = Room.objects.filter(place=self.instance.place, name=self.cleaned_data.get("name"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Ce lieu a déjà une salle de ce nom."))
