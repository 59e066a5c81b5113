"""Without a mail server, letters stay here: on the console and in a folder."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

KEPT = 200


class LocalBackend(BaseEmailBackend):
    """Prints each letter and keeps the last ones for the local outbox page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep these letters; return how many."""
        folder = Path(settings.OUTBOX_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for letter in email_messages:
            now = timezone.now()
            kept = {
                "at": now.isoformat(),
                "to": list(letter.to),
                "subject": str(letter.subject),
                "body": str(letter.body),
            }
            path = folder / f"{now:%Y%m%d-%H%M%S-%f}.json"
            path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            print(f"--- {kept['subject']} ---\n{kept['body']}\n---", flush=True)
        for old in sorted(folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def letters() -> list[dict[str, str]]:
    """Return the kept letters, latest first."""
    folder = Path(settings.OUTBOX_FOLDER)
    paths = sorted(folder.glob("*.json"), reverse=True)
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]
