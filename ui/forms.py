"""`{{ form }}` gives the error summary and every field as the design has them; widgets stay Django's."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template


class FormRenderer(DjangoTemplates):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("components/"):
            return get_template(template_name)
        return super().get_template(template_name)
