"""The quarterly sample of stated purposes (TZ09): drawing, rating, and what a quarter came to."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.grounds import paper
from driehoek.grounds.forms.samples import DrawForm, RateForm, quarter_words
from driehoek.grounds.models import Sample, SampledPurpose, Verdict
from driehoek.grounds.queries import samples as queries
from driehoek.grounds.queries.samples import Quarter, Stated
from driehoek.grounds.services import samples as services
from driehoek.grounds.views.common import OFFICER, at, conflict, form_page, page_of
from driehoek.ledger.versions import VersionConflict
from driehoek.problems.purposes import power_words
from driehoek.web.components import Change, Row, Tag, TagKind
from driehoek.web.forms import posted_version, sent_again

KINDS: dict[str, TagKind] = {Verdict.GOOD: "calm", Verdict.DOUBT: "ask", Verdict.POOR: "barred"}


@for_functions(*OFFICER)
@require_GET
def sample_list(request: IdentifiedRequest) -> HttpResponse:
    """Show what each quarter came to, newest first."""
    rows = [_row(one) for one in queries.samples(request.identity)[:50]]
    return render(request, "grounds/samples.html", {"rows": rows})


def title_of(one: Sample) -> str:
    """Name a sample by its quarter, and by its number where it was drawn again."""
    quarter = quarter_words(Quarter(one.year, one.quarter))
    if one.number == 1:
        return quarter
    return _("%(quarter)s, trekking %(number)s") % {"quarter": quarter, "number": one.number}


def _counts(one: Any) -> list[Tag]:
    found = []
    for verdict in Verdict:
        count = getattr(one, f"rated_{verdict.value}")
        if count:
            found.append(Tag(f"{count} {verdict.label.lower()}", KINDS[verdict]))
    open_ones = one.drawn - sum(getattr(one, f"rated_{verdict.value}") for verdict in Verdict)
    if open_ones:
        found.append(Tag(_("%(count)s nog te beoordelen") % {"count": open_ones}, "unknown"))
    return found


def _row(one: Any) -> Row:
    drawn = ngettext(
        "%(drawn)s van %(all)s doel getrokken", "%(drawn)s van %(all)s doelen getrokken", one.population
    )
    return Row(
        title_of(one),
        page_of("sample", one.pk),
        drawn % {"drawn": one.drawn, "all": one.population},
        tags=_counts(one),
        meta=f"{one.drawn_by.name}, {at(one.drawn_at)}",
    )


@for_functions(*OFFICER)
@require_http_methods(["GET", "POST"])
def sample_new(request: IdentifiedRequest) -> HttpResponse:
    """Draw a sample of a quarter that is over."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draw(
                identity=request.identity,
                quarter=form.chosen(),
                size=form.cleaned_data["size"],
                reason=form.cleaned_data["reason"],
            )
        except services.DrawnAlready:
            form.add_error("reason", _("Dit kwartaal is al getrokken. Zeg waarom u het opnieuw doet."))
        except services.NothingStated:
            form.add_error("quarter", _("In dit kwartaal opende niemand een dossier met een doel."))
        else:
            messages.success(request, _("De steekproef is getrokken. Beoordeel de doelen een voor een."))
            return redirect("grounds:sample", made.pk)
    back = (page_of("samples"), _("Steekproeven"))
    lead = _(
        "U trekt één keer per kwartaal. Het lot kiest. Driehoek bewaart hoe, zodat iedereen het kan nagaan."
    )
    page = form_page(form, _("Steekproef trekken"), _("Trek de steekproef"), back, lead=lead)
    return render(request, "web/form_page.html", page)


@for_functions(*OFFICER)
@require_GET
def sample(request: IdentifiedRequest, sample: uuid.UUID) -> HttpResponse:
    """Show a sample with its purposes and ratings."""
    found = queries.sample(request.identity, sample)
    if found is None:
        raise Http404
    first = queries.next_unrated(found)
    context = {
        "sample": found,
        "title": title_of(found),
        "tags": _counts(found),
        "rows": [_purpose_row(one) for one in queries.stated(request.identity, found)],
        "next": first,
    }
    return render(request, "grounds/sample.html", context)


@for_functions(*OFFICER)
@require_GET
def sample_pdf(request: IdentifiedRequest, sample: uuid.UUID) -> HttpResponse:
    """Hand out a sample as a PDF; that it was taken stands on the ledger."""
    found = queries.sample(request.identity, sample)
    if found is None:
        raise Http404
    rows = queries.stated(request.identity, found)
    content = paper.sample_pdf(found, title_of(found), rows, [one.label for one in _counts(found)])
    services.take_copy(identity=request.identity, sample=found)
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"steekproef-{found.year}-{found.quarter}-{found.number}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _purpose_row(one: Stated) -> Row:
    verdict = one.purpose.verdict
    tags = [Tag(one.purpose.get_verdict_display(), KINDS[verdict])] if verdict else []
    return Row(
        one.reason or _("Het doel is er niet meer"),
        page_of("purpose_rate", one.purpose.pk),
        one.purpose.note,
        kind=power_words(one.power),
        tags=tags,
        meta=f"{one.person}, {at(one.when)}",
    )


@for_functions(*OFFICER)
@require_http_methods(["GET", "POST"])
def purpose_rate(request: IdentifiedRequest, purpose: uuid.UUID) -> HttpResponse:
    """Rate one stated purpose, and go on to the next that has no rating."""
    found = queries.one_stated(request.identity, purpose)
    if found is None:
        raise Http404
    one = found.purpose
    begin = {"version": one.version, "verdict": one.verdict, "note": one.note}
    form = RateForm(request.POST or None, initial=begin)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            services.rate(
                identity=request.identity,
                purpose=one,
                version=posted_version(request),
                verdict=Verdict(form.cleaned_data["verdict"]),
                note=form.cleaned_data["note"],
            )
        except VersionConflict:
            one = SampledPurpose.objects.select_related("rated_by", "sample").get(pk=one.pk)
            first = (one.rated_by.name, one.rated_at) if one.rated_by and one.rated_at else None
            clash = conflict(first, [Change(_("Oordeel"), one.get_verdict_display())])
            form = RateForm(sent_again(request, one.version))
        else:
            return _onward(request, one)
    context = {
        "stated": found,
        "power": power_words(found.power),
        **form_page(
            form,
            _("Doel %(place)s beoordelen") % {"place": one.place},
            _("Bewaar het oordeel"),
            (page_of("sample", one.sample_id), title_of(one.sample)),
            conflict=clash,
        ),
    }
    return render(request, "grounds/purpose_rate.html", context, status=409 if clash else 200)


def _onward(request: IdentifiedRequest, one: SampledPurpose) -> HttpResponse:
    following = queries.next_unrated(one.sample)
    if following is not None:
        return redirect("grounds:purpose_rate", following.pk)
    messages.success(request, _("Alle doelen van deze steekproef zijn beoordeeld."))
    return redirect("grounds:sample", one.sample_id)
