"""Commands that answer no requests: operators run them by the dozen, and wait for each.

Of the system checks they need those of settings. All others are about code, load every view and template, and take as long as the
start itself; `make check` runs them, and so does what serves or runs on: the web server of the demo, and the publisher.
"""

from django.core.management.base import BaseCommand

SETTINGS = "settings"  # what checks of the environment's values are registered as


class OperatorCommand(BaseCommand):
    requires_system_checks: list[str] = [SETTINGS]
