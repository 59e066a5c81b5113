"""What is pointed out to who writes, once: a machine does not judge, the writer decides."""

from django import forms
from django.utils.translation import gettext_lazy

from entraide.exchanges.money import pointed_out


class ReadAgain(forms.Form):
    """A form whose words are read again when they look like money or solicitation."""

    # Ticked by who read what was pointed out, and means it.
    sure = forms.BooleanField(
        label=gettext_lazy("J'ai relu : c'est bien cela"), required=False, widget=forms.HiddenInput
    )

    def point_out(self, *words: str) -> None:
        """Show what others may read in these words, unless the writer has read it again."""
        if self.cleaned_data.get("sure"):
            return
        for sentence in pointed_out(" ".join(words)):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error(None, sentence)
