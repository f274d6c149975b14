"""Every write of effect studies (CX18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.cases.services.common import record
from driehoek.effects import series
from driehoek.effects.models import CaseLink, Run, Study
from driehoek.effects.queries import keeps
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once

# The same study begun twice within this time was sent twice.
TWICE: Final = timedelta(minutes=10)


@transaction.atomic
def start_study(*, identity: Identity, values: dict[str, Any]) -> Study:
    """Begin a study; `values` are its title, what happened, the indicator, the areas and the first month after.

    Raises:
        PermissionDenied: the writer does not keep figures.
    """
    _require_keeper(identity)
    now = timezone.now()
    same = {name: values[name] for name in ("title", "indicator", "areas", "starts_on")}
    before = Study.objects.filter(
        municipality=identity.municipality, made_by=identity.person, made_at__gte=now - TWICE, **same
    ).first()
    if before is not None:
        return before
    made = Study.objects.create(
        municipality_id=identity.municipality, made_by_id=identity.person, made_at=now, **values
    )
    _record(made, "effects:study:started")
    return made


@transaction.atomic
def change_study(*, identity: Identity, study: Study, version: int, values: dict[str, Any]) -> None:
    """Change what a study asks; outcomes that came out stay as they are.

    Raises:
        PermissionDenied: the writer does not keep figures.
        VersionConflict: it was changed since `version`.
    """
    _require_keeper(identity)
    update_once(Study.objects.filter(municipality=identity.municipality), study, version, **values)
    _record(study, "effects:study:changed")


@transaction.atomic
def run_study(*, identity: Identity, study: Study) -> Run:
    """Work a study out on the figures as they are now; the same question over the same figures gives the same run.

    Raises:
        PermissionDenied: the writer does not keep figures.
    """
    _require_keeper(identity)
    locked = Study.objects.select_for_update().select_related("indicator").get(pk=study.pk)
    inputs = series.inputs_of(identity, locked)
    sha256 = series.seal(inputs)
    method, certainty, result = _judged(inputs)
    last = Run.objects.filter(municipality=identity.municipality, study=locked).order_by("-number").first()
    if last is not None and last.sha256 == sha256 and last.method == method:
        return last
    made = Run.objects.create(
        municipality_id=identity.municipality,
        study=locked,
        number=last.number + 1 if last else 1,
        inputs=inputs,
        sha256=sha256,
        method=method,
        result=result,
        certainty=certainty,
        run_by_id=identity.person,
        run_at=timezone.now(),
    )
    _record(locked, "effects:run:made", {"number": made.number, "certainty": certainty})
    return made


@transaction.atomic
def take_copy(*, study: Study, number: int) -> None:
    """Put on the ledger that someone took an outcome along on paper."""
    _record(study, "effects:copy:taken", {"number": number})


@transaction.atomic
def link(*, identity: Identity, case: Case, study: Study) -> CaseLink:
    """Lay a study beside a case; everyone with the case then reads the study. Laid twice, it lies there once.

    The caller has seen that the writer works on the case; the wall on the table asks the same.
    """
    made, new = CaseLink.objects.get_or_create(
        municipality_id=identity.municipality,
        study=study,
        case=case,
        defaults={"linked_by_id": identity.person, "linked_at": timezone.now()},
    )
    if new:
        record(case, "effects:case:linked", subject=study.pk)
    return made


@transaction.atomic
def unlink(*, case: Case, found: CaseLink) -> None:
    """Take a study away from a case; the study itself stays."""
    study = found.study_id
    found.delete()
    record(case, "effects:case:unlinked", subject=study)


def _judged(inputs: series.Inputs) -> tuple[str, str, dict[str, Any]]:
    """Return the method's version, the certainty and the whole outcome as plain data."""
    from driehoek.statistics.interrupted import METHOD, Certainty, as_data
    from driehoek.statistics.interrupted_checks import judge

    asked = series.asked(inputs)
    if asked is None:
        empty = {"code": "months_before", "found": 0, "needed": 24}
        main = {"certainty": "refused", "reasons": [empty], "estimate": None, "expected": []}
        return METHOD, Certainty.REFUSED.value, {"change": main, "compared": None, "certainty": "refused"}
    found = judge(asked.problem, asked.neighbours)
    return METHOD, found.certainty.value, as_data(found)


def _require_keeper(identity: Identity) -> None:
    if not keeps(identity):
        raise PermissionDenied(_("Alleen de analist en de adviseur veiligheid maken effectstudies."))


def _record(study: Study, action: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=study.municipality_id,
        action=action,
        subject=study.pk,
        version=study.version,
        data=data or {},
    )
