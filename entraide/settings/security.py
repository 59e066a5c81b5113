"""Who may ask, over what, and what a browser may load."""

import os
from urllib.parse import urlsplit

# The address people type; `entraide run --address` sets it.
SITE_ADDRESS = os.environ.get("ENTRAIDE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_ADDRESS)
_https = _site.scheme == "https"

DEBUG = os.environ.get("ENTRAIDE_DEBUG") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", _site.hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if _https else []

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Only the proxy in front of us says https; without one the header is not believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "entraide.home.views.csrf_failure"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A form of 10,000 characters in every field still fits; a flood does not.
# A whole paper sheet of a million signs in any script, and ticks on thousands of voices.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
