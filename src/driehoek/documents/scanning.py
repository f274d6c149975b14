"""The malware scan: clamd over TCP or a Unix socket, when the installation names one (`DRIEHOEK_CLAMD`).

Once named, nothing is stored that it did not call clean: when it cannot be reached the file is refused.
"""

from __future__ import annotations

import io
from typing import Final
from urllib.parse import urlsplit

import clamd
from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.documents.filetypes import RefusedFile
from driehoek.documents.models import Scan

PORT: Final = 3310
SECONDS: Final = 30.0


def scan(content: bytes) -> Scan:
    """Let the scanner look at a file before it is stored.

    Raises:
        RefusedFile: malware was found, or the scanner that is named does not answer.
    """
    address: str = settings.CLAMD
    if not address:
        return Scan.UNSCANNED
    try:
        found = _scanner(address).instream(io.BytesIO(content))
        status, _name = found["stream"]
    except (OSError, ValueError, KeyError, TypeError, clamd.ClamdError) as error:
        raise RefusedFile(
            _("De scan werkt nu niet. Er is niets bewaard. Probeer het straks weer of bel de beheerder.")
        ) from error
    if status == "OK":
        return Scan.CLEAN
    if status == "FOUND":
        raise RefusedFile(
            _("Dit bestand is schadelijk. Er is niets bewaard. Open het niet meer en bel de beheerder.")
        )
    raise RefusedFile(_("Dit bestand kon niet worden gescand. Er is niets bewaard. Probeer het als PDF."))


def _scanner(address: str) -> clamd.ClamdNetworkSocket:
    """Return the scanner at `tcp://host:port` or `unix:/path`."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return clamd.ClamdUnixSocket(path=parts.path, timeout=SECONDS)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError("DRIEHOEK_CLAMD is tcp://host:port or unix:/path")
    return clamd.ClamdNetworkSocket(host=parts.hostname, port=parts.port or PORT, timeout=SECONDS)
