"""Pages of quarterly reports: the list, beginning one, writing it theme by theme, looking at it and fixing it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.plans import queries, rows, services
from driehoek.plans.editions import difference
from driehoek.plans.forms import FreezeForm, PartForm, StartForm
from driehoek.plans.models import QuarterlyReport, ReportPart
from driehoek.plans.quarters import Quarter, quarter_of, quarter_words
from driehoek.plans.queries import Candidates, Proof, ThemeOffers
from driehoek.plans.reading import action_row, fact_row, figure_row, groups, sections
from driehoek.plans.snapshot import ActionPart, FactKind, FactPart, FigurePart
from driehoek.plans.views.common import found_or_404, report_or_404, sent_twice
from driehoek.problems.models import Theme
from driehoek.web.components import Change, Conflict, Row, Tag
from driehoek.web.forms import posted_version, sent_again

# How many quarters back a report can still be begun.
BACK: Final = 6


@dataclass(frozen=True)
class OfferRow:
    """Something to choose, as the form shows it."""

    key: str
    row: Row
    chosen: bool
    new: bool


@for_functions(*queries.READERS)
@require_GET
def reports(request: IdentifiedRequest) -> HttpResponse:
    """List the reports, the newest quarter first."""
    found, more = queries.report_list(request.identity, before=_after(request))
    context = {
        "rows": [rows.report_row(line) for line in found],
        "next_url": "?" + urlencode({"na": f"{more.year}-{more.number}"}) if more else "",
        "keeps": queries.may_keep(request.identity),
    }
    return render(request, "plans/reports.html", context)


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def start(request: IdentifiedRequest) -> HttpResponse:
    """Begin the report about a quarter."""
    begun = queries.quarters_begun(request.identity)
    open_quarters = [one for one in _last_quarters() if one not in begun]
    form = StartForm(request.POST or None, quarters=open_quarters)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        try:
            made = services.start_report(identity=request.identity, year=chosen.year, quarter=chosen.number)
        except services.ReportExistsError as error:
            made = error.existing
        messages.success(request, _("Wat aandacht vraagt, is al gekozen. Loop de thema’s na."))
        return redirect("plans:report", made.pk)
    return render(request, "plans/start.html", {"form": form, "none": not open_quarters})


@for_functions(*queries.READERS)
@require_GET
def report(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Show a report: to who writes it theme by theme, to the others what was fixed."""
    found = report_or_404(request, report)
    editions = queries.editions_of(request.identity, report=found)
    keeps = queries.may_keep(request.identity)
    if not keeps and editions:
        return redirect("plans:edition", editions[0].pk)
    context: dict[str, Any] = {
        "report": found,
        "title": _name(found),
        "keeps": keeps,
        "editions": [rows.edition_row(edition) for edition in editions],
    }
    if keeps:
        offers = queries.candidates(request.identity, found.year, found.quarter)
        parts = queries.parts_of(request.identity, found)
        context["rows"] = _part_rows(found, offers, parts)
    return render(request, "plans/report.html", context)


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def general(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Write what is said over all themes."""
    found = report_or_404(request, report)
    offers = queries.candidates(request.identity, found.year, found.quarter)
    return _part(request, found, offers.general)


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def part(request: IdentifiedRequest, report: uuid.UUID, theme: uuid.UUID) -> HttpResponse:
    """Choose and write about one theme."""
    found = report_or_404(request, report)
    about = found_or_404(Theme.objects.filter(municipality=request.identity.municipality, pk=theme).first())
    offers = queries.candidates(request.identity, found.year, found.quarter).of(theme)
    return _part(request, found, offers or ThemeOffers(about))


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def preview(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Show what would be fixed, with what differs from the last edition; fix it when the reader says so."""
    found = report_or_404(request, report)
    proof = queries.proof(queries.snapshot_of_report(request.identity, found))
    editions = queries.editions_of(request.identity, report=found)
    again = bool(editions)
    if again and sent_twice(request, editions[0], editions[0].sha256):
        return redirect("plans:edition", editions[0].pk)
    form, stale = FreezeForm(request.POST or None, again=again, initial={"seen": proof.digest}), False
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            edition = services.freeze_report(
                identity=request.identity,
                report=found,
                seen=values["seen"],
                reason=values.get("reason", ""),
            )
        except services.ChangedSinceSeenError:
            stale = True
            data = request.POST.copy()
            data["seen"] = proof.digest
            form = FreezeForm(data, again=again)
        except services.UnreasonedError:
            return redirect("plans:report_preview", found.pk)
        except services.NothingChangedError:
            messages.info(request, _("Er is niets veranderd sinds de laatste versie."))
            # Read again: someone may have fixed the first one a moment ago.
            last = queries.editions_of(request.identity, report=found)[0]
            return redirect("plans:edition", last.pk)
        else:
            messages.success(
                request,
                _("Vastgesteld als versie %(n)s. Deze versie verandert niet meer.") % {"n": edition.number},
            )
            return redirect("plans:edition", edition.pk)
    context = _preview(found, proof) | {"form": form, "stale": stale, "again": again}
    if editions:
        changed = difference(editions[0].snapshot, proof.snapshot)
        context |= {"groups": groups(changed), "same": not changed.count, "number": editions[0].number}
    return render(request, "plans/preview.html", context, status=409 if stale else 200)


def _preview(report: QuarterlyReport, proof: Proof) -> dict[str, Any]:
    return {
        "report": report,
        "title": proof.snapshot.title,
        "texts": proof.snapshot.texts,
        "sections": sections(proof.snapshot),
        "empty": not (proof.snapshot.texts or proof.snapshot.themes),
        "back_url": reverse("plans:report", args=[report.pk]),
        "back_label": _name(report),
    }


def _part(request: IdentifiedRequest, report: QuarterlyReport, offers: ThemeOffers) -> HttpResponse:
    theme = offers.theme
    stored = queries.part_of(request.identity, report, theme)
    fresh = {"version": 0, "chosen": [one.key for one in offers.offers if one.by_itself]}
    initial = PartForm.initial_of(stored) if stored else fresh
    form = PartForm(request.POST or None, keys=offers.keys, general=theme is None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        shown = set(request.POST.getlist("offered")) & set(offers.keys)
        try:
            services.save_part(
                identity=request.identity,
                report=report,
                theme=theme,
                version=posted_version(request),
                words=form.words(),
                offered=shown,
            )
        except VersionConflict:
            stored = queries.part_of(request.identity, report, theme)
            conflict = _conflict(stored)
            data = sent_again(request, stored.version if stored else 0)
            form = PartForm(data, keys=offers.keys, general=theme is None)
        else:
            messages.success(request, _("Bewaard: %(theme)s.") % {"theme": _theme_name(theme)})
            return redirect("plans:report", report.pk)
    context = {
        "form": form,
        "title": _theme_name(theme),
        "lead": _name(report),
        "groups": _offer_groups(offers, stored, form),
        "keys": offers.keys,
        "conflict": conflict,
        "back_url": reverse("plans:report", args=[report.pk]),
        "back_label": _name(report),
    }
    return render(request, "plans/part.html", context, status=409 if conflict else 200)


def _offer_groups(
    offers: ThemeOffers, stored: ReportPart | None, form: PartForm
) -> list[tuple[str, list[OfferRow]]]:
    """Return what can be chosen by kind, with what came since the last time marked."""
    chosen = set(form["chosen"].value() or [])
    known = set(stored.offered) if stored else set(offers.keys)
    found: dict[str, list[OfferRow]] = {}
    for one in offers.offers:
        label, row = _offer_row(one.part)
        found.setdefault(label, []).append(OfferRow(one.key, row, one.key in chosen, one.key not in known))
    return list(found.items())


def _offer_row(part: FigurePart | ActionPart | FactPart) -> tuple[str, Row]:
    if isinstance(part, FigurePart):
        return _("Cijfers en normen"), figure_row(part)
    if isinstance(part, ActionPart):
        return _("Maatregelen"), action_row(part)
    labels = {
        FactKind.DEVIATION: _("Uitzonderingen in de cijfers"),
        FactKind.REPORT: _("Voortgangsrapportages"),
        FactKind.DECISION: _("Besluiten van de driehoek"),
        FactKind.ASK: _("Vragen aan de raad"),
    }
    return labels[FactKind(part.kind)], fact_row(part)


def _part_rows(
    report: QuarterlyReport, offers: Candidates, parts: dict[uuid.UUID | None, ReportPart]
) -> list[Row]:
    """Return a row for each part: over all themes first, then what is in, then what is offered and not in."""
    found = [_part_row(report, offers.general, parts.get(None))]
    themes = list(offers.themes)
    known = {group.theme.pk for group in themes if group.theme}
    gone = [part for key, part in parts.items() if key is not None and key not in known]
    themes += [ThemeOffers(part.theme) for part in gone]
    return found + [
        _part_row(report, group, parts.get(group.theme.pk)) for group in themes if group.theme is not None
    ]


def _part_row(report: QuarterlyReport, offers: ThemeOffers, part: ReportPart | None) -> Row:
    theme = offers.theme
    address = (
        reverse("plans:report_part", args=[report.pk, theme.pk])
        if theme
        else reverse("plans:report_general", args=[report.pk])
    )
    return Row(
        title=_theme_name(theme),
        url=address,
        tags=_part_tags(offers, part),
        text=_part_words(offers, part),
    )


def _part_tags(offers: ThemeOffers, part: ReportPart | None) -> tuple[Tag, ...]:
    if part is None:
        return (Tag(_("nieuw thema"), "ask"),)
    if part.left_out:
        return (Tag(_("weggelaten"), "barred"),)
    new = len(set(offers.keys) - set(part.offered))
    tags = [Tag(ngettext("%(n)s nieuw", "%(n)s nieuw", new) % {"n": new}, "accent")] if new else []
    written = Tag(_("tekst klaar"), "calm") if part.text else Tag(_("nog geen tekst"), "ask")
    return (written, *tags)


def _part_words(offers: ThemeOffers, part: ReportPart | None) -> str:
    total = len(offers.keys)
    chosen = len(set(part.chosen) & set(offers.keys)) if part else 0
    if not total:
        return _("Niets aangeboden over dit kwartaal.")
    return _("%(chosen)s van %(total)s gekozen") % {"chosen": chosen, "total": total}


def _conflict(stored: ReportPart | None) -> Conflict:
    if stored is None:
        return Conflict()
    changes = [Change(_("Duiding"), stored.text), Change(_("Vertrouwelijk"), stored.closed)]
    if stored.theme_id is None:
        changes.insert(1, Change(_("Vooruitblik"), stored.outlook))
    return Conflict(who=stored.changed_by.name, when=stored.changed_at, changes=changes)


def _theme_name(theme: Theme | None) -> str:
    return theme.name if theme else _("Kern, besluiten en vooruitblik")


def _name(report: QuarterlyReport) -> str:
    return _("Kwartaalrapportage, %(quarter)s") % {
        "quarter": quarter_words(Quarter(report.year, report.quarter))
    }


def _last_quarters() -> list[Quarter]:
    found = [quarter_of(timezone.localdate())]
    while len(found) <= BACK:
        found.append(found[-1].previous())
    return found


def _after(request: IdentifiedRequest) -> Quarter | None:
    year, _sep, number = request.GET.get("na", "").partition("-")
    if year.isdigit() and number in {"1", "2", "3", "4"} and len(year) == 4:
        return Quarter(int(year), int(number))
    return None
