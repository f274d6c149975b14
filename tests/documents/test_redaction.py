"""A copy for publication: what goes is gone, the rest stays, two people, the original untouched."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from driehoek.documents import paper, queries, redaction, services
from driehoek.documents.models import Origin, Redaction
from driehoek.documents.reading import ReadText, read_apart
from driehoek.documents.redaction import Passage, Run
from driehoek.parties.models import Function
from tests.documents.conftest import World
from tests.support.document_objects import place

TEXT = "Mevrouw Zilverberg belde 06-12345678.\nZilverberg woont daar met haar\nzoon Kees. Zilverbergplein blijft."
CHOSEN = [("zilverberg", "5.1.2e"), ("06-12345678", "5.1.2e"), ("haar zoon Kees", "5.1.1d")]
words = st.text(alphabet="abcde \n", max_size=60)


def test_every_place_goes_whole_words_only_and_over_line_ends() -> None:
    passages = redaction.passages_of(TEXT, CHOSEN)
    assert [TEXT[one.start : one.end] for one in passages] == [
        "Zilverberg",
        "06-12345678",
        "Zilverberg",
        "haar\nzoon Kees",
    ]
    lines = redaction.lines_of(TEXT, passages)
    assert lines[0] == [Run("Mevrouw "), Run(ground="5.1.2e"), Run(" belde "), Run(ground="5.1.2e"), Run(".")]
    assert "Zilverbergplein" in lines[1][-1].words


@given(text=words, terms=st.lists(words, max_size=4))
def test_what_is_chosen_is_never_left_to_read(text: str, terms: list[str]) -> None:
    passages = redaction.passages_of(text, [(one, "5.1.2e") for one in terms])
    # A bar stands for what it covers, so words on both its sides do not become one.
    left = "\n".join("".join(run.words or "■" for run in line) for line in redaction.lines_of(text, passages))
    pieces = [text[one.start : one.end] for one in passages if text[one.start : one.end].strip()]
    for term in terms:
        if term.strip() and any(" ".join(term.split()) == " ".join(piece.split()) for piece in pieces):
            assert not redaction.remains(term, [Passage(0, len(term), "5.1.2e")], left.replace("■", " ■ "))


def test_what_looks_personal_is_offered_with_the_ground_that_fits() -> None:
    found = {one.fragment: one.ground for one in redaction.looks_personal("BSN 111222333, tel 06-12345678.")}
    assert found == {"111222333": "5.1.1e", "06-12345678": "5.1.2e"}


def test_the_copy_is_refused_when_something_can_still_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = redaction.passages_of(TEXT, CHOSEN)
    with world.acting(Function.CASE_DIRECTOR) as identity:
        for copy in (ReadText("belde ZILVERBERG ons"), None):
            monkeypatch.setattr(paper, "read_apart", lambda *_given, copy=copy: copy)
            with pytest.raises(paper.StillReadable):
                paper.redacted_pdf(identity, TEXT, passages)


def test_one_chooses_another_confirms_and_the_original_stays(world: World) -> None:
    with world.acting(Function.CASE_DIRECTOR) as identity:
        document = place(
            identity, world.made.case, world.made.shared, title="Brief Zilverberg", content=TEXT.encode()
        )
        source = queries.newest_version(document)
        passages = redaction.passages_of(TEXT, CHOSEN)
        draft = services.propose(identity=identity, document=document, source=source, passages=passages)
        again = services.propose(identity=identity, document=document, source=source, passages=passages)
        assert again.pk == draft.pk
        with pytest.raises(PermissionDenied):
            services.confirm(identity=identity, document=document, redaction=draft, version=1)
        # Nor by SQL: the same person twice is no second person.
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.filter(pk=draft.pk).update(
                state="confirmed", judged_by_id=identity.person, result=source
            )
    with world.acting(Function.PARTNER) as identity:
        made = services.confirm(identity=identity, document=document, redaction=draft, version=1)
        assert made.origin == Origin.REDACTED
        content = queries.content_of(made)
        read = read_apart(content, "pdf")
        assert read is not None
        flat = " ".join(read.text.split())
        assert "Mevrouw 5.1.2e belde 5.1.2e" in flat.replace(" .", ".")
        assert "Zilverbergplein blijft" in flat
        for gone in ("Zilverberg ", "06-12345678", "Kees"):
            assert gone not in flat
        assert b"Brief" not in content
        # What people read and search stays the original.
        assert queries.newest_version(document).pk == source.pk
        assert queries.content_of(source) == TEXT.encode()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Redaction.objects.filter(pk=draft.pk).update(passages=[])
