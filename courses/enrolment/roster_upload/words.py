"""What is said about cells of a roster."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from uploads.words import Words

FINDINGS: dict[str, Words] = {
    "person_not_found": Words(
        _("Nobody with this number is registered."),
        _("Compare it with the document. The employer or a bureau registers the person; then upload the file again."),
        _("person not found"),
    ),
    "person_name_differs": Words(
        _("The name is not that of the person with this number."),
        _("Compare name and number with the document. If the name was changed, the person has it corrected first."),
        _("name and number do not match"),
    ),
    "class_full": Words(
        _("All %(count)s places of the class are taken."),
        _("Raise the number of places on the page of the class, or leave the row out."),
        _("class full"),
    ),
    "class_closed": Words(
        _("The class takes nobody any more."),
        _("It has ended, was cancelled or lost its filing status: see its page."),
        _("class closed"),
    ),
    "enrolled_already": Words(
        _("Enrolled in this class already."), _("Nothing is to be written."), _("enrolled already")
    ),
}
