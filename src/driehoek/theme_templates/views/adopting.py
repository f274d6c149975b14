"""Taking a template over: what it would bring, what is there already, and doing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.theme_templates import services
from driehoek.theme_templates.fields import (
    BY_NAME,
)
from driehoek.theme_templates.forms.adopting import AdoptForm
from driehoek.theme_templates.kinds import Group
from driehoek.theme_templates.models import MadeKind
from driehoek.theme_templates.plan import ORDER, Line, Standing, plan
from driehoek.theme_templates.services.adopting import Skipped
from driehoek.theme_templates.shown import text_of, title_of
from driehoek.theme_templates.templates import Template
from driehoek.theme_templates.views import template_or_404
from driehoek.theme_templates.words import APPLIERS


@dataclass(frozen=True)
class ShownLine:
    """A line as it stands on the page.

    Attributes:
        line: the line of the plan.
        title, text: its words.
        ticked: whether it is chosen.
        date: the field for its day, where the template does not know it.
    """

    line: Line
    title: str
    text: str
    ticked: bool
    date: BoundField | None = None

    @property
    def there(self) -> bool:
        """Whether it is there already, so that there is nothing to choose."""
        return self.line.standing is Standing.THERE


@dataclass(frozen=True)
class ShownPart:
    """The lines of one part."""

    kind: MadeKind
    label: str
    lines: list[ShownLine]


@for_functions(*APPLIERS)
@require_http_methods(["GET", "POST"])
def adopt(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Show what a template would bring, with everything new ticked, and take over what is chosen."""
    template = template_or_404(request, key)
    found = plan(request.identity, template)
    form = AdoptForm(request.POST or None, identity=request.identity, plan=found)
    if request.method == "POST" and form.is_valid():
        taken = services.adopt(identity=request.identity, template=template, choice=form.choice())
        messages.success(request, _taken_words(taken))
        for words in _skipped_words(taken.skipped, template):
            messages.info(request, words)
        return redirect("theme_templates:trail", taken.adoption.pk)
    chosen = form.chosen()
    parts = [_part(kind, found.of(kind), template, form, chosen) for kind in ORDER if found.of(kind)]
    context = {
        "template": template,
        "plan": found,
        "form": form,
        "partners": [form[name] for name in form.partner_fields],
        "process": [one for one in parts if BY_NAME[one.kind.value].group == Group.PROCESS],
        "information": [one for one in parts if BY_NAME[one.kind.value].group == Group.INFORMATION],
        "steps": [
            (row["name"], text_of(BY_NAME["steps"], row, template.content)) for row in template.rows("steps")
        ],
        "new": sum(line.standing is not Standing.THERE for line in found.lines),
        "there": sum(line.standing is Standing.THERE for line in found.lines),
    }
    return render(request, "theme_templates/adopt.html", context)


def _part(
    kind: MadeKind, lines: list[Line], template: Template, form: AdoptForm, chosen: frozenset[str]
) -> ShownPart:
    part = BY_NAME[kind.value]
    shown = []
    for line in lines:
        name = form.moment_fields.get(line.key, "") if kind is MadeKind.MOMENT else ""
        shown.append(
            ShownLine(
                line,
                title_of(part, line.row, template.content),
                text_of(part, line.row, template.content),
                line.name in chosen,
                form[name] if name and line.standing is not Standing.THERE else None,
            )
        )
    return ShownPart(kind, str(part.label), shown)


def _taken_words(taken: services.Taken) -> str:
    made = ngettext("%(n)s ding is toegevoegd.", "%(n)s dingen zijn toegevoegd.", taken.made) % {
        "n": taken.made
    }
    if taken.begun:
        return _("Het sjabloon is overgenomen. %(made)s") % {"made": made}
    return made if taken.made else _("Dit sjabloon liep al. Er kwam niets bij.")


def _skipped_words(skipped: tuple[Skipped, ...], template: Template) -> list[str]:
    """Say what was not made and why, the reasons that several share once."""
    by_why: dict[str, list[str]] = {}
    for one in skipped:
        title = title_of(BY_NAME[one.line.kind.value], one.line.row, template.content)
        by_why.setdefault(one.why, []).append(f"“{title}”")
    return [
        _("Niet overgenomen: %(names)s. %(why)s") % {"names": ", ".join(names), "why": why}
        for why, names in by_why.items()
    ]
