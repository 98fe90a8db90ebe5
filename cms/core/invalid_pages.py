"""A page that its own rules refuse, with its title: whoever publishes several learns which one it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db.models import Model


class InvalidPage(ValidationError):
    """Raised where a page is saved; forms take it as the ValidationError that it is."""

    def __init__(self, page: Model, error: ValidationError) -> None:
        super().__init__(error.error_dict)
        self.page = page

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self) -> str:
        """Return what is wrong in one line for editors, each reason with the label of its field."""
        reasons = (
            f"{self._label(name)}{'；'.join(reasons)}" for name, reasons in self.message_dict.items()
        )
        return f"《{self.page}》不能保存或发布：{'；'.join(reasons)}"

    def _label(self, name: str) -> str:
        if name == NON_FIELD_ERRORS:
            return ""
        try:
            return f"{self.page._meta.get_field(name).verbose_name}："
        except FieldDoesNotExist:
            return f"{name}："


@contextmanager
def naming(page: Model) -> Iterator[None]:
    """Let what is found wrong with a page within say which page it is. Raises InvalidPage."""
    try:
        yield
    except ValidationError as error:
        raise InvalidPage(page, error) from error
