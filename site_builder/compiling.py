"""Compiles the templates in a process of its own while this one loads the CMS, which keeps one processor busy."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jinja2 import TemplateError

from site_builder.errors import ThemeError
from site_builder.handover import may_start_a_process
from site_builder.templating import SHARED, Theme

CACHE = "templates"  # the folder of compiled templates, in the state folder


@contextmanager
def compiled_meanwhile(themes: Path, state: Path) -> Iterator[None]:
    """Compile all templates while what is inside runs. Where a process cannot be had, rendering compiles them."""
    if not may_start_a_process():
        yield
        return
    process = multiprocessing.get_context("fork").Process(target=_compile_all, args=(themes, state), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.join()


def cache_folder(state: Path) -> Path:
    folder = state / CACHE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _compile_all(themes: Path, state: Path) -> None:
    cache = cache_folder(state)
    for folder in sorted(path for path in themes.iterdir() if path.is_dir() and path.name != SHARED):
        theme = Theme(themes, folder.name, str, cache=cache)
        for name in theme.environment.list_templates(extensions=["html"]):
            # A broken template is reported by whoever needs it.
            with suppress(TemplateError, ThemeError):
                theme.template(name)
    os._exit(0)  # what the parent would do at its end is none of this process's business
