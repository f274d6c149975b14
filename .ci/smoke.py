"""Start `make run` as a newcomer does, sign in as the mayor, read the first page, stop it with Ctrl-C.

Python's own library only: the environment is what is being made.
"""

from __future__ import annotations

import html.parser
import http.cookiejar
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = int(os.environ.get("SMOKE_START_SECONDS", "600"))
STOP_SECONDS = 30
FIRST_PAGE_BYTES = 150_000
MAYOR = "Burgemeester"


class SmokeError(Exception):
    """Something is not as a newcomer should find it."""


class FormReader(html.parser.HTMLParser):
    """Collects each form's hidden fields together with the words in it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the beginning of a form, or a field in it."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append(({}, []))
        elif tag == "input" and self._inside and found.get("type") == "hidden":
            self.forms[-1][0][found.get("name", "")] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self._inside and data.strip():
            self.forms[-1][1].append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a form."""
        if tag == "form":
            self._inside = False


def main() -> int:
    """Run the smoke test; return the exit status."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as output:
        begun = time.monotonic()
        server = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(base, server)
            print(f"ready after {time.monotonic() - begun:.1f} s")
            _look(base)
            faults = _stop(server, port)
        except (SmokeError, OSError) as error:
            faults = [str(error)]
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            output.seek(0)
            said = output.read()
    if "Traceback" in said:
        faults.append("a traceback in the output")
    if faults:
        print(said[-8000:])
    print(f"smoke: {'; '.join(faults) or 'fine'}")
    return 1 if faults else 0


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _require(server.poll() is None, f"make run ended with {server.returncode}")
        try:
            with urllib.request.urlopen(f"{base}/-/readyz", timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise SmokeError(f"not ready within {START_SECONDS} s")


def _look(base: str) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    browser.addheaders = [("Accept", "text/html"), ("Referer", base)]
    reader = FormReader()
    reader.feed(_read(browser, f"{base}/demo/"))
    mayors = [fields for fields, words in reader.forms if words[:1] == [MAYOR]]
    _require(bool(mayors), f"no button for {MAYOR} on the sign-in page")
    begun = time.monotonic()
    first = _read(browser, f"{base}/demo/", urllib.parse.urlencode(mayors[0]).encode())
    print(f"first page: {len(first.encode())} bytes of HTML in {time.monotonic() - begun:.2f} s")
    for words in ("Wat wordt van u gevraagd", "Wat speelt er", "Veranderd"):
        _require(words in first, f"the first page does not answer: {words}?")
    _require(len(first.encode()) < FIRST_PAGE_BYTES, "the first page is too large")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise SmokeError(message)


def _read(browser: urllib.request.OpenerDirector, address: str, data: bytes | None = None) -> str:
    try:
        with browser.open(address, data, timeout=60) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        raise SmokeError(f"{urllib.parse.urlsplit(address).path}: {error.code}") from error


def _stop(server: subprocess.Popen[bytes], port: int) -> list[str]:
    """Press Ctrl-C once: it goes to the whole foreground group, as from a terminal."""
    begun = time.monotonic()
    os.killpg(server.pid, signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        return [f"still there {STOP_SECONDS} s after Ctrl-C"]
    print(f"stopped after {time.monotonic() - begun:.1f} s")
    faults = [f"port {number} is still in use" for number in (port, port + 1) if _in_use(number)]
    if (ROOT / "var" / "postgres" / "postmaster.pid").exists():
        faults.append("the database still runs")
    return faults


def _free_port() -> int:
    for candidate in range(8765, 9765, 10):
        if not _in_use(candidate) and not _in_use(candidate + 1):
            return candidate
    raise SmokeError("no free port")


def _in_use(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
