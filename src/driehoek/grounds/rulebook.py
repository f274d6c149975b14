"""The rules as a lawyer reads them: every basis and closing rule in words, without a key in sight.

Nothing here is stored; it is `driehoek.law` put into rows, pairs and lists in the reader's language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek import law
from driehoek.grounds.asking import words_of
from driehoek.grounds.outcomes import CONFIDENCE, article_of, basis_row, in_a_row, said
from driehoek.law.lines import Line
from driehoek.law.ruleset import Basis, Rule, RuleSet, Words
from driehoek.law.wording import question
from driehoek.web.components import Pair, Row, Tag, TagKind
from driehoek.web.formatting import date_long, known

Entry = Basis | Rule
EFFECTS: Final[dict[str, str | Promise]] = {
    "block": gettext_lazy("houdt tegen"),
    "warn": gettext_lazy("vraagt een reden"),
    "require": gettext_lazy("vraagt meer"),
    "approval": gettext_lazy("vraagt toestemming"),
    "note": gettext_lazy("wordt erbij verteld"),
}
EFFECT_KINDS: Final[dict[str, TagKind]] = {
    "block": "barred",
    "warn": "ask",
    "require": "ask",
    "approval": "ask",
    "note": "",
}
# The statute under which the closing rules stand in the list of statutes.
CLOSING: Final = "sluitregels"


@dataclass(frozen=True)
class Narrowing:
    """What the reader chose to see: codes of the vocabulary, never free text.

    Attributes:
        statute: the slug of an act, or CLOSING for the rules that stop or warn.
        partner: a party that gives or receives.
        purpose: what it is for.
    """

    statute: str = ""
    partner: str = ""
    purpose: str = ""

    def takes(self, basis: Basis) -> bool:
        """Tell whether a basis is among what was chosen."""
        return (
            self.statute in ("", slugify(basis.statute))
            and (not self.partner or self.partner in basis.providers | basis.recipients)
            and (not self.purpose or self.purpose in basis.purposes)
        )


def statutes(rules: RuleSet) -> list[tuple[str, str]]:
    """Return the acts that the bases come from, as (slug, name), by name."""
    return sorted({(slugify(one.statute), one.statute) for one in rules.bases}, key=lambda one: one[1])


def bases_shown(rules: RuleSet, narrowing: Narrowing) -> list[Basis]:
    """Return the bases that were chosen, in the order of the rules."""
    return [one for one in rules.bases if narrowing.takes(one)]


def closing_shown(rules: RuleSet, narrowing: Narrowing) -> list[Rule]:
    """Return the closing rules: all of them, unless an act was chosen; then those about the chosen bases."""
    if narrowing == Narrowing() or narrowing == Narrowing(CLOSING):
        return list(rules.rules)
    shown = {one.id for one in bases_shown(rules, narrowing)}
    return [one for one in rules.rules if any(clause.bases & shown for clause in one.clauses)]


def doubtful(rules: RuleSet) -> int:
    """Return of how many bases and closing rules it is not sure that they are right."""
    sure = [one.confidence for one in rules.bases] + [one.confidence for one in rules.rules]
    return sure.count("low")


def entry_of(rules: RuleSet, key: str) -> Entry | None:
    """Return the basis or closing rule with this id."""
    return rules.basis(key) or next((one for one in rules.rules if one.id == key), None)


def title_of(entry: Entry) -> str:
    """Return the title that a reader sees."""
    return entry.title if isinstance(entry, Basis) else said(entry.title)


_OF_BASIS: Final = (
    "id", "statute", "article", "title", "providers", "recipients", "purposes", "categories", "subjects",
    "frequencies", "triggers", "tags", "requires", "approvals", "terms", "also", "warn_when", "valid_from",
    "valid_until", "duty", "source", "conditions", "record", "decided_by", "keep", "onward", "secrecy", "note",
)  # fmt: skip
_OF_RULE: Final = ("id", "title", "text", "effect", "source", "clauses")


def digest_of(entry: Entry) -> str:
    """Return a hash over everything that the entry says, so that a changed text shows as another one."""
    said = _OF_BASIS if isinstance(entry, Basis) else _OF_RULE
    texts = {name: _plain(getattr(entry, name)) for name in said}
    canonical = json.dumps(texts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Line):
        return value.text
    if isinstance(value, frozenset):
        return sorted(_plain(one) for one in value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


def state_tags(entry: Entry, on: date, signed: Collection[str]) -> tuple[Tag, ...]:
    """Return how far an entry can be relied on: in force, sure, read, agreed by a lawyer."""
    found: list[Tag] = []
    if isinstance(entry, Basis) and not entry.in_force(on):
        found.append(Tag(_("geldt nu niet"), "unknown"))
    if entry.confidence == "low":
        found.append(Tag(_("niet zeker"), "ask"))
    if not entry.seen:
        found.append(Tag(_("tekst niet gezien"), "unknown"))
    if entry.id in signed:
        found.append(Tag(_("akkoord van een jurist"), "calm"))
    return tuple(found)


def basis_line(basis: Basis, on: date, signed: Collection[str]) -> Row:
    """Return a basis as a row of the list."""
    gives, gets = _listed("provider", basis.providers), _listed("recipient", basis.recipients)
    return Row(
        basis.title,
        reverse("grounds:rule", args=[basis.id]),
        _("Van %(gives)s aan %(gets)s.") % {"gives": _cut(gives), "gets": _cut(gets)},
        tags=state_tags(basis, on, signed),
        meta=article_of(basis),
    )


def closing_line(rule: Rule, on: date, signed: Collection[str]) -> Row:
    """Return a closing rule as a row of the list."""
    effect = Tag(str(EFFECTS[rule.effect]), EFFECT_KINDS[rule.effect])
    return Row(
        said(rule.title),
        reverse("grounds:rule", args=[rule.id]),
        in_a_row(rule.text),
        tags=(effect, *state_tags(rule, on, signed)),
    )


# So many parties are named in a row; the page of the rule has them all.
NAMED: Final = 4


def _cut(words: list[str]) -> str:
    if len(words) <= NAMED:
        return ", ".join(words)
    more = _("nog %(number)s") % {"number": len(words) - NAMED + 1}
    return f"{', '.join(words[: NAMED - 1])}, {more}"


def _listed(field: str, values: Iterable[str]) -> list[str]:
    return sorted((words_of(field, one) for one in values), key=str.lower)


def facts_about(basis: Basis) -> list[Pair]:
    """Return what a basis covers, field by field, in words."""
    pairs = [
        (_("Wet en artikel"), article_of(basis)),
        (_("Wie mag geven"), ", ".join(_listed("provider", basis.providers))),
        (_("Aan wie"), ", ".join(_listed("recipient", basis.recipients))),
        (_("Waarvoor"), ", ".join(_listed("purpose", basis.purposes))),
        (_("Welke gegevens"), ", ".join(_listed("data_categories", basis.categories))),
        (_("Over wie"), ", ".join(_listed("subject", basis.subjects))),
        (_("Hoe vaak"), ", ".join(_listed("frequency", basis.frequencies))),
        (_("Op wiens initiatief"), ", ".join(_listed("trigger", basis.triggers))),
        (_("Plicht of bevoegdheid"), _("plicht om te geven") if basis.duty else _("bevoegdheid om te geven")),
    ]
    if basis.tags:
        tags = ", ".join(_listed("wpg_processing", basis.tags))
        pairs.append((_("Verwerkt door de politie onder"), tags))
    return [Pair(label, value) for label, value in pairs]


def duties_of(basis: Basis) -> list[Pair]:
    """Return what goes along with giving: who decides, how long it is kept, how far it may go, which secrecy."""
    pairs = (
        (_("Wie besluit"), basis.decided_by),
        (_("Hoe lang bewaren"), basis.keep),
        (_("Doorgeven"), basis.onward),
        (_("Geheimhouding"), basis.secrecy),
    )
    return [Pair(label, said(words)) for label, words in pairs if said(words)]


def standing_of(entry: Entry) -> list[Pair]:
    """Return since when an entry holds and how sure it is."""
    pairs = []
    if isinstance(entry, Basis):
        pairs += [
            (_("Geldt vanaf"), _day(entry.valid_from) if entry.valid_from else _("niet vermeld")),
            (_("Geldt tot"), _day(entry.valid_until) if entry.valid_until else _("nader bericht")),
        ]
    pairs += [
        (_("Zekerheid"), str(CONFIDENCE[entry.confidence])),
        (_("Tekst van de bron gezien"), _("ja") if entry.seen else _("nee")),
    ]
    return [Pair(label, value) for label, value in pairs]


def _day(value: date) -> str:
    return date_long(value, language=known(get_language()))


def asked_for(basis: Basis, rules: RuleSet) -> list[str]:
    """Return the questions that the check asks for a basis, in the order of its requirements."""
    keys = [key for one in basis.requires for key in sorted(one.keys) if key in rules.facts]
    return [said(question(key, rules)) for key in dict.fromkeys(keys)]


def who_agrees(basis: Basis) -> list[str]:
    """Return who must agree before data are given on a basis."""
    return list(dict.fromkeys(words_of("approver", one.approver) for one in basis.approvals))


def touched_by(rule: Rule, rules: RuleSet) -> list[Row]:
    """Return the bases that a closing rule is about; none when it is about all of them."""
    keys = {key for clause in rule.clauses for key in clause.bases}
    return [row for one in rules.bases if one.id in keys and (row := basis_row(one.id, rules))]


def rules_about(basis: Basis, rules: RuleSet) -> list[Rule]:
    """Return the closing rules that name a basis."""
    return [one for one in rules.rules if any(basis.id in clause.bases for clause in one.clauses)]


def texts(entries: Iterable[Words]) -> list[str]:
    """Return the entries that say something, in the reader's language."""
    return [text for one in entries if (text := said(one))]


def rules_in_force() -> RuleSet:
    """Return the rules that decisions are made by today."""
    return law.load()
