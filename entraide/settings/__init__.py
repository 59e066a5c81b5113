"""The settings, in small files: each one says what it decides."""

import django_stubs_ext

from entraide.settings.apps import *  # noqa: F403
from entraide.settings.database import *  # noqa: F403
from entraide.settings.folder import *  # noqa: F403
from entraide.settings.language import *  # noqa: F403
from entraide.settings.login import *  # noqa: F403
from entraide.settings.mail import *  # noqa: F403
from entraide.settings.security import *  # noqa: F403
from entraide.settings.tasks import *  # noqa: F403

django_stubs_ext.monkeypatch()
