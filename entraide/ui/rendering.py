"""How forms are drawn: label, help, error and field tied together for screen readers."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Draws forms and fields with our templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
