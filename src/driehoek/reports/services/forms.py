"""Making and changing forms, and choosing one for an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.recurrence import Rhythm
from driehoek.figures.models import Indicator
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.position.models import Agreement
from driehoek.reports.models import Form, FormIndicator, FormOfAgreement
from driehoek.reports.queries.forms import form_of
from driehoek.reports.ready_forms import MOST_HEADINGS, Heading, ready_forms
from driehoek.reports.rights import require_keeper

MOST_INDICATORS = 8


class UnfitFormError(ValueError):
    """The form, or the agreement it is chosen for, does not fit; the message is a code, the views have the words.

    Codes: `name` (another form has it), `headings` (none, too many, or one key twice), `personal_data` (a fixed
    report cannot expire, so an agreement with personal data has no form), `event` (nothing is expected on a day),
    `indicators` (too many, or two with the same key).
    """


@dataclass(frozen=True)
class NewForm:
    """A form as a keeper lays it down."""

    name: str
    headings: tuple[Heading, ...]
    asks_status: bool = False
    with_figures: bool = False


@transaction.atomic
def make_form(*, identity: Identity, new: NewForm, key: str = "") -> Form:
    """Make a form for the municipality.

    Raises:
        UnfitFormError: `name` or `headings`.
        PermissionDenied: for who does not keep the information position.
    """
    require_keeper(identity)
    _require_headings(new.headings)
    made = Form(
        municipality_id=identity.municipality,
        key=key,
        made_by_id=identity.person,
        made_at=timezone.now(),
        **_values(new),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise UnfitFormError("name") from error
    _record(made, "form", "made")
    return made


def take_form(*, identity: Identity, key: str) -> Form:
    """Take a ready-made form over, or return it when the municipality has it already.

    Raises:
        KeyError: there is no such ready-made form.
        UnfitFormError: `name`, when another form has that name.
    """
    existing = Form.objects.filter(municipality=identity.municipality, key=key).first()
    if existing is not None:
        return existing
    ready = ready_forms()[key]
    new = NewForm(ready.name, ready.headings, ready.asks_status, ready.with_figures)
    return make_form(identity=identity, new=new, key=key)


@transaction.atomic
def change_form(*, identity: Identity, form: Form, version: int, new: NewForm) -> Form:
    """Change a form; reports that were sent keep the headings that they had.

    Raises:
        UnfitFormError: `name` or `headings`.
        VersionConflict: someone else changed it meanwhile.
        PermissionDenied: for who does not keep the information position.
    """
    require_keeper(identity)
    _require_headings(new.headings)
    try:
        with transaction.atomic():
            rows = Form.objects.filter(municipality=identity.municipality)
            update_once(rows, form, version, **_values(new))
    except IntegrityError as error:
        raise UnfitFormError("name") from error
    form.refresh_from_db()
    _record(form, "form", "changed")
    return form


@transaction.atomic
def choose_form(
    *,
    identity: Identity,
    agreement: Agreement,
    form: Form,
    indicators: Sequence[Indicator] = (),
    version: int | None = None,
) -> FormOfAgreement:
    """Let reports under an agreement have a form, with figures of `indicators` filled in beforehand, in that order.

    The supplier sees those figures, whatever its function: choosing them here is showing them.

    Raises:
        UnfitFormError: `personal_data`, `event` or `indicators`.
        VersionConflict: someone else chose meanwhile.
        PermissionDenied: for who does not keep the information position.
    """
    require_keeper(identity)
    _require_fit(agreement, indicators)
    values = {"form": form, "chosen_by_id": identity.person, "chosen_at": timezone.now()}
    found = form_of(agreement)
    if found is None:
        found = FormOfAgreement(
            municipality_id=identity.municipality,
            agreement=agreement,
            supplier_id=agreement.supplier_id,
            problem_id=agreement.problem_id,
            **values,
        )
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError as error:
            raise VersionConflict from error
    else:
        update_once(FormOfAgreement.objects.all(), found, version or 0, **values)
        found.form = form
    FormIndicator.objects.filter(choice=found).delete()
    FormIndicator.objects.bulk_create(
        FormIndicator(municipality_id=identity.municipality, choice=found, indicator=one, place=place)
        for place, one in enumerate(indicators if form.with_figures else ())
    )
    _record(found, "choice", "made")
    return found


@transaction.atomic
def drop_form(*, identity: Identity, agreement: Agreement, version: int) -> None:
    """Let an agreement go on without a form; reports that were made stay.

    Raises:
        VersionConflict: someone else chose meanwhile, or it has none.
        PermissionDenied: for who does not keep the information position.
    """
    require_keeper(identity)
    found = form_of(agreement)
    if found is None:
        raise VersionConflict
    update_once(FormOfAgreement.objects.all(), found, version)
    _record(found, "choice", "dropped")
    FormIndicator.objects.filter(choice=found).delete()
    found.delete()


def _require_fit(agreement: Agreement, indicators: Sequence[Indicator]) -> None:
    if agreement.personal_data:
        raise UnfitFormError("personal_data")
    if agreement.rhythm == Rhythm.EVENT:
        raise UnfitFormError("event")
    keys = [one.key for one in indicators]
    if len(keys) > MOST_INDICATORS or len(set(keys)) != len(keys):
        raise UnfitFormError("indicators")


def _require_headings(headings: tuple[Heading, ...]) -> None:
    keys = [one.key for one in headings]
    if not keys or len(keys) > MOST_HEADINGS or len(set(keys)) != len(keys):
        raise UnfitFormError("headings")


def _values(new: NewForm) -> dict[str, object]:
    return {
        "name": new.name.strip(),
        "headings": [one.as_json() for one in new.headings],
        "asks_status": new.asks_status,
        "with_figures": new.with_figures,
    }


def _record(thing: Form | FormOfAgreement, subject: str, verb: str) -> None:
    ledger.append(
        municipality=thing.municipality_id,
        action=f"reports:{subject}:{verb}",
        subject=thing.pk,
        problem=thing.problem_id if isinstance(thing, FormOfAgreement) else None,
        version=thing.version,
    )
