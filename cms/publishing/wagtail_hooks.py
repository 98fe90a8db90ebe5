"""What publishing adds to the admin."""

from cms.publishing import withdrawal_hooks  # noqa: F401 - registers itself
