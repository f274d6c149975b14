"""Writing a report and sending it (ST10, ST11, ST12, ST20)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.models import Deadline
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.position import services as position
from driehoek.position.models import Delivery, DeliveryState, InfoKind
from driehoek.reports.content import (
    BegunElsewhereError,
    Content,
    NewFlag,
    NoFormError,
    NotAtThisStageError,
)
from driehoek.reports.models import CONTENT_OPEN, Flag, Form, Report, ReportState
from driehoek.reports.queries.figures import indicators_for
from driehoek.reports.queries.forms import form_of
from driehoek.reports.queries.reports import labels_of, open_supplement, report_of_delivery
from driehoek.reports.rights import on_behalf, require_writer
from driehoek.reports.services.filling import fill, require_complete, require_screened, same

# The due date of a report that went back with questions; its subject is the report.
RETURNED: Final = "reports.returned"


@transaction.atomic
def save(*, identity: Identity, delivery: Delivery, version: int | None, content: Content) -> Report:
    """Keep the report on a delivery as a draft, or write on in one that came back; nobody else sees a draft.

    Args:
        identity: someone of the supplier, or the adviser on its behalf.
        delivery: what is reported on.
        version: of the report as it was read; None when there was none.
        content: all of its words: what is left out is emptied.

    Raises:
        VersionConflict: someone else saved or sent it meanwhile, or began it.
        BegunElsewhereError: the supplier has a draft that the adviser does not see.
        NotAtThisStageError: it was sent, or the delivery is not awaited any more.
        NoFormError: the agreement has no form.
        UnknownPlaceError: something is named that the form does not have.
        ScreenedError: an identity number stands in it, which is not even kept in a draft.
        PermissionDenied: for who does not write for this supplier.
    """
    require_writer(identity, delivery.supplier_id)
    found = report_of_delivery(identity, delivery)
    form = _form(delivery, found)
    if found is None and delivery.state == DeliveryState.DROPPED:
        raise NotAtThisStageError
    return _store(identity, delivery, form, found, version, content, None)


@transaction.atomic
def supplement(*, identity: Identity, report: Report, version: int | None, content: Content) -> Report:
    """Keep a supplement to a fixed report as a draft; the fixed report stays as it is. One at a time.

    Raises:
        NotAtThisStageError: the report is not fixed yet, or is a supplement itself.
        VersionConflict, BegunElsewhereError, UnknownPlaceError, ScreenedError, PermissionDenied: as with `save`.
    """
    require_writer(identity, report.supplier_id)
    if report.state != ReportState.FIXED or report.supplements_id is not None:
        raise NotAtThisStageError
    found = open_supplement(identity, report)
    return _store(identity, report.delivery, report.form, found, version, content, report)


@transaction.atomic
def send(
    *,
    identity: Identity,
    report: Report,
    version: int,
    content: Content | None = None,
    confirmed: bool = False,
    received_at: datetime | None = None,
) -> Report:
    """Send a report: the delivery is in, figures stand still, and what the mayor must know goes there at once.

    Args:
        identity: someone of the supplier, or the adviser on its behalf.
        report: a draft, or a report that came back.
        version: as it was read.
        content: all of its words; None to send it as it was saved.
        confirmed: the writer has seen the warnings about personal data and is sure.
        received_at: when an adviser got it another way; None for now.

    Raises:
        VersionConflict: someone else saved or sent it meanwhile.
        NotAtThisStageError: it was sent already, or the delivery is not awaited any more.
        IncompleteError: a heading that must be filled is empty.
        ScreenedError: personal data were found; unless `confirmed`, and an identity number always.
        UnknownPlaceError: something is named that the form does not have.
        PermissionDenied: for who does not write for this supplier.
    """
    require_writer(identity, report.supplier_id)
    if report.state not in CONTENT_OPEN or report.delivery.state == DeliveryState.DROPPED:
        raise NotAtThisStageError
    _hold(report, version)
    content = content or stored_content(report)
    form = report.form if report.supplements_id else _form(report.delivery, report)
    labels = labels_of(form, indicators_for(report.delivery, report))
    require_complete(report, form, content)
    require_screened(content, labels, confirmed=confirmed)
    moment = timezone.now()
    again = report.state == ReportState.RETURNED
    fill(identity, report, form, content)
    told = _tell(identity, report)
    _receive(identity, report, received_at)
    update_once(
        Report.objects.filter(state__in=CONTENT_OPEN),
        report,
        version,
        state=ReportState.SENT,
        sent_at=moment,
        as_of=moment,
        **_head(identity, report, form, content, moment),
    )
    if again:
        _answered(report)
    record(report, "sent", {"again": again, "must_know": told})
    report.refresh_from_db()
    return report


def _hold(report: Report, version: int) -> None:
    """Hold a report to the end of the transaction, so that of two who send it at once the second is told.

    Raises:
        VersionConflict: it was saved or sent since it was read.
    """
    rows = Report.objects.select_for_update(of=("self",)).filter(state__in=CONTENT_OPEN)
    if rows.filter(pk=report.pk, version=version).values_list("pk").first() is None:
        raise VersionConflict


def stored_content(report: Report) -> Content:
    """Return what a report holds, as it would come in; what was told to the mayor is not told again."""
    return Content(
        sections={one.key: one.text for one in report.sections.all()},
        interpretations={
            one.indicator.key: one.interpretation for one in report.figures.select_related("indicator")
        },
        status=report.status,
        gist=report.gist,
        flags=[NewFlag(one.title, one.text) for one in report.flags.all() if one.item_id is None],
    )


def record(report: Report, verb: str, data: ledger.EventData | None = None) -> None:
    """Put an act on a report on the ledger; a draft is nobody else's, also not on the page of its problem."""
    ledger.append(
        municipality=report.municipality_id,
        action=f"reports:report:{verb}",
        subject=report.pk,
        problem=None if verb == "saved" else report.problem_id,
        version=report.version,
        data=data,
    )


def deadline_of_return(report: Report) -> Deadline | None:
    """Return the due date of a report that went back, whatever its state."""
    return Deadline.objects.filter(kind=RETURNED, subject=report.pk).first()


def _store(
    identity: Identity,
    delivery: Delivery,
    form: Form,
    found: Report | None,
    version: int | None,
    content: Content,
    supplements: Report | None,
) -> Report:
    labels = labels_of(form, indicators_for(delivery, found))
    require_screened(content, labels, confirmed=False, drafting=True)
    if found is None:
        if version:
            raise VersionConflict
        report = _begun(identity, delivery, form, content, supplements)
    else:
        if not version:
            if found.author_id == identity.person and same(found, content):
                return found
            raise VersionConflict
        if found.state not in CONTENT_OPEN:
            raise NotAtThisStageError
        report = found
        values = _head(identity, report, form, content, timezone.now())
        update_once(Report.objects.filter(state__in=CONTENT_OPEN), report, version, **values)
    fill(identity, report, form, content)
    record(report, "saved")
    report.refresh_from_db()
    return report


def _begun(
    identity: Identity, delivery: Delivery, form: Form, content: Content, supplements: Report | None
) -> Report:
    now = timezone.now()
    made = Report(
        municipality_id=identity.municipality,
        delivery=delivery,
        supplements=supplements,
        supplier_id=delivery.supplier_id,
        theme_id=delivery.theme_id,
        problem_id=delivery.problem_id,
        form=form,
        made_at=now,
    )
    for name, value in _head(identity, made, form, content, now).items():
        setattr(made, name, value)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        # Someone began it that this writer does not see, or just now.
        raise (
            BegunElsewhereError if on_behalf(identity, delivery.supplier_id) else VersionConflict
        ) from error
    position.begin(delivery=delivery)
    return made


def _head(
    identity: Identity, report: Report, form: Form, content: Content, now: datetime
) -> dict[str, object]:
    return {
        "form": form,
        "form_name": form.name,
        "form_version": form.version,
        "gist": content.gist.strip(),
        "status": content.status,
        "author_id": identity.person,
        "on_behalf": on_behalf(identity, report.supplier_id),
        "saved_at": now,
    }


def _form(delivery: Delivery, report: Report | None) -> Form:
    """Return the form of a report: the one that is chosen now, or the one that it was sent on."""
    if report is not None and report.sent_at is not None:
        return report.form
    choice = form_of(delivery.agreement)
    if choice is None:
        raise NoFormError
    return choice.form


def _receive(identity: Identity, report: Report, received_at: datetime | None) -> None:
    """Let the delivery be in from this moment, late or not; a second sending changes nothing about that."""
    delivery = report.delivery
    if delivery.state == DeliveryState.EXPECTED:
        position.receive(
            identity=identity, delivery=delivery, version=delivery.version, received_at=received_at
        )


def _tell(identity: Identity, report: Report) -> int:
    """Let what the mayor must know become an item at once, before anyone checked the rest; return how many."""
    flags = list(Flag.objects.filter(report=report, item=None))
    agreement = report.delivery.agreement
    items = position.add_items(
        identity=identity,
        delivery=report.delivery,
        items=[
            position.NewItem(
                title=flag.title,
                text=flag.text,
                info_kind=InfoKind(agreement.info_kind),
                source=agreement.what[:140],
                must_know=True,
            )
            for flag in flags
        ],
    )
    for flag, item in zip(flags, items, strict=True):
        flag.item = item
        flag.save(update_fields=["item"])
    return len(flags)


def _answered(report: Report) -> None:
    deadline = deadline_of_return(report)
    if deadline is not None:
        deadlines.meet(deadline=deadline)
