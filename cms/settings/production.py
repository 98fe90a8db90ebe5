"""Settings for production; what must be set and is not stops the start with a clear message."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *
from cms.settings.environment import ALLOWED_HOSTS as CHOSEN_HOSTS, SECRET_KEY as CHOSEN_KEY

MISSING = [name for name, value in (("SECRET_KEY", CHOSEN_KEY), ("ALLOWED_HOSTS", CHOSEN_HOSTS)) if not value]
if MISSING:
    raise ImproperlyConfigured(f"缺少环境变量：{'、'.join(MISSING)}。生产环境必须设置后才能启动。")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_SSL_REDIRECT = True
SESSION_COOKIE_AGE = 8 * 60 * 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
