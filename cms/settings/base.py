"""Settings that hold everywhere; dev, test and production add their own."""

from cms.settings.api import *
from cms.settings.database import DATABASES  # noqa: F401
from cms.settings.environment import (  # noqa: F401
    ADMIN_URL,
    ALLOWED_HOSTS,
    BASE_DIR,
    DATA_ROOT,
    DESK_URL,
    PUBLIC_BASE_URL_PATTERN,
    SECRET_KEY,
)
from cms.settings.publishing import *
from cms.settings.search import *
from cms.settings.wagtail import *

DEBUG = False

# What an export needs: the models and what their modules import.
CONTENT_APPS = [
    "cms.core",
    "cms.accounts",
    "cms.media",
    "cms.cluster",
    "cms.articles",
    "cms.disclosure",
    "cms.services",
    "cms.organisations",
    "cms.publishing",
    "cms.export",
    "wagtail.contrib.settings",
    "cms.core.lean_apps.LeanDocumentsConfig",
    "cms.core.lean_apps.LeanImagesConfig",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]

# What only answers requests; a build leaves it out, because loading it takes as long as building a thousand pages.
REQUEST_APPS = [
    "cms.api",
    "cms.emergency",
    "cms.search_words",
    "site_builder",
    "search",
    "content_fixtures",
    "cms.accounts.apps.WagtailUsersConfig",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "cms.core.admin_apps.DocumentsConfig",
    "cms.core.admin_apps.ImagesConfig",
    "wagtail.sites",
    "cms.core.admin_apps.SnippetsConfig",
    "wagtail.admin",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_tasks",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

INSTALLED_APPS = [*(app for app in CONTENT_APPS if "lean_apps" not in app), *REQUEST_APPS]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_ROOT / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_ROOT / "media"

# A page form with many inline rows has more fields than Django's default of 1000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644
