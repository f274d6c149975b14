"""The judgements of the law as they were made, and the rules by which: neither ever changes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.law.decision import Outcome
from driehoek.parties.models import Municipality, Organisation, Person

# A confirmation that says why is longer than a word or two; walls.sql holds the same number.
LEAST_CONFIRMATION: Final = 20


class RuleText(models.Model):
    """A set of rules as text, stored when the first decision is made by it, so that any decision can be made again.

    Attributes:
        version: the day of the newest change and the beginning of a hash over the texts (law.ruleset); the database
            refuses a version that is not that of the texts.
        texts: the text of each file by its name.
    """

    version = models.CharField(primary_key=True, max_length=40)
    texts = models.JSONField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return self.version


class Decision(models.Model):
    """One judgement of one proposal: support for the person who decides, and the proof of what they went by.

    Only the application can add one, because each carries the installation's seal over all of it (grounds.sealing,
    walls.sql); nobody can change or delete one.

    Attributes:
        subject_kind, subject: what was judged, such as `exchange.provision` and its id.
        organisation: whose judgement it is: who would give.
        problem: id of the problem that it is about, if any.
        proposal: what was judged, in the one form that `law.proposal.as_json` gives it.
        on: by which day.
        outcome: allowed, warn, needs_approval or not_allowed.
        bases, rules, missing, approvers: ids and keys of the answer; what replay compares.
        must_know: those of the missing facts that no confirmation replaces (law.engine.must_know).
        answer: the whole answer with its words in both languages, as `law.Decision.as_json` gives it.
        rule: by which rules.
        engine: hash over the engine's own source.
        confirmation, confirmed_by: why a `warn` is given all the same, and who says so; empty for other outcomes.
        made_by: who asked for the judgement; None for a job.
        trace_id, span_id: W3C ids; together they name the record in the decision log.
        seal: the installation's seal over everything above.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    problem = models.UUIDField(null=True)
    proposal = models.JSONField()
    on = models.DateField()
    outcome = models.CharField(max_length=14)
    bases = ArrayField(models.CharField(max_length=80))
    rules = ArrayField(models.CharField(max_length=80))
    missing = ArrayField(models.CharField(max_length=80))
    approvers = ArrayField(models.CharField(max_length=80))
    must_know = ArrayField(models.CharField(max_length=80))
    answer = models.JSONField()
    rule = models.ForeignKey(RuleText, models.PROTECT, related_name="+")
    engine = models.CharField(max_length=64)
    confirmation = models.CharField(max_length=2000, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16)
    seal = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trace_id", "span_id"], name="decision_once_in_log"),
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="decision_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(confirmation="", confirmed_by=None)
                | (~Q(confirmation="") & Q(confirmed_by__isnull=False, outcome="warn")),
                name="decision_confirmed_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-made_at"], name="decision_of_subject"),
            models.Index(fields=["municipality", "-made_at", "-id"], name="decision_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.outcome}"

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What must be the same when it is computed again (law.Decision.key)."""
        return (
            self.outcome,
            tuple(self.bases),
            tuple(self.rules),
            tuple(self.missing),
            tuple(self.approvers),
        )

    @property
    def releasable(self) -> bool:
        """Whether this judgement lets something go: allowed, or a warning that someone took upon them with a reason.

        The database asks besides that it is the newest of its subject and made for today (`grounds_allows`).
        """
        if self.outcome == Outcome.ALLOWED:
            return True
        confirmed = len(self.confirmation.strip()) >= LEAST_CONFIRMATION
        return self.outcome == Outcome.WARN and confirmed and not self.must_know

    def why_not(self) -> str:
        """Return in one sentence why this judgement lets nothing go; empty when it does."""
        if self.releasable:
            return ""
        if self.outcome == Outcome.NOT_ALLOWED:
            return _("Geen wet staat dit zo toe. Lees hieronder waardoor.")
        if self.outcome == Outcome.NEEDS_APPROVAL:
            return _("Dit wacht op toestemming. Vraag die eerst.")
        if self.must_know:
            return _("Beantwoord eerst de vragen die nog open zijn. Een reden alleen is hier niet genoeg.")
        return _("Nog niet alles staat vast. Zeg met een reden waarom dit toch mag.")

    def held(self) -> Mapping[str, Any]:
        """Return the whole answer as it was given, in the form of `law.Decision.as_json`.

        `grounds.outcomes.outcome_of` puts it in the reader's language.
        """
        found: Mapping[str, Any] = self.answer
        return found
