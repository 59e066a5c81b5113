"""Says what a form refuses on the page one returns to, when the form has no page of its own."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest


def tell_errors(request: HttpRequest, form: forms.BaseForm) -> None:
    """Say each error of a form, if it has any."""
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
