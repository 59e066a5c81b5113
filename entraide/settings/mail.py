"""How letters leave. Without a mail server they stay in the folder and on the console."""

import os
from urllib.parse import unquote, urlsplit

from entraide.settings.security import SITE_ADDRESS

_mail = urlsplit(os.environ.get("ENTRAIDE_MAIL", ""))
# True where letters are kept in a folder, to be read on the local outbox page.
MAIL_STAYS_LOCAL = not _mail.hostname
if MAIL_STAYS_LOCAL:
    EMAIL_BACKEND = "entraide.people.outbox.LocalBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get(
    "ENTRAIDE_MAIL_FROM", f"ne-pas-repondre@{urlsplit(SITE_ADDRESS).hostname}"
)
