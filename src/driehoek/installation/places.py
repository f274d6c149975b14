"""Where an installation keeps what is not in git, and the secrets made once for it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]


class InstallationError(Exception):
    """Something about this machine or installation stands in the way; the message says what to do."""


def var_folder() -> Path:
    """Return the folder for all that is not in git: `DRIEHOEK_VAR`, else `var/` in the checkout or here."""
    if named := os.environ.get("DRIEHOEK_VAR"):
        return Path(named).expanduser().resolve()
    base = PROJECT_ROOT if (PROJECT_ROOT / "pyproject.toml").exists() else Path.cwd()
    return base / "var"


@dataclass(frozen=True)
class Secrets:
    """Random values made once for an installation; losing them means new passwords, not lost data.

    Except `subject_key`: with another key the processing log can no longer be searched for a data subject. And
    `seal_key`: with another key the seals of what was written before can no longer be checked. And `exchange_key`:
    with another key nothing that was given through the exchange can be read any more. And `vault_keys`: the same for
    the fields under lock of cases.
    """

    superuser_password: str
    owner_password: str
    app_password: str
    django_key: str
    subject_key: str
    seal_key: str
    exchange_key: str
    vault_keys: str


def load_secrets(folder: Path) -> Secrets:
    """Read the installation's secrets from `folder`, making them on the first call (file mode 0600).

    Raises:
        InstallationError: the folder cannot be written, or the file is not what this program wrote.
    """
    path = folder / "secrets.json"
    names = [field.name for field in fields(Secrets)]
    known = _read(path)
    if any(name not in known for name in names):
        with exclusive(folder / "secrets.lock"):
            known = _read(path)
            known = {name: secrets.token_urlsafe(32) for name in names} | known
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(known, indent=1))
            draft.replace(path)
    return Secrets(**{name: known[name] for name in names})


def seal_key() -> str:
    """Return the key of the installation's seal: `DRIEHOEK_SEAL_KEY`, else the one made once for it."""
    return os.environ.get("DRIEHOEK_SEAL_KEY") or load_secrets(var_folder()).seal_key


def exchange_key() -> str:
    """Return the key that wraps the keys of the exchange: `DRIEHOEK_EXCHANGE_KEY`, else the one made once for it."""
    return os.environ.get("DRIEHOEK_EXCHANGE_KEY") or load_secrets(var_folder()).exchange_key


def vault_keys() -> tuple[str, ...]:
    """Return the keys of fields under lock, the one that locks now first, then older ones that still open.

    They stand in `DRIEHOEK_VAULT_KEYS`, with spaces between; else the one made once for the installation.
    """
    return tuple((os.environ.get("DRIEHOEK_VAULT_KEYS") or load_secrets(var_folder()).vault_keys).split())


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path` alone; the kernel lets go of it when the process ends, however it ends.

    Raises:
        InstallationError: the folder or the file cannot be written by this user.
    """
    handle = open_lock(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def open_lock(path: Path) -> int:
    """Open lock file `path`, making it and its folder where they are missing; return the file descriptor.

    Raises:
        InstallationError: the folder or the file cannot be written by this user.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise InstallationError(
            f"{path}: {error.strerror}. Run as the owner of that folder, or name another in DRIEHOEK_VAR."
        ) from error


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InstallationError(
            f"{path}: {error.strerror}. Run as the user who owns it, or name another folder in DRIEHOEK_VAR."
        ) from error
    except ValueError as error:
        raise InstallationError(f"{path}: line 1: not JSON; put it back from your safe copy.") from error
    if not isinstance(known, dict) or not all(isinstance(value, str) for value in known.values()):
        raise InstallationError(f"{path}: expected names with texts; put it back from your safe copy.")
    return known
