"""Where an installation keeps its data and its secrets."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]


def var_folder() -> Path:
    """Return the folder for everything that is not in git: `DRIEHOEK_VAR`, else `var/` in the checkout or here."""
    if named := os.environ.get("DRIEHOEK_VAR"):
        return Path(named).expanduser().resolve()
    base = PROJECT_ROOT if (PROJECT_ROOT / "pyproject.toml").exists() else Path.cwd()
    return base / "var"


@dataclass(frozen=True)
class Secrets:
    """Random values made once for an installation; losing them means new passwords, not lost data.

    Except `subject_key`: with another key the processing log can no longer be searched for a data subject.
    """

    superuser_password: str
    owner_password: str
    app_password: str
    django_key: str
    subject_key: str


def load_secrets(folder: Path) -> Secrets:
    """Read the installation's secrets from `folder`, making them on the first call (file mode 0600)."""
    path = folder / "secrets.json"
    names = [field.name for field in fields(Secrets)]
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(32) for name in missing}
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(known, indent=1))
        draft.replace(path)
    return Secrets(**{name: known[name] for name in names})
