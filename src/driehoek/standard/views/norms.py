"""One norm, and the forms to set, change and end it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.figures.words import spoken
from driehoek.ledger.versions import VersionConflict
from driehoek.standard import queries, sentences, services
from driehoek.standard.forms import NormForm, ValuesForm
from driehoek.standard.models import Norm, NormRevision, NormType, NormValues
from driehoek.standard.rows import norm_row, source_words
from driehoek.standard.services.norms import VALUES
from driehoek.standard.views import KEEPERS, READERS, norm_or_404
from driehoek.standard.words import TYPE_WORDS
from driehoek.web import formatting
from driehoek.web.components import Change, Conflict, Entry, Pair, Row
from driehoek.web.forms import posted_version, sent_again


@for_functions(*READERS)
@require_GET
def norm(request: IdentifiedRequest, norm: uuid.UUID) -> HttpResponse:
    """Show one norm: how it stands, who decided it, and what it was before."""
    found = norm_or_404(request, norm)
    [judged] = queries.judged(request.identity, [found])
    theme = queries.theme_of(found)
    context = {
        "norm": found,
        "title": sentences.what(found),
        "rows": [norm_row(judged)],
        "facts": _facts(found),
        "history": [_entry(found, one) for one in queries.revisions_of(found)],
        "keeps": request.identity.holds(*KEEPERS) and found.ended_at is None,
        "back_url": reverse("standard:theme", args=[theme.pk]),
        "back_label": theme.name,
    }
    return render(request, "standard/norm.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Lay down a norm: first its type, then the form with only what that type needs."""
    given = request.GET.get("soort", "")
    if given not in NormType.values:
        return render(request, "standard/norm_types.html", {"rows": _types(request)})
    chosen = NormType(given)
    form = NormForm(
        request.POST or None,
        identity=request.identity,
        chosen=chosen,
        initial={"indicator": request.GET.get("indicator"), "agreement": request.GET.get("afspraak")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_norm(identity=request.identity, new=form.new_norm())
        except services.AlreadySetError as error:
            messages.info(request, _("Zo’n norm is er al. U kunt haar hier wijzigen."))
            return redirect("standard:norm_change", error.existing.pk)
        messages.success(request, _("De norm is vastgelegd. Hier ziet u hoe het ervoor staat."))
        return redirect("standard:norm", made.pk)
    context = {
        "form": form,
        "title": _("Norm vastleggen"),
        "lead": f"{chosen.label}. {TYPE_WORDS[chosen]}",
        "submit_label": _("Norm vastleggen"),
        "cancel_url": reverse("standard:norms"),
        "back_url": reverse("standard:norm_new"),
        "back_label": _("Soort norm kiezen"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, norm: uuid.UUID) -> HttpResponse:
    """Change what a norm says; a second editor is told, and keeps what was filled in."""
    found = _running_or_404(request, norm)
    chosen, conflict = NormType(found.type), None
    form = ValuesForm(
        request.POST or None,
        identity=request.identity,
        chosen=chosen,
        norm=found,
        initial=ValuesForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_norm(
                identity=request.identity, norm=found, version=posted_version(request), new=form.new_norm()
            )
        except VersionConflict:
            found.refresh_from_db()
            conflict = _conflict(found, form)
            form = ValuesForm(
                sent_again(request, found.version), identity=request.identity, chosen=chosen, norm=found
            )
        else:
            messages.success(request, _("De norm is gewijzigd. Wat zij was, staat bij de geschiedenis."))
            return redirect("standard:norm", found.pk)
    context = _page(found, _("Norm wijzigen"), _("Bewaren")) | {"form": form, "conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def end(request: IdentifiedRequest, norm: uuid.UUID) -> HttpResponse:
    """Ask once more, then end a norm."""
    found = _running_or_404(request, norm)
    if request.method == "POST":
        try:
            services.end_norm(norm=found, version=posted_version(request))
        except VersionConflict:
            messages.error(
                request, _("Iemand anders heeft deze norm net gewijzigd. Kijk eerst wat er staat.")
            )
            return redirect("standard:norm", found.pk)
        messages.success(request, _("De norm is beëindigd. U kunt haar nog teruglezen."))
        return redirect("standard:theme", queries.theme_of(found).pk)
    context = _page(found, _("Norm beëindigen?"), _("Ja, beëindig de norm")) | {
        "norm": found,
        "summary": [Pair(_("Waarover"), sentences.what(found)), Pair(_("Norm"), sentences.norm_words(found))],
        "consequence": _("Driehoek vergelijkt de cijfers dan niet meer met deze norm. De cijfers blijven."),
    }
    return render(request, "standard/norm_end.html", context)


def _running_or_404(request: IdentifiedRequest, norm: uuid.UUID) -> Norm:
    found = norm_or_404(request, norm)
    if found.ended_at is not None:
        raise Http404
    return found


def _types(request: IdentifiedRequest) -> list[Row]:
    """Return the types of norm to choose from; what was chosen before comes along."""
    along = {name: request.GET[name] for name in ("indicator", "afspraak") if name in request.GET}
    return [
        Row(
            title=str(one.label),
            url="?" + urlencode({"soort": one.value, **along}),
            text=str(TYPE_WORDS[one]),
        )
        for one in NormType
    ]


def _facts(found: Norm) -> list[Pair]:
    rows = [
        Pair(_("Soort norm"), str(found.get_type_display())),
        Pair(_("Norm"), sentences.norm_words(found)),
        Pair(_("Waarom"), found.reason),
        Pair(_("Besluit"), _decided(found)),
        Pair(_("Geldt"), _held(found)),
        Pair(_("Vastgelegd door"), found.stated_by.name),
        Pair(_("Bron"), source_words(found)),
    ]
    if found.ended_at:
        rows.append(Pair(_("Beëindigd"), formatting.date_long(found.ended_at, language=spoken())))
    return rows


def _decided(values: NormValues) -> str:
    day = formatting.date_long(values.decided_on, language=spoken())
    return _("%(who)s, %(day)s") % {"who": values.get_decided_by_display(), "day": day}


def _held(values: NormValues) -> str:
    start = formatting.date_long(values.valid_from, language=spoken())
    if values.valid_until is None:
        return _("vanaf %(start)s") % {"start": start}
    end = formatting.date_long(values.valid_until, language=spoken())
    return _("van %(start)s tot en met %(end)s") % {"start": start, "end": end}


def _entry(found: Norm, one: NormRevision) -> Entry:
    return Entry(
        when=one.replaced_at,
        title=_("Was: %(norm)s") % {"norm": sentences.norm_words(found, one)},
        text=f"{_decided(one)}. {_held(one)}. {one.reason}",
        source=_("gewijzigd door %(who)s") % {"who": one.replaced_by.name},
        kind="decision",
    )


def _conflict(found: Norm, form: ValuesForm) -> Conflict:
    """Lay the stored values beside those of the form where they differ."""
    differing = [
        name for name in VALUES if name in form.fields and getattr(found, name) != _typed(form, name)
    ]
    return Conflict(changes=[Change(str(form.fields[name].label), _shown(found, name)) for name in differing])


def _typed(form: ValuesForm, name: str) -> Any:
    return form.cleaned_data.get(name)


def _shown(found: Norm, name: str) -> str:
    display = getattr(found, f"get_{name}_display", None)
    value = display() if display else getattr(found, name)
    return "–" if value is None else str(value)


def _page(found: Norm, title: str, submit: str) -> dict[str, Any]:
    back = reverse("standard:norm", args=[found.pk])
    return {
        "title": title,
        "lead": f"{sentences.what(found)}: {sentences.norm_words(found)}",
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": sentences.what(found),
    }
