"""The sentences of a decision, in Dutch (B1) and English, each with its article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from driehoek.law.decision import Outcome
from driehoek.law.matching import Element, Held, nearest
from driehoek.law.proposal import Proposal
from driehoek.law.ruleset import Basis, RuleSet, Words

if TYPE_CHECKING:
    from driehoek.law.engine import Findings

ELEMENTS: Final[dict[Element, Words]] = {
    Element.GIVER: Words("wie het geeft", "who gives it"),
    Element.RECEIVER: Words("wie het krijgt", "who receives it"),
    Element.PURPOSE: Words("het doel", "the purpose"),
    Element.DATA: Words("het soort gegevens", "the kind of data"),
    Element.SUBJECT: Words("over wie het gaat", "whom it is about"),
    Element.FORM: Words("of het één keer is of vast", "whether it is once or structural"),
    Element.TAG: Words("het artikel van de Wpg waaronder de politie het verwerkte", "its Wpg processing tag"),
    Element.DATE: Words("de dag: de wet gold toen niet", "the day: the act was not in force"),
}
STRUCTURED: Final[dict[str, Words]] = {
    "frequency": Words("Gebeurt dit één keer of steeds weer?", "Does this happen once or structurally?"),
    "trigger": Words(
        "Is erom gevraagd, of is het uit eigen beweging?", "Was it asked for, or is it unprompted?"
    ),
    "wpg_processing": Words(
        "Onder welk artikel van de Wpg verwerkte de politie dit?",
        "Under which article of the Wpg did the police process this?",
    ),
}
LEADS: Final[dict[Outcome, Words]] = {
    Outcome.ALLOWED: Words("Dit mag", "This is allowed"),
    Outcome.WARN: Words(
        "Dit mag alleen als u met reden bevestigt wat nog niet vaststaat",
        "This is allowed only if you confirm, with reasons, what is not yet certain",
    ),
    Outcome.NEEDS_APPROVAL: Words("Dit mag pas als er toestemming is", "This waits until approval is given"),
}


def question(key: str, rules: RuleSet) -> Words:
    """Return the question that a person is asked for a fact or a structured field."""
    return STRUCTURED[key] if key in STRUCTURED else rules.facts[key].question


def article(basis: Basis) -> Words:
    """Name a basis by act and article, with its title."""
    return Words(
        f"{basis.statute}, artikel {basis.article} ({basis.title})",
        f"{basis.statute}, article {basis.article} ({basis.title})",
    )


def reasons(
    proposal: Proposal, outcome: Outcome, blocked: Sequence[str], findings: Sequence[Findings], rules: RuleSet
) -> tuple[Words, ...]:
    """Say why: which bases carry each category of data, or what stands in the way."""
    said = [_stopped(rule, rules) for rule in dict.fromkeys(blocked)]
    if outcome == Outcome.NOT_ALLOWED:
        for one in findings:
            if not one.holding:
                said += _fallen(one, proposal, rules)
        return tuple(dict.fromkeys(said))
    for one in findings:
        said += [_carried(one, held, rules) for held in one.holding[:1]]
        said += [_doubt(held, rules) for held in one.holding[:1] if held.basis.confidence != "high"]
        said += [_told(rule, rules) for held in one.holding[:1] for rule in held.fired]
    return tuple(dict.fromkeys(said))


def _carried(found: Findings, held: Held, rules: RuleSet) -> Words:
    lead, named = LEADS[held.outcome], article(held.basis)
    data = rules.words["data_categories"][found.category]
    return Words(f"{lead.nl}: {data.nl} op grond van {named.nl}.", f"{lead.en}: {data.en} under {named.en}.")


def _doubt(held: Held, _rules: RuleSet) -> Words:
    named = article(held.basis)
    return Words(
        f"Wij zijn niet helemaal zeker van deze regel ({named.nl}). Vraag uw jurist of privacyfunctionaris.",
        f"We are not fully sure of this rule ({named.en}). Ask your lawyer or data-protection officer.",
    )


def _stopped(rule: str, rules: RuleSet) -> Words:
    found = rules.rule(rule)
    title, text = found.title.as_json(), found.text.as_json()
    return Words(f"Dit mag niet: {title['nl']}. {text['nl']}", f"Not allowed: {title['en']}. {text['en']}")


def _told(rule: str, rules: RuleSet) -> Words:
    found = rules.rule(rule)
    title, text = found.title.as_json(), found.text.as_json()
    return Words(f"Let op: {title['nl']}. {text['nl']}", f"Note: {title['en']}. {text['en']}")


def _fallen(found: Findings, proposal: Proposal, rules: RuleSet) -> list[Words]:
    """Say which requirement or rule brought each basis down, or which element fits nowhere."""
    said = [words for held in found.fallen for words in _why(held, proposal, rules)]
    if said:
        return said
    data = rules.words["data_categories"][found.category]
    wrong = found.wrong or nearest(proposal, found.category, rules)
    failing = [ELEMENTS[one] for one in Element if one in wrong]
    nl, en = ", ".join(one.nl for one in failing), ", ".join(one.en for one in failing)
    return [
        Words(
            f"Geen wet staat dit toe voor {data.nl}. Wat niet past: {nl}.",
            f"No act allows this for {data.en}. What does not fit: {en}.",
        )
    ]


def _why(held: Held, proposal: Proposal, rules: RuleSet) -> list[Words]:
    named = article(held.basis)
    said = []
    for one in held.failed:
        keys = [key for key in sorted(one.keys) if key in rules.facts]
        asked = [question(key, rules).as_json() for key in keys if proposal.values.get(key) is not None]
        nl, en = " ".join(one["nl"] for one in asked), " ".join(one["en"] for one in asked)
        said.append(
            Words(
                f"{named.nl} past niet, door het antwoord op: {nl}",
                f"{named.en} does not fit, because of the answer to: {en}",
            )
        )
    said += [_stopped(rule, rules) for rule in held.blocked]
    said += [
        Words(
            f"{named.nl} past niet: toestemming is geweigerd.",
            f"{named.en} does not fit: approval was refused.",
        )
        for _fact in held.refused
    ]
    return said
