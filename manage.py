#!/usr/bin/env python3
"""Run a management command; without DJANGO_SETTINGS_MODULE, with the settings for development."""

import gc
import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

# These load the CMS themselves, and only if there is something new in it: that would cost most of their time.
LOAD_THE_CMS_WHEN_NEEDED = {
    "build": "site_builder.management.commands.build",
    "publish": "site_builder.management.commands.publish",
    "explain": "site_builder.management.commands.explain",
    "verify": "site_builder.management.commands.verify",
    "public_key": "site_builder.management.commands.public_key",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in LOAD_THE_CMS_WHEN_NEEDED:
        # They make millions of small objects and hardly a cycle, and the process ends with them: the collector would
        # look at all of it again and again.
        gc.disable()
        import_module(LOAD_THE_CMS_WHEN_NEEDED[command]).Command().run_from_argv(sys.argv)
        sys.stdout.flush()
        sys.stderr.flush()
        # Everything is on disk. Python would now take a million small objects apart, one by one.
        os._exit(0)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except ImproperlyConfigured as error:
        sys.exit(f"设置有误：{error}")
