"""The least that Wagtail and wagtail-bakery need to build the corpus."""

import os
from pathlib import Path

WORK = Path(os.environ["PEER_WORK"])

SECRET_KEY = "protects nothing: a benchmark"
DEBUG = False
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "peer",
    "bakery",
    "wagtailbakery",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": WORK / "peer.sqlite3"}}
# Made anew in the work folder, so that the repository carries no migrations of a benchmark.
MIGRATION_MODULES = {"peer": "peer_migrations"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = WORK / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = WORK / "media"
WAGTAIL_SITE_NAME = "peer"
WAGTAILADMIN_BASE_URL = "http://localhost"

BUILD_DIR = str(WORK / "build")
BAKERY_VIEWS = ("wagtailbakery.views.AllPublishedPagesView",)
