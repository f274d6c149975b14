"""Asking what the law must know: a proposal as a form, and the facts that are missing as plain questions.

Two parts, both fed by the rules themselves (driehoek.law), so that nobody keeps a list of values of their own:

`ProposalForm` asks who gives what to whom, for what and about whom, in words; `.proposal()` is what `law.check` reads.

`converse(proposal, data=request.POST or None)` holds the conversation about one proposal and stores nothing: it
takes the answers given so far (those in `proposal["facts"]` and those in `data`), judges, and returns a
`Conversation` with the decision and a form that asks what is still missing. A page shows it with

    {% include "grounds/components/questions.html" with conversation=conversation %}   inside its own <form>
    {% include "grounds/components/outcome.html" with outcome=conversation.outcome %}

and calls it again with what is posted until `conversation.complete`; then `conversation.proposal` is the whole
proposal, facts included, to be judged and stored. What the caller itself knows (an approval on record, a covenant)
is given as `fixed`: it counts, is not asked, and a posted answer to it counts for nothing. An approval is a fact of
the same kind that only a record can give, so it is never taken from a form unless `approvals` is true, as in the
try-out. An answer "I don't know" is an answer: the fact stays unknown, and the decision says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek import law
from driehoek.grounds.outcomes import OutcomeView, outcome_of, said
from driehoek.law.lines import all_of
from driehoek.law.matching import POLICE
from driehoek.law.proposal import OPTIONAL, REQUIRED, read
from driehoek.law.ruleset import PARTIES, PARTY, Clause, RuleSet
from driehoek.law.wording import STRUCTURED, question
from driehoek.web.forms import PlainErrors

# In a page's own form the answers stand under this prefix, so that they meet no other field.
PREFIX: Final = "fact"
ASKED: Final = "asked"
YES, NO, UNKNOWN = "yes", "no", "unknown"
TAGS: Final = "wpg_processing"
# More values than this stand better in a list to pick from than under each other.
FEW: Final = 6
# The three of the driehoek stand first among some seventy parties.
FIRST: Final = ("burgemeester", "om", "politie")
Choices = list[tuple[str, str]]


def words_of(field: str, value: str, rules: RuleSet | None = None) -> str:
    """Say a value of a structured field in the reader's language.

    Args:
        field: provider, recipient, purpose, data_categories, subject, frequency, trigger, wpg_processing or approver.
        value: one of the values it may have.
        rules: by which rules; those in force when none are named.
    """
    listed = PARTY if field in PARTIES else field
    found = (rules or law.load()).words.get(listed, {}).get(value)
    return said(found) if found else value


def choices_of(field: str, rules: RuleSet | None = None) -> Choices:
    """Return the values of a structured field with their words, in the order of the words."""
    known = (rules or law.load()).vocabulary[field]
    return sorted(((value, words_of(field, value, rules)) for value in known), key=lambda one: one[1].lower())


def _parties(field: str, rules: RuleSet) -> list[tuple[str, str | Choices]]:
    listed = choices_of(field, rules)
    words = dict(listed)
    first: Choices = [(value, words[value]) for value in FIRST if value in words]
    rest = [one for one in listed if one[0] not in FIRST]
    return [("", _("Kies")), (_("De driehoek"), first), (_("Andere partijen"), rest)]


def _subjects(rules: RuleSet) -> Choices:
    """Return about whom it may be; the ones about nobody come last."""
    listed = choices_of("subject", rules)
    return [
        ("", _("Kies")),
        *(one for one in listed if not one[0].startswith("n.v.t.")),
        *(one for one in listed if one[0].startswith("n.v.t.")),
    ]


class ProposalForm(PlainErrors, forms.Form):
    """Who gives what to whom, for what, about whom: the fields that every proposal has, in words."""

    provider = forms.ChoiceField(label=gettext_lazy("Wie geeft de informatie?"))
    recipient = forms.ChoiceField(label=gettext_lazy("Wie krijgt de informatie?"))
    purpose = forms.ChoiceField(label=gettext_lazy("Waarvoor is het?"))
    data_categories = forms.MultipleChoiceField(
        label=gettext_lazy("Om welke gegevens gaat het?"), widget=forms.CheckboxSelectMultiple
    )
    subject = forms.ChoiceField(label=gettext_lazy("Over wie gaat het?"))
    frequency = forms.ChoiceField(
        label=gettext_lazy("Gebeurt het één keer of steeds weer?"), widget=forms.RadioSelect, required=False
    )
    trigger = forms.ChoiceField(
        label=gettext_lazy("Is erom gevraagd?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = law.load()
        listed: dict[str, Any] = {
            "provider": _parties("provider", rules),
            "recipient": _parties("recipient", rules),
            "purpose": [("", _("Kies")), *choices_of("purpose", rules)],
            "subject": _subjects(rules),
        }
        for name in ("data_categories", "frequency", "trigger"):
            listed[name] = choices_of(name, rules)
        for name, choices in listed.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # every field here has choices

    def proposal(self) -> dict[str, Any]:
        """Return the structured fields that were filled in, as `law.check` reads them; call it on a valid form."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class FactsForm(forms.Form):
    """The questions for facts and for structured fields that are unknown; every answer may be left open."""

    def __init__(
        self, data: Any = None, *, keys: Iterable[str], rules: RuleSet, initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, prefix=PREFIX, initial=dict(initial))
        self.keys = list(dict.fromkeys(keys))
        for key in self.keys:
            self.fields[key] = _field(key, rules)

    def answers(self) -> dict[str, Any]:
        """Return the answers that say something; one that is not known, or cannot be read, is absent."""
        self.is_valid()
        given = {key: _answer(self.cleaned_data.get(key)) for key in self.keys}
        return {key: value for key, value in given.items() if value is not None}

    def is_answered(self, key: str) -> bool:
        """Tell whether a question has an answer, also when that is “I don't know”."""
        value = self[key].value()
        return value not in (None, "", [])


def _answer(value: Any) -> Any:
    if value in (None, "", [], UNKNOWN):
        return None
    if value in (YES, NO):
        return value == YES
    return value.isoformat() if isinstance(value, date) else value


def _field(key: str, rules: RuleSet) -> forms.Field:
    label = said(question(key, rules))
    if key == TAGS:
        return forms.MultipleChoiceField(
            label=label, choices=choices_of(key, rules), required=False, widget=forms.CheckboxSelectMultiple
        )
    if key in STRUCTURED:
        return _picked(label, choices_of(key, rules))
    fact = rules.facts[key]
    if fact.kind == "date":
        return forms.DateField(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Vul een bestaande datum in, bijvoorbeeld 26-11-2026.")},
        )
    if fact.kind == "bool":
        return _picked(label, [(YES, _("Ja")), (NO, _("Nee"))])
    return _picked(label, [(value, said(fact.choices[value])) for value in fact.values])


def _picked(label: str, choices: Choices) -> forms.Field:
    unsure = [(UNKNOWN, _("Weet ik (nog) niet"))]
    errors = {"invalid_choice": _("Kies een van de mogelijkheden.")}
    if len(choices) < FEW:
        return forms.ChoiceField(
            label=label,
            choices=[*choices, *unsure],
            required=False,
            widget=forms.RadioSelect,
            error_messages=errors,
        )
    return forms.ChoiceField(
        label=label, choices=[("", _("Kies")), *choices, *unsure], required=False, error_messages=errors
    )


@dataclass(frozen=True)
class Conversation:
    """A proposal as far as it is known, what the rules say of it, and what is still to be asked.

    Attributes:
        proposal: the structured fields with `facts` beside them, as `law.check` reads and JSON holds them.
        decision: what the rules say of it now.
        form: the questions: those that are open, those answered, and the further ones.
        open_keys: what must still be asked and has no answer.
        answered_keys: what was asked and answered, “I don't know” included.
        further_keys: what can be in the way and is not asked on its own accord: a further look at special cases.
    """

    proposal: Mapping[str, Any]
    decision: law.Decision
    form: FactsForm
    open_keys: tuple[str, ...]
    answered_keys: tuple[str, ...]
    further_keys: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every question has been put and answered, and every answer could be read."""
        return not self.open_keys and not self.form.errors

    @property
    def outcome(self) -> OutcomeView:
        """The decision in the reader's language, for `grounds/components/outcome.html`."""
        return outcome_of(self.decision)

    @property
    def open(self) -> list[forms.BoundField]:
        """The questions to answer now."""
        return [self.form[key] for key in self.open_keys]

    @property
    def answered(self) -> list[forms.BoundField]:
        """The questions that have an answer, which can be changed."""
        return [self.form[key] for key in self.answered_keys]

    @property
    def further(self) -> list[forms.BoundField]:
        """The questions about special cases."""
        return [self.form[key] for key in self.further_keys]

    @property
    def asked(self) -> str:
        """What the page sends back so that no question is lost."""
        return " ".join((*self.open_keys, *self.answered_keys, *self.further_keys))

    @property
    def asked_name(self) -> str:
        """The name of the field for `asked`."""
        return f"{PREFIX}-{ASKED}"


def converse(
    proposal: Mapping[str, Any],
    *,
    data: Any = None,
    fixed: Mapping[str, Any] | None = None,
    approvals: bool = False,
    further: bool = True,
    on: date | None = None,
    rules: RuleSet | None = None,
) -> Conversation:
    """Take the answers so far, judge, and ask what is missing; nothing is stored.

    Args:
        proposal: the structured fields, with the facts that are known from before under `facts`.
        data: what the page posted (a QueryDict), or None on the first showing.
        fixed: facts that the caller knows: they count and are not asked.
        approvals: whether agreements may be answered on the form, as in a try-out.
        further: whether to offer the questions about special cases.
        on: the day by which it is judged; today when none is named.
        rules: by which rules; those in force when none are named.

    Raises:
        ProposalError: the structured fields, the facts from before or `fixed` cannot be read.
    """
    used, given = rules or law.load(), dict(fixed or {})
    frame = {key: value for key, value in proposal.items() if key in (*REQUIRED, *OPTIONAL)}
    may_ask = _askable(used, given, approvals=approvals)
    before = _known(proposal, may_ask, used)
    posted = data.get(f"{PREFIX}-{ASKED}", "").split() if data is not None else []
    data = data if posted else None
    asked = [key for key in dict.fromkeys((*before, *posted)) if may_ask(key)]
    form = FactsForm(data, keys=asked, rules=used, initial=_initial(before))
    answers = before if data is None else form.answers()
    whole = _whole(frame, answers | given)
    decision = law.check(whole, on=on, rules=used)
    must = [key for key in _wanted(whole, decision, used, approvals=approvals) if may_ask(key)]
    special = [key for key in _special(whole, decision, used, on) if may_ask(key)] if further else []
    form = FactsForm(data, keys=(*asked, *must, *special), rules=used, initial=_initial(before))
    done = [key for key in form.keys if form.is_answered(key)]
    _ask_for(form, (*must, *done))
    return Conversation(
        proposal=whole,
        decision=decision,
        form=form,
        open_keys=tuple(key for key in must if key not in done),
        answered_keys=tuple(done),
        further_keys=tuple(key for key in special if key not in done and key not in must),
    )


def _ask_for(form: FactsForm, keys: Iterable[str]) -> None:
    """Let the page not call these questions optional: “I don't know” is an answer, silence is none."""
    form.is_valid()  # Judged before: nothing is refused because it is still open.
    for key in keys:
        form.fields[key].required = True


def _askable(rules: RuleSet, fixed: Mapping[str, Any], *, approvals: bool) -> Callable[[str], bool]:
    """Return the test of which keys a form may answer."""

    def may_ask(key: str) -> bool:
        known = key in rules.facts or key in STRUCTURED
        return known and key not in fixed and (approvals or key not in rules.approvers)

    return may_ask


def _known(proposal: Mapping[str, Any], may_ask: Callable[[str], bool], rules: RuleSet) -> dict[str, Any]:
    """Return the answers from before: facts, and the structured fields that are asked as questions."""
    facts = {key: value for key, value in (proposal.get("facts") or {}).items() if may_ask(key)}
    return {key: proposal[key] for key in STRUCTURED if proposal.get(key)} | {
        key: facts[key] for key in rules.facts if key in facts
    }


def _initial(known: Mapping[str, Any]) -> dict[str, Any]:
    return {key: (YES if value else NO) if isinstance(value, bool) else value for key, value in known.items()}


def _whole(frame: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in frame.items() if key not in STRUCTURED}
    fields |= {key: value for key, value in known.items() if key in STRUCTURED}
    return fields | {"facts": {key: value for key, value in known.items() if key not in STRUCTURED}}


def _wanted(
    proposal: Mapping[str, Any], decision: law.Decision, rules: RuleSet, *, approvals: bool
) -> list[str]:
    """Return what must be asked, in the order of the rules: what is missing, and the tag of police data."""
    missing = {one.key for one in decision.missing}
    if approvals:
        missing |= {one.fact for one in decision.approvals}
    # Without its tag no basis carries police data, so the answer comes before any judgement.
    if POLICE in proposal["data_categories"] and not proposal.get(TAGS):
        missing.add(TAGS)
    return [key for key in (*STRUCTURED, *rules.facts) if key in missing]


def _special(
    proposal: Mapping[str, Any], decision: law.Decision, rules: RuleSet, on: date | None
) -> list[str]:
    """Return the facts on which a rule that stops could still fire."""
    values = read(proposal, rules, on=on).values
    bases = set(decision.bases)
    clauses = [one for rule in rules.rules for one in rule.clauses if _could_stop(one, bases, values)]
    keys = {key for one in clauses for line in one.lines for key in line.open_keys(values)}
    return [key for key in rules.facts if key in keys]


def _could_stop(clause: Clause, bases: set[str], values: Mapping[str, Any]) -> bool:
    if clause.effect != "block" or (clause.bases and clause.bases.isdisjoint(bases)):
        return False
    # Rules about data that are held are about another act than giving.
    if any("held_under" in one.keys for one in clause.lines):
        return False
    return all_of(one.answer(values) for one in clause.lines) is None
