import ast
import inspect
import os
import subprocess
import sys
import textwrap

import pytest
from django.apps import AppConfig, apps
from django.conf import settings

from cms.core.admin_apps import DocumentsConfig, ImagesConfig, SnippetsConfig

# What their `ready` does for the API that nothing routes to.
FOR_THE_API = ("register_content_types()", "api.add_router(")
OURS = (DocumentsConfig, ImagesConfig, SnippetsConfig)


def steps(config: type[AppConfig]) -> list[str]:
    """Return what `ready` calls, in its order; in which module a name is found makes no difference."""
    [function] = ast.parse(textwrap.dedent(inspect.getsource(config.ready))).body
    assert isinstance(function, ast.FunctionDef)
    statements = [ast.unparse(each) for each in function.body if not isinstance(each, ast.Import | ast.ImportFrom)]
    return [each.replace("documents.get_", "get_").replace("images.get_", "get_") for each in statements]


@pytest.mark.parametrize("config", OURS)
def test_all_is_done_that_wagtails_own_app_does_but_for_its_api(config: type[AppConfig]) -> None:
    [theirs] = (base for base in config.__bases__ if issubclass(base, AppConfig))
    expected = [step for step in steps(theirs) if not step.startswith(FOR_THE_API)]
    assert len(steps(theirs)) == len(expected) + len(FOR_THE_API)
    assert steps(config) == expected


@pytest.mark.parametrize("config", OURS)
def test_it_stands_for_wagtails_own(config: type[AppConfig]) -> None:
    assert type(apps.get_app_config(config.label)) is config


def test_a_command_starts_without_what_only_requests_and_readers_of_files_need() -> None:
    heavy = {"rest_framework.views", "ninja", "pydantic", "psycopg", "openpyxl", "pypdfium2", "tantivy", "elasticsearch", "boto3"}
    program = f"import django, sys; django.setup(); print(sorted({heavy!r} & sys.modules.keys()))"
    environment = {**os.environ, "DATABASE_URL": ""}  # with PostgreSQL its driver is needed
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True,
    )
    assert done.stdout.strip() == "[]"
