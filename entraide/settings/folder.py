"""Where everything lives: one folder for the database, the files and the secrets."""

import json
import os
import secrets
from pathlib import Path

DATA_FOLDER = Path(os.environ.get("ENTRAIDE_DATA", "data")).resolve()
DEMO = os.environ.get("ENTRAIDE_DEMO") == "1"


def read_secrets(folder: Path) -> dict[str, str]:
    """Return the secrets of this folder, made at the first start and readable by the owner only."""
    path = folder / "secrets.json"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "secret_key": secrets.token_urlsafe(50),
        "receipt_pepper": secrets.token_urlsafe(32),
        "first_start_code": f"{secrets.randbelow(10**8):08d}",
    }
    # Written beside, then linked: two processes that start together agree on one file.
    beside = folder / f"secrets.{os.getpid()}.tmp"
    if not path.exists():
        beside.write_text(json.dumps(made), encoding="utf-8")
        beside.chmod(0o600)
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


_secrets = read_secrets(DATA_FOLDER)
SECRET_KEY = _secrets["secret_key"]
# Kept outside the database: whoever steals only the database cannot test receipt words.
RECEIPT_PEPPER = _secrets["receipt_pepper"]
FIRST_START_CODE = _secrets["first_start_code"]

STATIC_ROOT = DATA_FOLDER / "static"
OUTBOX_FOLDER = DATA_FOLDER / "outbox"
