"""Keeping a letter as it was made, and a municipality's own templates."""

from __future__ import annotations

import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.services.common import record
from driehoek.ledger import services as ledger
from driehoek.measures.letters import check_template, content_of, digest_of, standard_template
from driehoek.measures.models import Letter, LetterKind, LetterTemplate, MeasureFile


@transaction.atomic
def make_letter(*, identity: Identity, file: MeasureFile, kind: LetterKind) -> Letter:
    """Make the next version of a letter from the register; a concept until the mayor has decided.

    Raises:
        ProgrammingError: who acts does not work in the compartment of the measure.
    """
    measure = file.measure
    template = LetterTemplate.objects.filter(
        municipality=identity.municipality, kind=kind, ended_at=None
    ).first()
    newest = Letter.objects.filter(measure=measure, kind=kind).aggregate(number=Max("number"))["number"] or 0
    content = content_of(measure, file, municipality=measure.municipality.name, on=timezone.localdate())
    letter = Letter(
        municipality_id=identity.municipality,
        measure=measure,
        compartment=file.compartment,
        kind=kind,
        number=newest + 1,
        template=template,
        template_digest=template.digest if template else digest_of(standard_template(kind)),
        concept=measure.decided_on is None,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    letter.content = json.dumps(content, ensure_ascii=False)
    letter.save(force_insert=True)
    record(
        measure.case,
        "measures:letter:made",
        {"kind": str(kind), "number": letter.number},
        subject=measure.pk,
        compartment=file.compartment,
    )
    return letter


@transaction.atomic
def keep_template(*, identity: Identity, kind: LetterKind, body: bytes) -> LetterTemplate:
    """Take a municipality's own template into use; the one before it ends.

    Raises:
        TemplateRefusedError: it uses unknown fields, or is no Word document without macros.
        ProgrammingError: who acts does not keep templates.
    """
    check_template(body)
    now = timezone.now()
    rows = LetterTemplate.objects.filter(municipality=identity.municipality, kind=kind)
    newest = rows.aggregate(number=Max("number"))["number"] or 0
    rows.filter(ended_at=None).update(ended_at=now)
    made = LetterTemplate.objects.create(
        municipality_id=identity.municipality,
        kind=kind,
        number=newest + 1,
        body=body,
        digest=digest_of(body),
        made_by_id=identity.person,
        made_at=now,
    )
    _record(made, "kept")
    return made


@transaction.atomic
def end_template(*, identity: Identity, template: LetterTemplate) -> None:
    """Go back to the template that comes with Driehoek; letters that were made keep theirs."""
    rows = LetterTemplate.objects.filter(municipality=identity.municipality, pk=template.pk, ended_at=None)
    if rows.update(ended_at=timezone.now()):
        _record(template, "ended")


def _record(template: LetterTemplate, verb: str) -> None:
    ledger.append(
        municipality=template.municipality_id,
        action=f"measures:template:{verb}",
        subject=template.pk,
        data={"kind": template.kind, "number": template.number},
    )
