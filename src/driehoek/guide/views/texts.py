"""Editing the guide's texts for one municipality (HR06). Texts only: no answer of anyone is in sight here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.guide.defaults import defaults, source_of
from driehoek.guide.forms import FORMS, TextForm
from driehoek.guide.forms.texts import new_values
from driehoek.guide.models import GuideText
from driehoek.guide.queries import texts as queries
from driehoek.guide.services import texts as services
from driehoek.guide.shapes import Case, Question, Section, Text, Tip
from driehoek.guide.words import EDITORS
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Pair, Row, Tag
from driehoek.web.formatting import date_long
from driehoek.web.forms import posted_version, sent_again


@for_functions(*EDITORS)
@require_GET
def text_list(request: IdentifiedRequest) -> HttpResponse:
    """List the texts of a section, with which were changed, ended or are their own."""
    section = _section(request.GET.get("deel", Section.TIP))
    rows = [_row(section, one) for one in queries.kept(request.identity, section)]
    context = {
        "rows": rows,
        "section": section,
        "sections": [(one, one == section) for one in Section],
    }
    return render(request, "guide/texts.html", context)


@for_functions(*EDITORS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Add a text of the municipality's own."""
    where = _section(request.GET.get("deel", Section.TIP))
    form = FORMS[where](request.POST or None, initial=new_values())
    if request.method == "POST" and form.is_valid():
        try:
            services.add_text(
                identity=request.identity,
                section=where,
                key=form.cleaned_data["key"],
                content=form.content(),
                dated_on=form.cleaned_data["dated_on"],
            )
        except services.KeyTaken:
            form.add_error("key", _("Deze code is al in gebruik. Kies een andere."))
        else:
            messages.success(request, _("De tekst is toegevoegd."))
            return redirect(_list_address(where))
    context = _form_page(form, _("Tekst toevoegen"), where)
    return render(request, "web/form_page.html", context)


@for_functions(*EDITORS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, section: str, key: str) -> HttpResponse:
    """Change a text for this municipality; a second editor is told, and keeps the text."""
    where, kept = _kept_or_404(request, section, key)
    form = _change_form(where, kept, request.POST or None)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_text(
                identity=request.identity,
                section=where,
                key=key,
                version=posted_version(request),
                content=form.content(),
                dated_on=form.cleaned_data["dated_on"],
            )
        except VersionConflict:
            kept = queries.kept_text(request.identity, where, key) or kept
            conflict = _conflict(where, kept, form)
            again = sent_again(request, kept.stored.version if kept.stored else 0)
            form = _change_form(where, kept, again)
        else:
            messages.success(request, _("De tekst is bewaard, voor iedereen in uw gemeente."))
            return redirect(_list_address(where))
    context = _form_page(form, _("Tekst wijzigen"), where) | {
        "conflict": conflict,
        "kept": kept,
        "section": where,
        "source": source_of(kept.text),
        "version": kept.stored.version if kept.stored else 0,
    }
    return render(request, "guide/text_change.html", context, status=409 if conflict else 200)


@for_functions(*EDITORS)
@require_POST
def end(request: IdentifiedRequest, section: str, key: str) -> HttpResponse:
    """Let nobody see a text any more; the list offers to bring it back."""
    where, kept = _kept_or_404(request, section, key)
    try:
        services.end_text(
            identity=request.identity,
            section=where,
            text=kept.text,
            version=posted_version(request),
            today=timezone.localdate(),
        )
        messages.success(request, _("De tekst is verborgen. Op deze bladzijde haalt u haar terug."))
    except VersionConflict:
        messages.error(request, _("Iemand anders wijzigde deze tekst net. Kijk eerst wat er veranderd is."))
    return redirect("guide:text_change", where, key)


@for_functions(*EDITORS)
@require_http_methods(["GET", "POST"])
def restore(request: IdentifiedRequest, section: str, key: str) -> HttpResponse:
    """Bring an ended text back, or, once confirmed, go back to the text that comes along."""
    where, kept = _kept_or_404(request, section, key)
    if request.method == "GET":
        return _confirm_standard(request, where, kept)
    version = posted_version(request)
    try:
        if kept.is_own or request.POST.get("to") == "shown":
            services.bring_back(identity=request.identity, section=where, key=key, version=version)
            messages.success(request, _("De tekst is weer te zien."))
        else:
            services.back_to_standard(identity=request.identity, section=where, key=key, version=version)
            messages.success(request, _("De standaardtekst geldt weer."))
    except VersionConflict:
        messages.error(request, _("Iemand anders wijzigde deze tekst net. Kijk eerst wat er veranderd is."))
    return redirect("guide:text_change", where, key)


def _confirm_standard(request: IdentifiedRequest, section: Section, kept: queries.Kept) -> HttpResponse:
    """Ask first: the municipality's own version is gone afterwards."""
    if kept.is_own or kept.stored is None:
        raise Http404
    back = reverse("guide:text_change", args=[section, kept.text.key])
    context = {
        "title": _("Terug naar de standaard"),
        "consequence_title": _("Uw eigen versie gaat weg"),
        "consequence": _("De tekst die met Driehoek meekomt, geldt dan weer voor iedereen in uw gemeente."),
        "summary": [
            Pair(_("Nu"), _title(kept.text)),
            Pair(_("Straks"), _title(defaults(section)[kept.text.key])),
        ],
        "version": kept.stored.version,
        "submit_label": _("Zet terug"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Tekst wijzigen"),
    }
    return render(request, "guide/text_standard.html", context)


def _section(given: str) -> Section:
    if given not in Section.values:
        raise Http404
    return Section(given)


def _kept_or_404(request: IdentifiedRequest, section: str, key: str) -> tuple[Section, queries.Kept]:
    where = _section(section)
    kept = queries.kept_text(request.identity, where, key)
    if kept is None:
        raise Http404
    return where, kept


def _change_form(section: Section, kept: queries.Kept, data: Any) -> TextForm:
    form = FORMS[section]
    stored: GuideText | None = kept.stored
    initial = form.initial_of(kept.text) | {
        "dated_on": stored.dated_on if stored else timezone.localdate(),
        "version": stored.version if stored else 0,
    }
    return form(data, key=kept.text.key, current=kept.text, initial=initial)


def _conflict(section: Section, kept: queries.Kept, form: TextForm) -> dict[str, Any]:
    """Say who was first, and lay what is stored now beside the form where it differs."""
    now = FORMS[section].initial_of(kept.text)
    changes = [
        {"label": str(field.label), "value": _shown(now.get(name, ""))}
        for name, field in form.fields.items()
        if name in now and _shown(now[name]) != _shown(form.cleaned_data.get(name, ""))
    ]
    stored = kept.stored
    return {
        "who": stored.changed_by.name if stored else "",
        "when": stored.changed_at if stored else None,
        "changes": changes,
    }


def _shown(value: Any) -> str:
    return ", ".join(sorted(str(one) for one in value)) if isinstance(value, list) else str(value)


def _row(section: Section, kept: queries.Kept) -> Row:
    stored = kept.stored
    tags = []
    if kept.ended:
        tags.append(Tag(_("verborgen"), "barred"))
    elif kept.is_own:
        tags.append(Tag(_("eigen tekst"), "accent"))
    elif kept.changed:
        tags.append(Tag(_("aangepast"), "accent"))
    meta = [f"{kept.text.mark}: {source_of(kept.text).name}"]
    if stored:
        meta.append(date_long(stored.dated_on))
    address = reverse("guide:text_change", args=[section, kept.text.key])
    return Row(_title(kept.text), address, _line(kept.text), _place(kept.text), tags, " · ".join(meta))


def _title(text: Text) -> str:
    return text.text if isinstance(text, Tip) else text.topic if isinstance(text, Question) else text.title


def _line(text: Text) -> str:
    return text.why if isinstance(text, Tip) else text.statement if isinstance(text, Question) else ""


def _place(text: Text) -> str:
    if isinstance(text, Case):
        return ""
    return f"{text.kind.label}, {str(text.part.label).lower()}"


def _list_address(section: Section) -> str:
    return f"{reverse('guide:texts')}?deel={section}"


def _form_page(form: TextForm, title: str, section: Section) -> dict[str, Any]:
    back = _list_address(section)
    return {
        "form": form,
        "title": title,
        "lead": _("Uw wijziging geldt voor iedereen in uw gemeente, en alleen daar."),
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Teksten van de gids"),
    }
