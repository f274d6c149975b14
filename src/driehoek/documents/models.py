"""Documents of a case: each lies in one compartment, with versions that stay, encrypted bytes, text and locks."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Person
from driehoek.problems.models import Classification
from driehoek.vault import Secret


class DocumentKind(models.TextChoices):
    """What sort of paper a document is."""

    REPORT = "report", _("Rapport of rapportage")
    PLAN = "plan", _("Plan")
    MINUTES = "minutes", _("Verslag van overleg")
    LETTER = "letter", _("Brief")
    DECISION = "decision", _("Besluit")
    PICTURE = "picture", _("Foto of kaart")
    OTHER = "other", _("Anders")


class FileType(models.TextChoices):
    """What a file is by its content, whatever its name says."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (docx)"
    TXT = "txt", _("Tekst")
    PNG = "png", "PNG"
    JPG = "jpg", "JPEG"


PICTURES = (FileType.PNG, FileType.JPG)


class Origin(models.TextChoices):
    """Where a version came from."""

    UPLOAD = "upload", _("Geplaatst")
    REDACTED = "redacted", _("Geschikt voor publicatie")


class Scan(models.TextChoices):
    """What was done about malware; an infected file is never stored."""

    UNSCANNED = "unscanned", _("Niet gescand")
    CLEAN = "clean", _("Gescand, niets gevonden")


class TextState(models.TextChoices):
    """How reading the text of a version stands."""

    WAITING = "waiting", _("Tekst wordt gelezen")
    READ = "read", _("Tekst gelezen")
    UNREADABLE = "unreadable", _("Tekst niet leesbaar")
    NONE = "none", _("Geen tekst")


class InCompartment(models.Model):
    """What lies in a compartment: one wall closes every such table (cases.walls)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Document(InCompartment):
    """A document; what it says is in its versions.

    Attributes:
        no_personal: who placed it said that no personal data are in it.
        table_title: its title on the agenda of the driehoek, without names; empty when it is not put forward.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    title_locked = models.TextField()
    title = Secret("title_locked")
    kind = models.CharField(_("soort"), max_length=8, choices=DocumentKind.choices)
    classification = models.CharField(
        _("vertrouwelijkheid"),
        max_length=14,
        choices=Classification.choices,
        default=Classification.CONFIDENTIAL,
    )
    no_personal = models.BooleanField(default=False)
    table_title = models.CharField(_("titel op de agenda"), max_length=140, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-changed_at"]
        indexes: ClassVar = [
            models.Index(fields=["case", "-changed_at", "-id"], name="document_of_case"),
            models.Index(
                fields=["municipality", "-changed_at"],
                name="document_put_forward",
                condition=~Q(table_title=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Version(InCompartment):
    """One state of a document, for good. Its bytes are in `Chunk`, under a key of its own.

    Attributes:
        key_locked: the key of the file, wrapped by the newest key of the vault.
        sha256: fingerprint of the bytes as they were given.
        size: bytes.
        pages: of a PDF; 0 when unknown.
        no_personal: who stored it said that no personal data are in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.UPLOAD)
    file_name_locked = models.TextField()
    file_name = Secret("file_name_locked")
    note_locked = models.TextField(blank=True)
    note = Secret("note_locked")
    key_locked = models.TextField()
    key = Secret("key_locked")
    file_type = models.CharField(max_length=4, choices=FileType.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=9, choices=Scan.choices)
    text_state = models.CharField(max_length=10, choices=TextState.choices)
    pages = models.PositiveIntegerField(default=0)
    no_personal = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["compartment", "sha256"], name="document_by_content")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Chunk(InCompartment):
    """A piece of the bytes of a version under AES-256-GCM: nonce and ciphertext."""

    file = models.ForeignKey(Version, models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "number"], name="chunk_of_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class VersionText(InCompartment):
    """The text that was read from a version."""

    file = models.OneToOneField(Version, models.PROTECT, primary_key=True, related_name="read_text")
    text_locked = models.TextField(blank=True)
    text = Secret("text_locked")
    # A row of text is bound to its place by the id of its version (vault.place_of reads `pk`).

    def __str__(self) -> str:
        return str(self.file_id)


class Words(InCompartment):
    """For the search: fingerprints of the words of a document's newest version, without their order.

    Attributes:
        at: when the document last changed; the newest stand on top.
        words: `documents.fingerprints`; nobody reads a word from it without the keys of the vault.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="words")
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="document_words", fastupdate=False),
            models.Index(fields=["-at", "-document"], name="document_newest_words"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class Lock(InCompartment):
    """Someone works on a document until a moment; meanwhile nobody else stores a version.

    Attributes:
        until: when it ends by itself.
        ended_at, ended_by: when it was released, or broken by who leads the compartment, with `reason`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="locks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    reason_locked = models.TextField(blank=True)
    reason = Secret("reason_locked")

    class Meta:
        ordering = ["-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(ended_at=None), name="document_locked_once"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="document_lock_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.by_id}"


class RedactionState(models.TextChoices):
    """Where a redacted copy stands."""

    DRAFT = "draft", _("Wacht op een tweede persoon")
    CONFIRMED = "confirmed", _("Bevestigd")
    REJECTED = "rejected", _("Afgekeurd")


class Redaction(InCompartment):
    """Passages of a version that are made black for publication, each with its ground.

    Attributes:
        source: the version whose text it is about; that version stays as it is.
        passages: list of {start, end, ground}: places in the text and codes of the Woo, no words.
        result: the version that it became.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="redactions")
    source = models.ForeignKey(Version, models.PROTECT, related_name="+")
    passages = models.JSONField()
    state = models.CharField(max_length=9, choices=RedactionState.choices, default=RedactionState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    judged_at = models.DateTimeField(null=True)
    result = models.OneToOneField(Version, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(judged_by=None) | Q(state="rejected") | ~Q(judged_by=F("made_by")),
                name="redaction_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=(Q(state="confirmed") & Q(result__isnull=False))
                | (~Q(state="confirmed") & Q(result=None)),
                name="redaction_confirmed_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"
