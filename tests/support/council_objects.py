"""Objects of the council room, for tests that need one of each."""

from __future__ import annotations

import uuid

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.council import facts
from driehoek.council.services import questions, versions
from driehoek.parties.models import Function
from tests.support.cast import Cast


def council_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Make a draft with a text, a release, a question with a fact, and a sent answer; a norm must be there."""
    adviser, mayor = cast.people[Function.SAFETY_ADVISER].pk, cast.people[Function.MAYOR].pk
    with acting_as(person=adviser) as identity:
        draft, ready = (
            versions.make_version(
                identity=identity,
                new=versions.NewVersion(title=title, year=2024, quarter=1, indicators=()),
            )
            for title in ("Concept", "Raadsversie")
        )
        passage = versions.add_passage(identity=identity, found=draft, heading="Vooraf", text="Wat wij zien.")
        versions.add_passage(identity=identity, found=ready, heading="Vooraf", text="Wat wij zien.")
        versions.confirm(identity=identity, found=ready, version=ready.version)
        asked, answered = (
            questions.register_question(
                identity=identity,
                new=questions.NewQuestion(
                    title=title,
                    text="Hoe staat het ervoor?",
                    asked_by="Fractie A",
                    asked_on=timezone.localdate(),
                ),
            )
            for title in ("Open vraag", "Beantwoorde vraag")
        )
        offer = facts.offers(identity).usable[0]
        questions.pick_facts(identity=identity, found=asked, codes=[offer.code])
        fact = asked.facts.get()
        questions.write_answer(
            identity=identity, found=answered, version=answered.version, answer="Het gaat goed."
        )
        answered.refresh_from_db()
        questions.check(identity=identity, found=answered, version=answered.version)
    with acting_as(person=mayor) as identity:
        released = versions.release(identity=identity, found=ready, version=ready.version)
        questions.approve(identity=identity, found=answered, version=answered.version)
        sent = questions.send(identity=identity, found=answered, version=answered.version)
    return {
        "council_version": draft.pk,
        "council_passage": passage.pk,
        "council_release": released.pk,
        "council_question": asked.pk,
        "council_fact": fact.pk,
        "council_answer": sent.pk,
    }
