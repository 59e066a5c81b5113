"""Forms that stand beside others on a page, and the sizes of their texts."""

from typing import Any

from django import forms

TALL = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
SHORT = forms.Textarea(attrs={"rows": 2, "dir": "auto"})


class OnPage(forms.BaseForm):
    """One of several forms of a page: its fields have identifiers of its own."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any):
        """Name the fields after the form."""
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.name}-%s"
