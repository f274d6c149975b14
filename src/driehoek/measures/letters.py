"""Letters: what goes into them, the docx from a template, the PDF, and the check of a municipality's template."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from driehoek.measures.models import AdministrativeMeasure, LetterKind, MeasureFile
from driehoek.measures.tables import kinds
from driehoek.web import formatting

FOLDER: Final = Path(__file__).parent / "data" / "letters"
PAPER: Final = Path(__file__).parent / "templates" / "measures" / "letter.typ"
# The fields that a template may use, each with what it is; another is refused by name.
FIELDS: Final[dict[str, str]] = {
    "concept": "CONCEPT, zolang de burgemeester niet heeft besloten",
    "gemeente": "naam van de gemeente",
    "datum": "dag van de brief",
    "geadresseerde": "naam en adres van wie het betreft",
    "maatregel": "soort maatregel",
    "grondslag": "wetsartikel",
    "plaats": "pand of gebied",
    "begin": "eerste dag",
    "einde": "laatste dag, of: tot nader bericht",
    "gronden": "redenen van het besluit",
    "zienswijze": "zienswijze en de reactie daarop",
    "besluitdatum": "dag van het besluit",
    "bekendmaking": "dag van de bekendmaking",
    "spoed": "waarom het niet kan wachten",
}
LARGEST: Final = 2 * 1024 * 1024
UNPACKED: Final = 20 * 1024 * 1024


class TemplateRefusedError(ValueError):
    """A template that cannot be used; `code` says why, `names` which fields.

    Codes: `size`, `docx` (no Word document), `macro`, `fields` (unknown fields), `syntax`.
    """

    def __init__(self, code: str, names: tuple[str, ...] = ()) -> None:
        """Tell why."""
        super().__init__(f"{code} {', '.join(names)}".strip())
        self.code, self.names = code, names


def content_of(
    measure: AdministrativeMeasure, file: MeasureFile, *, municipality: str, on: date
) -> dict[str, str]:
    """Return what goes into a letter, by the names of `FIELDS`; always in Dutch, the language of a decision."""
    kind = kinds()[measure.kind]
    return {
        "concept": "" if measure.decided_on else "CONCEPT",
        "gemeente": municipality,
        "datum": _day(on),
        "geadresseerde": file.addressee,
        "maatregel": kind.name,
        "grondslag": kind.article,
        "plaats": file.place,
        "begin": _day(measure.begins_on),
        "einde": _day(measure.ends_on) or "tot nader bericht",
        "gronden": file.grounds,
        "zienswijze": file.views,
        "besluitdatum": _day(measure.decided_on),
        "bekendmaking": _day(measure.announced_on),
        "spoed": measure.urgent_words,
    }


def _day(day: date | None) -> str:
    return formatting.date_long(day, language="nl") if day else ""


@lru_cache(maxsize=8)
def standard_template(kind: str) -> bytes:
    """Return the template that comes with Driehoek for a kind of letter."""
    return (FOLDER / f"{LetterKind(kind)}.docx").read_bytes()


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(body).hexdigest()


def check_template(body: bytes) -> None:
    """Check a municipality's template: a Word document without macros that uses known fields only.

    Raises:
        TemplateRefusedError: it cannot be used; says why, and which fields are not known.
    """
    if len(body) > LARGEST:
        raise TemplateRefusedError("size")
    _look_inside(body)
    from docxtpl import DocxTemplate

    try:
        template = DocxTemplate(io.BytesIO(body))
        used: set[str] = template.get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise TemplateRefusedError("syntax", (str(getattr(error, "message", ""))[:80],)) from error
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise TemplateRefusedError("docx") from error
    unknown = tuple(sorted(used - set(FIELDS)))
    if unknown:
        raise TemplateRefusedError("fields", unknown)
    try:
        render_docx(body, dict.fromkeys(FIELDS, "x"))
    except (TemplateError, ValueError, TypeError) as error:
        raise TemplateRefusedError("syntax", (str(error)[:80],)) from error


def _look_inside(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = packed.namelist()
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile as error:
        raise TemplateRefusedError("docx") from error
    if size > UNPACKED:
        raise TemplateRefusedError("size")
    if "word/document.xml" not in names:
        raise TemplateRefusedError("docx")
    if any("vbaProject" in name or name.startswith("word/embeddings/") for name in names):
        raise TemplateRefusedError("macro")


def _environment() -> ImmutableSandboxedEnvironment:
    """Return where templates are read: they are text with fields, and reach nothing of the program."""
    found = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    found.globals.clear()
    return found


def render_docx(body: bytes, content: Mapping[str, str]) -> bytes:
    """Return a Word document: a template with its fields filled in.

    Raises:
        jinja2.TemplateError: the template cannot be filled in.
    """
    from docxtpl import DocxTemplate, Listing

    template = DocxTemplate(io.BytesIO(body))
    filled: dict[str, Any] = {
        name: Listing(content[name]) if "\n" in content.get(name, "") else content.get(name, "")
        for name in FIELDS
    }
    template.render(filled, jinja_env=_environment(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def render_pdf(kind: str, content: Mapping[str, str]) -> bytes:
    """Return the letter as a PDF that everyone can read (PDF/UA-1), in the standard layout."""
    from driehoek.web.paper import compile_pdf

    return compile_pdf(
        PAPER,
        {**content, "soort": kind, "titel": title_of(kind, content), "tekst": paragraphs(kind, content)},
    )


def title_of(kind: str, content: Mapping[str, str]) -> str:
    """Return the subject line of a letter."""
    return {
        LetterKind.INTENTION: f"Voornemen: {content['maatregel']}",
        LetterKind.DECISION: f"Besluit: {content['maatregel']}",
        LetterKind.ANNOUNCEMENT: f"Bekendmaking: {content['maatregel']}",
        LetterKind.END: f"Einde: {content['maatregel']}",
    }[LetterKind(kind)]


def paragraphs(kind: str, content: Mapping[str, str]) -> list[str]:
    """Return the body of a letter in the standard layout; the docx templates are made from the same sentences."""
    return [
        one for one in (text.format_map(dict(content)) for text in BODIES[LetterKind(kind)]) if one.strip()
    ]


_RULE: Final = "De grondslag is {grondslag}. Het gaat om: {plaats}."
BODIES: Final[dict[LetterKind, tuple[str, ...]]] = {
    LetterKind.INTENTION: (
        "Ik ben van plan deze maatregel te nemen: {maatregel}.",
        _RULE,
        "De maatregel zou gelden van {begin} tot en met {einde}.",
        "{gronden}",
        (
            "U mag zeggen wat u hiervan vindt, voordat ik besluit (artikel 4:8 van de Algemene wet bestuursrecht). "
            "Dat kan schriftelijk of mondeling, binnen twee weken na de dag van deze brief."
        ),
    ),
    LetterKind.DECISION: (
        "Ik besluit tot deze maatregel: {maatregel}.",
        _RULE,
        "De maatregel geldt van {begin} tot en met {einde}.",
        "{gronden}",
        "{zienswijze}",
        "{spoed}",
        (
            "Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken binnen zes weken na de dag waarop het "
            "is bekendgemaakt (artikelen 6:7 en 6:8 van de Algemene wet bestuursrecht). Het besluit geldt ook als "
            "u bezwaar maakt. U kunt de voorzieningenrechter vragen om een voorlopige voorziening."
        ),
    ),
    LetterKind.ANNOUNCEMENT: (
        "Op {besluitdatum} besloot ik tot deze maatregel: {maatregel}.",
        _RULE,
        "De maatregel geldt van {begin} tot en met {einde}.",
        (
            "Het besluit is bekendgemaakt op {bekendmaking}. De termijn voor bezwaar is zes weken en begint op de "
            "dag na de bekendmaking."
        ),
    ),
    LetterKind.END: (
        "De maatregel van {besluitdatum} loopt af: {maatregel}.",
        _RULE,
        "De laatste dag is {einde}. Daarna geldt de maatregel niet meer.",
    ),
}
