"""The sentences of the first page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger.events import words_for
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from driehoek.problems.words import explain
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

if TYPE_CHECKING:
    # Only for types: the reading behind them draws charts, which a command has no need to load.
    from driehoek.brief.queries import Changed, RunningProblem, Today

BRIEFING: Final = "briefings:briefing:sent"
MENU: Final = MenuEntry(
    gettext_lazy("Vandaag op één A4"),
    "brief:pdf",
    gettext_lazy("Dezelfde drie antwoorden, om te printen of mee te nemen."),
    order=10,
)
PLACE: Final = MenuEntry(gettext_lazy("Vandaag"), "brief:today", order=10)
EVENTS: Final[dict[str, Promise]] = {"brief:page:seen": gettext_lazy("Eerste pagina gezien")}


def language() -> formatting.Language:
    """Return the language of the page at hand."""
    return formatting.known(get_language())


def greeting(identity: Identity, name: str, *, at: datetime) -> str:
    """Greet by the time of day; the mayor and the deputy by their function."""
    hour = timezone.localtime(at).hour
    words = _("Goedenavond")
    if 6 <= hour < 18:
        words = _("Goedemorgen") if hour < 12 else _("Goedemiddag")
    own = identity.own_functions
    if Function.MAYOR in own:
        return _("%(greeting)s, burgemeester") % {"greeting": words}
    return f"{words}, {name}"


def standing_in(identity: Identity) -> str:
    """Say for whom the reader stands in; empty when for nobody."""
    others = identity.functions - identity.own_functions
    if not others:
        return ""
    names = ", ".join(sorted(str(function.label).lower() for function in others))
    return _("U vervangt nu: %(names)s.") % {"names": names}


def one_breath(page: Today) -> str:
    """Say the whole page in one breath."""
    parts = []
    crises = len(page.crises)
    if crises:
        parts.append(ngettext("Er loopt één crisis.", "Er lopen %(n)s crises.", crises) % {"n": crises})
    asked = page.position.total("asked") + page.position.total("called")
    if asked:
        parts.append(
            ngettext("Eén ding wordt van u gevraagd.", "%(n)s dingen worden van u gevraagd.", asked)
            % {"n": spelled(asked)}
        )
    late = page.position.total("late")
    if late:
        parts.append(
            ngettext("Eén levering is te laat.", "%(n)s leveringen zijn te laat.", late)
            % {"n": spelled(late)}
        )
    found = len(page.deviations) + page.more_deviations
    if found:
        parts.append(
            ngettext(
                "Eén zaak wijkt af van wat te verwachten was.",
                "%(n)s zaken wijken af van wat te verwachten was.",
                found,
            )
            % {"n": spelled(found)}
        )
    arrived = sum(page.position.total(part) for part in ("unread", "answered", "rated"))
    changed = len(page.changed) + page.more_changed + arrived
    if changed:
        parts.append(
            ngettext("Eén ding is veranderd.", "%(n)s dingen zijn veranderd.", changed)
            % {"n": spelled(changed)}
        )
    if not crises:
        parts.append(_("Geen crisis."))
    return " ".join(parts)


def spelled(count: int) -> str:
    """Write small numbers out, as a sentence begins with them."""
    words = (
        _("Nul"),
        _("Eén"),
        _("Twee"),
        _("Drie"),
        _("Vier"),
        _("Vijf"),
        _("Zes"),
        _("Zeven"),
        _("Acht"),
        _("Negen"),
    )
    return words[count] if count < len(words) else str(count)


def problem_age(problem: RunningProblem, *, at: datetime) -> str:
    """Say a problem's kind and how long it has run: “complex, 14 maanden”."""
    return f"{str(Kind(problem.kind).label).lower()}, {age(at - problem.opened_at)}"


def age(elapsed: timedelta) -> str:
    """Say how long something has run in its largest fitting unit, as people do."""
    days = elapsed.days
    if days < 1:
        hours = max(int(elapsed.total_seconds() // 3600), 0)
        return ngettext("%(n)s uur", "%(n)s uur", hours) % {"n": hours} if hours else _("net begonnen")
    if days < 14:
        return ngettext("%(n)s dag", "%(n)s dagen", days) % {"n": days}
    if days < 60:
        return ngettext("%(n)s week", "%(n)s weken", days // 7) % {"n": days // 7}
    if days < 730:
        return ngettext("%(n)s maand", "%(n)s maanden", days // 30) % {"n": days // 30}
    return ngettext("%(n)s jaar", "%(n)s jaar", days // 365) % {"n": days // 365}


def changed_title(change: Changed) -> str:
    """Name what changed: the problem, or the act itself."""
    if change.problem:
        return change.problem.title
    if change.action == BRIEFING:
        return _("Weekbriefing van %(day)s") % {"day": formatting.date_long(change.at, language=language())}
    return words_for(change.action)


def changed_text(change: Changed) -> str:
    """Say what happened to it, and how often."""
    data = json.loads(change.data)
    said = explain(data)
    words = [words_for(change.action) + "."] if change.problem else []
    if said:
        words.append(said)
    if not change.problem:
        if new := data.get("new"):
            count = formatting.number(new, language=language())
            words.append(ngettext("%(n)s nieuw cijfer.", "%(n)s nieuwe cijfers.", new) % {"n": count})
        elif change.times > 1:
            words.append(_("%(n)s keer.") % {"n": change.times})
    elif change.times > 1:
        words.append(
            ngettext("En nog één wijziging.", "En nog %(n)s wijzigingen.", change.times - 1)
            % {"n": change.times - 1}
        )
    return " ".join(words)
