"""Making a council version: choosing, looking, confirming, releasing, withdrawing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.council import presenting, queries
from driehoek.council.composing import Composed, Doubt, LeftOut, compose
from driehoek.council.forms import BSN, VersionForm, WithdrawForm
from driehoek.council.models import VersionState
from driehoek.council.rows import is_withdrawn, question_rows, version_rows
from driehoek.council.services import versions as services
from driehoek.council.services.common import RefusedTextError
from driehoek.council.views.common import (
    KEEPERS,
    LEADERS,
    back_to_desk,
    conflict_of,
    form_page,
    next_of,
    no_draft,
    release_or_404,
    version_or_404,
)
from driehoek.council.words import DOUBT_WORDS, WHY_WORDS, said_quarter
from driehoek.ledger.versions import VersionConflict
from driehoek.plans import queries as plans
from driehoek.web.components import Pair, Row
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor


@for_functions(*KEEPERS)
@require_GET
def desk(request: IdentifiedRequest) -> HttpResponse:
    """Show what is being made for the council: questions to answer, versions in the making."""
    questions, more = queries.open_questions(request.identity, after=keyset_cursor(request))
    versions, more_versions = queries.open_versions(request.identity)
    context = {
        "questions": question_rows(questions),
        "next_url": next_of(request, questions, "registered_at", more=more),
        "versions": version_rows(versions),
        "more_versions": more_versions,
    }
    return render(request, "council/desk.html", context)


@for_functions(*KEEPERS)
@require_GET
def versions(request: IdentifiedRequest) -> HttpResponse:
    """List every version in the making."""
    found, more = queries.open_versions(request.identity, after=keyset_cursor(request))
    context = {
        "title": _("Raadsversies in de maak"),
        "rows": version_rows(found),
        "next_url": next_of(request, found, "made_at", more=more),
        "empty_title": _("Er is geen raadsversie in de maak"),
        "back_url": reverse("council:desk"),
        "back_label": back_to_desk(),
    }
    return render(request, "council/list.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def version_new(request: IdentifiedRequest) -> HttpResponse:
    """Begin a version."""
    form = VersionForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_version(identity=request.identity, new=form.new_version())
        except RefusedTextError:
            form.add_error("intro", str(BSN))
        else:
            messages.success(request, _("Het concept staat klaar. Kijk wat de raad zou zien."))
            return redirect("council:version", made.pk)
    return form_page(
        request,
        form,
        title=_("Raadsversie maken"),
        lead=_(
            "Alleen opgetelde cijfers. Driehoek laat kleine aantallen weg, ook waar ze uit te rekenen zijn."
        ),
        submit=_("Concept maken"),
        back=reverse("council:desk"),
        back_label=back_to_desk(),
    )


@for_functions(*KEEPERS)
@require_GET
def version(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Show a version as the council would read it, with what was left out and what needs a second look."""
    found = version_or_404(request, version)
    if found.state == VersionState.RELEASED:
        return redirect("council:release", found.release.pk)
    composed = compose(request.identity, found)
    draft = found.state == VersionState.DRAFT
    edition = plans.latest_edition(request.identity, found.year, found.quarter) if draft else None
    context = {
        "version": found,
        "quarter": said_quarter(f"{found.year}-Q{found.quarter}"),
        "draft": draft,
        "confirmed_by": found.confirmed_by,
        "content": composed.content,
        "tables": presenting.shown_tables(composed.content),
        "explanation": presenting.hiding_words(found.minimum),
        "passages": list(found.passages.all()),
        "left_out": _left_out(composed),
        "doubts": [_doubt(one) for one in composed.doubts],
        "refused": composed.refused,
        "empty": not composed.content.tables and not composed.content.texts,
        "edition": edition,
        "may_release": request.identity.holds(*LEADERS) and found.state == VersionState.CONFIRMED,
    }
    return render(request, "council/version.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def version_change(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Change what a draft shows; a second editor is told, and keeps what was filled in."""
    found = version_or_404(request, version)
    conflict = None
    form = VersionForm(
        request.POST or None, identity=request.identity, kept=found, initial=VersionForm.initial_of(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_version(
                identity=request.identity,
                found=found,
                version=posted_version(request),
                new=form.new_version(),
            )
        except RefusedTextError:
            form.add_error("intro", str(BSN))
        except VersionConflict:
            found = version_or_404(request, version)
            if found.state != VersionState.DRAFT:
                return no_draft(request, found)
            stored = [(_("Titel"), found.title), (_("Inleiding"), found.intro)]
            conflict = conflict_of(request, found.pk, stored)
            form = VersionForm(sent_again(request, found.version), identity=request.identity, kept=found)
        else:
            messages.success(request, _("De raadsversie is gewijzigd."))
            return redirect("council:version", found.pk)
    return form_page(
        request,
        form,
        title=_("Raadsversie wijzigen"),
        submit=_("Bewaren"),
        back=reverse("council:version", args=[found.pk]),
        back_label=found.title,
        conflict=conflict,
    )


@for_functions(*KEEPERS)
@require_POST
def confirm(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Say that a draft was looked through and can go to the mayor."""
    found = version_or_404(request, version)
    try:
        services.confirm(identity=request.identity, found=found, version=posted_version(request))
    except RefusedTextError:
        messages.error(request, str(BSN))
    except services.NothingToReleaseError:
        messages.error(request, _("Er staat nog niets in. Kies cijfers of schrijf een tekst."))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Gecontroleerd. De burgemeester kan deze versie nu vrijgeven."))
    return redirect("council:version", found.pk)


@for_functions(*KEEPERS)
@require_POST
def reopen(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Make a confirmed version a draft again."""
    found = version_or_404(request, version)
    try:
        services.reopen(identity=request.identity, found=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Het is weer een concept."))
    return redirect("council:version", found.pk)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def release(request: IdentifiedRequest, version: uuid.UUID) -> HttpResponse:
    """Ask once more, then release a version to the council."""
    found = version_or_404(request, version)
    if found.state != VersionState.CONFIRMED:
        messages.info(request, _("Deze versie is niet gecontroleerd of al vrijgegeven."))
        return redirect("council:version", found.pk)
    if request.method == "POST":
        try:
            made = services.release(identity=request.identity, found=found, version=posted_version(request))
        except services.ChangedSinceError:
            services.reopen(identity=request.identity, found=found, version=found.version)
            messages.error(
                request,
                _(
                    "De cijfers zijn veranderd sinds de controle. De versie is weer concept. Kijk haar opnieuw na."
                ),
            )
            return redirect("council:version", found.pk)
        except VersionConflict:
            messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er nu staat."))
            return redirect("council:version", found.pk)
        messages.success(request, _("Vrijgegeven. Raadsleden kunnen deze versie nu lezen."))
        return redirect("council:release", made.pk)
    context = {
        "version": found,
        "title": _("Vrijgeven aan de raad?"),
        "summary": [
            Pair(_("Raadsversie"), found.title),
            Pair(_("Over"), said_quarter(f"{found.year}-Q{found.quarter}")),
            Pair(_("Gecontroleerd door"), found.confirmed_by.name if found.confirmed_by else ""),
        ],
        "consequence": _(
            "Alle raadsleden kunnen dit lezen en meenemen. Wijzigen kan daarna niet meer, intrekken wel."
        ),
        "submit_label": _("Ja, geef vrij"),
        "cancel_url": reverse("council:version", args=[found.pk]),
        "back_url": reverse("council:version", args=[found.pk]),
        "back_label": found.title,
    }
    return render(request, "council/confirm.html", context)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def withdraw(request: IdentifiedRequest, release: uuid.UUID) -> HttpResponse:
    """Withdraw a release with a reason."""
    found = release_or_404(request, release)
    if is_withdrawn(found):
        return redirect("council:release", found.pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(identity=request.identity, found=found, reason=form.cleaned_data["reason"])
        except RefusedTextError:
            form.add_error("reason", str(BSN))
        else:
            messages.success(
                request, _("Ingetrokken. De raad ziet dat en waarom, en kan de inhoud niet meer lezen.")
            )
            return redirect("council:release", found.pk)
    return form_page(
        request,
        form,
        title=_("Raadsversie intrekken"),
        lead=_(
            "De raad kan de inhoud daarna niet meer openen. Wat al gelezen of meegenomen is, haalt dit niet terug."
        ),
        submit=_("Intrekken"),
        back=reverse("council:release", args=[found.pk]),
        back_label=found.title,
    )


def _left_out(composed: Composed) -> list[Row]:
    """Say what the council does not see and why, each reason once with how much."""
    grouped: dict[str, list[LeftOut]] = {}
    for one in composed.left_out:
        grouped.setdefault(one.why, []).append(one)
    return [
        Row(
            title=f"{sum(one.count for one in group)} × {WHY_WORDS[why]}",
            text="; ".join(
                f"{one.about}: {one.count}" if one.count > 1 else one.about for one in group if one.about
            ),
        )
        for why, group in grouped.items()
    ]


def _doubt(one: Doubt) -> Row:
    return Row(title=f"“{one.fragment}”", kind=one.heading, text=str(DOUBT_WORDS[one.kind]))
