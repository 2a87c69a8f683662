from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    """Django's, in words of our own: its Chinese catalog does not know the sentence Django 5.2 says here."""

    def get_error_message(self) -> str:
        return ngettext(
            "Too short: a password needs at least %(count)d character.",
            "Too short: a password needs at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
