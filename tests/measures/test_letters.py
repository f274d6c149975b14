"""Letters: filled from the register, a concept until decided, and a municipality's own template."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from driehoek.measures.letters import BODIES, FIELDS, TemplateRefusedError, check_template, standard_template
from driehoek.measures.make_templates import make
from driehoek.measures.models import Letter, LetterKind
from driehoek.parties.models import Function
from tests.support.cases import make_case
from tests.support.cast import Cast
from tests.support.measure_objects import SECRET, as_person, closure, go, letter_of


def words(body: bytes) -> str:
    document = Document(io.BytesIO(body))
    header = document.sections[0].header.paragraphs[0].text
    return "\n".join([header, *(one.text for one in document.paragraphs)])


def docx(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.story("CX15")
def test_a_letter_is_a_concept_until_the_mayor_decided_and_stays_as_it_was(cast: Cast) -> None:
    made = make_case(cast)
    measure = closure(cast, made)
    adviser = cast.client(Function.SAFETY_ADVISER)
    first = letter_of(cast, measure, LetterKind.DECISION)
    go(cast, measure, "intend", "hear", "ask", "decide")
    second = letter_of(cast, measure, LetterKind.DECISION)

    def got(letter: object, form: str) -> bytes:
        answer = adviser.get(reverse("measures:letter", args=[letter, form]))
        assert answer.status_code == 200
        return answer.content

    draft, final = words(got(first, "docx")), words(got(second, "docx"))
    assert "CONCEPT" in draft
    assert "CONCEPT" not in final
    assert SECRET in final
    assert "Opiumwet artikel 13b" in final
    assert "Proefkade, hoekpand" in final
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(got(first, "pdf"))).pages)
    assert "CONCEPT" in pdf
    assert SECRET in pdf
    # What was filled in lies under lock.
    with as_person(cast, Function.SAFETY_ADVISER):
        assert all(SECRET not in one.content_locked for one in Letter.objects.all())


@pytest.mark.django_db
def test_an_own_template_is_used_and_one_with_an_unknown_field_is_refused_by_name(cast: Cast) -> None:
    made = make_case(cast)
    measure = closure(cast, made)
    adviser = cast.client(Function.SAFETY_ADVISER)

    def send(body: bytes) -> str:
        file = SimpleUploadedFile("eigen.docx", body)
        sent = {"kind": "intention", "file": file}
        return adviser.post(reverse("measures:templates"), sent, follow=True).content.decode()

    assert "Deze velden bestaan niet: burgerservicenummer" in send(docx("{{ burgerservicenummer }}"))
    assert "Dit is geen Word-bestand" in send(b"geen docx")
    assert "Het sjabloon is in gebruik" in send(docx("Eigen papier voor {{ geadresseerde }}"))
    letter = letter_of(cast, measure)
    got = adviser.get(reverse("measures:letter", args=[letter, "docx"])).content
    assert f"Eigen papier voor {SECRET}" in words(got)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ geadresseerde.__class__ }}", "syntax"),
        ("{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}", "syntax"),
        ("{{ lipsum }}", "fields"),
        ("{{ geadresseerde ", "syntax"),
    ],
)
def test_a_template_reaches_nothing_of_the_program(text: str, code: str) -> None:
    with pytest.raises(TemplateRefusedError) as refused:
        check_template(docx(text))
    assert refused.value.code == code


def test_macros_and_oversized_files_are_refused() -> None:
    body = io.BytesIO(standard_template("end"))
    with zipfile.ZipFile(body, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(TemplateRefusedError, match="macro"):
        check_template(body.getvalue())
    with pytest.raises(TemplateRefusedError, match="size"):
        check_template(b"x" * (3 * 1024 * 1024))


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_templates_that_come_along_are_made_from_the_sentences(kind: LetterKind) -> None:
    assert words(standard_template(kind)) == words(make(kind))
    check_template(standard_template(kind))
    for name in FIELDS:
        if f"{{{name}}}" in "".join(BODIES[kind]):
            assert f"{{{{ {name} }}}}" in words(standard_template(kind))
