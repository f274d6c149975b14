"""Subjects as records of one case, and the links between them. There is no register of people beside the cases.

What identifies someone lies under lock (`driehoek.vault`). A subject lies in one compartment of one case, and never
goes to another case; a link is between two subjects of one case and is seen only by who sees both its ends.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.cases.models import Case, Compartment
from driehoek.parties.models import Municipality, Organisation, Person
from driehoek.vault import Secret


class SubjectKind(models.TextChoices):
    """What a record is about."""

    PERSON = "person", _("Persoon")
    ADDRESS = "address", _("Adres")
    ORGANISATION = "organisation", _("Organisatie")
    VEHICLE = "vehicle", _("Voertuig")
    GROUP = "group", _("Groep")


class Certainty(models.TextChoices):
    """How certain a link is."""

    CONFIRMED = "confirmed", _("Bevestigd")
    LIKELY = "likely", _("Waarschijnlijk")
    UNVERIFIED = "unverified", _("Niet bevestigd")
    DENIED = "denied", _("Weersproken")


class LinkKind(models.TextChoices):
    """What a link says: the first subject … the second."""

    LIVES_AT = "lives_at", _("woont op")
    STAYS_AT = "stays_at", _("verblijft op")
    OWNS = "owns", _("is eigenaar van")
    RENTS = "rents", _("huurt")
    USES = "uses", _("gebruikt")
    WORKS_FOR = "works_for", _("werkt bij")
    RUNS = "runs", _("leidt")
    SEATED_AT = "seated_at", _("is gevestigd op")
    MEMBER_OF = "member_of", _("hoort bij")
    FAMILY_OF = "family_of", _("is familie van")
    KNOWS = "knows", _("heeft contact met")
    SEEN_AT = "seen_at", _("is gezien bij")
    OTHER = "other", _("heeft te maken met")


class Subject(models.Model):
    """A person, address, organisation, vehicle or group in one compartment of one case.

    Attributes:
        case: the case of its compartment; never changes.
        label: what it is called on screen (under lock).
        details: the fields of its kind as JSON text (under lock); see `subjects.details`.
        fingerprints: blind exact-match values of an address, plate or KvK number. Never of a person or a group.
        source: the organisation that it came from; None for what was found by who wrote it down.
        note: what else is to be known (under lock).
        ended_at: it does not matter (any more); with `ended_reason`. It can be taken back.
        leader: the record under which this one was joined, because a person decided that both are the same.
        restricted_at: processing is restricted (art. 18 AVG): it is shown as such and used in no comparison or picture.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="subjects")
    compartment = models.ForeignKey(
        Compartment, models.PROTECT, related_name="+", verbose_name=_("compartiment")
    )
    kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    label_locked = models.TextField()
    details_locked = models.TextField(blank=True)
    note_locked = models.TextField(blank=True)
    fingerprints = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    source = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("bron")
    )
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(_("waarom"), max_length=200, blank=True)
    leader = models.ForeignKey("self", models.PROTECT, related_name="joined", null=True, blank=True)
    restricted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    label = Secret("label_locked")
    details = Secret("details_locked")
    note = Secret("note_locked")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fingerprints=[]) | ~Q(kind__in=["person", "group"]),
                name="subject_person_has_no_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="subject_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(leader=None) | ~Q(leader=F("id")), name="subject_not_own_leader"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-made_at", "-id"], name="subject_of_case"),
            models.Index(fields=["compartment"], name="subject_of_compartment"),
            GinIndex(fields=["fingerprints"], name="subject_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Link(models.Model):
    """What ties two subjects of one case, from whom that is known, since when, and how certain it is.

    Attributes:
        compartment: where the link lies; `from_part` and `to_part` are the compartments of its ends, kept by the
            database. All three must be open to a reader, else the link does not exist for them.
        since, until: the period to which it applies, as far as known.
        note: under lock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="subject_links")
    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="+")
    from_subject = models.ForeignKey(Subject, models.PROTECT, related_name="links_from")
    to_subject = models.ForeignKey(Subject, models.PROTECT, related_name="links_to")
    from_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    to_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("verbinding"), max_length=12, choices=LinkKind.choices)
    certainty = models.CharField(_("zekerheid"), max_length=10, choices=Certainty.choices)
    source = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("bron")
    )
    since = models.DateField(_("vanaf"), null=True, blank=True)
    until = models.DateField(_("tot en met"), null=True, blank=True)
    note_locked = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(_("waarom"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    note = Secret("note_locked")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(from_subject=F("to_subject")), name="subject_link_between_two"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="subject_link_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-made_at", "-id"], name="subject_link_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.from_subject_id} {self.kind} {self.to_subject_id}"


class Together(models.TextChoices):
    """What was decided about two cases that know the same object."""

    LINKED = "linked", _("Hangt samen")
    APART = "apart", _("Hangt niet samen")


class CaseLink(models.Model):
    """Two cases know the same object, and someone who leads both decided whether they belong together (CX23).

    It links cases over an address, vehicle or organisation, and merges nothing. It is never over a person or a group.

    Attributes:
        one, other: the records of the object, one in each case; `one_part` and `other_part` are their compartments,
            kept by the database. Who does not see both does not see that there is a link.
        ended_at: the decision was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    one_case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    other_case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    one = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    other = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    one_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    other_part = models.ForeignKey(Compartment, models.PROTECT, related_name="+", editable=False)
    decision = models.CharField(_("besluit"), max_length=6, choices=Together.choices)
    reason = models.CharField(_("waarom"), max_length=300)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at=None), name="case_link_decided_once"
            ),
            # Each pair stands one way round, so that it is decided once.
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="case_link_one_way_round"),
            models.CheckConstraint(condition=~Q(reason=""), name="case_link_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.one_case_id} {self.decision} {self.other_case_id}"


class Phenomenon(models.Model):
    """A phenomenon by which a municipality finds cases that are alike; it says nothing about persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("verschijnsel"), max_length=80)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="phenomenon_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A case shows a phenomenon; everyone with an overview of the case sees that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="phenomena")
    phenomenon = models.ForeignKey(Phenomenon, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["phenomenon__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "phenomenon"], condition=Q(ended_at=None), name="case_tag_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.phenomenon_id}"
