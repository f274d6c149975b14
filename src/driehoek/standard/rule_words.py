"""A rule for re-typing in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from driehoek.figures.models import Frequency
from driehoek.problems.models import SafetyField
from driehoek.standard.models import NormType
from driehoek.standard.queries.rules import KeptRule
from driehoek.standard.retyping import RetypingRule
from driehoek.web.components import Tag


def rule_sentence(rule: RetypingRule) -> str:
    """Say when a rule proposes what."""
    facts = {
        "norms": _listed(str(one.label).lower() for one in NormType if one in rule.norms),
        "fields": _("op elk veiligheidsveld")
        if len(rule.fields) == len(SafetyField)
        else _("bij %(fields)s")
        % {"fields": _listed(str(one.label) for one in SafetyField if one in rule.fields)},
        "periods": _listed(
            (_periods(rhythm, rule.periods[rhythm]) for rhythm in Frequency if rhythm in rule.periods),
            last=_("of"),
        ),
        "kind": str(rule.propose.label).lower(),
    }
    return (
        _("Wordt een norm (%(norms)s) %(fields)s %(periods)s niet gehaald, stel dan voor: %(kind)s.") % facts
    )


def tags_of(kept: KeptRule) -> list[Tag]:
    """Say where a rule comes from, and whether it is on."""
    tags = [Tag(_("eigen regel"), "accent") if kept.own and not kept.standard else Tag(_("standaard"))]
    if kept.own and kept.standard:
        tags = [Tag(_("aangepast"), "accent")]
    if not kept.active:
        tags.append(Tag(_("staat uit"), "barred"))
    return tags


def _periods(rhythm: Frequency, number: int) -> str:
    words = {
        Frequency.WEEK: npgettext("rule", "%(n)s week", "%(n)s weken op rij", number),
        Frequency.MONTH: npgettext("rule", "%(n)s maand", "%(n)s maanden op rij", number),
        Frequency.QUARTER: npgettext("rule", "%(n)s kwartaal", "%(n)s kwartalen op rij", number),
        Frequency.YEAR: npgettext("rule", "%(n)s jaar", "%(n)s jaar op rij", number),
    }
    return words[rhythm] % {"n": number}


def _listed(words: Iterable[str], *, last: str = "") -> str:
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return " ".join((", ".join(found[:-1]), last or _("en"), found[-1]))
