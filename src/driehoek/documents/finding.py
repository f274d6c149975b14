"""What this room itself lets be found: problems, cases and documents."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import CONTENTLESS
from driehoek.cases.models import Case
from driehoek.documents import queries, search
from driehoek.documents.fingerprints import fingerprints, stems
from driehoek.documents.models import Document, Origin, Version, VersionText
from driehoek.documents.search import Hit, Provider, Wanted
from driehoek.problems import queries as problems
from driehoek.problems.models import Classification, Dossier, Problem
from driehoek.web.components import Tag

FIND: Final = "SELECT document, at FROM documents_find(%s::text[], %s::uuid, %s, NULL, %s, %s, %s::uuid, %s)"
WORDS_MOST: Final = 24


def register() -> None:
    """Let problems, cases and documents be found."""
    search.register(Provider("cases", _("Casussen"), 10, find_cases))
    search.register(Provider("problems", _("Problemen"), 20, find_problems))
    search.register(Provider("documents", _("Documenten"), 30, find_documents))


def find_cases(identity: Identity, wanted: Wanted, most: int) -> list[Hit]:
    """Find cases by title, gist, next decision, and the dossier's text where the reader may open it."""
    return _problem_hits(identity, wanted, most, of_cases=True)


def find_problems(identity: Identity, wanted: Wanted, most: int) -> list[Hit]:
    """Find problems without a case, for those whose pages they are."""
    if identity.functions <= CONTENTLESS:
        return []
    return _problem_hits(identity, wanted, most, of_cases=False)


def find_documents(identity: Identity, wanted: Wanted, most: int) -> list[Hit]:
    """Find documents in compartments that the reader may open, by title and text; five queries at most."""
    marks = fingerprints(stems(" ".join(wanted.words)), identity.municipality)[:WORDS_MOST]
    at, last = wanted.after or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(FIND, [marks, wanted.theme, wanted.training, wanted.since, at, last, most])
        found = cursor.fetchall()
    shown = [row[0] for row in found[: wanted.shown]]
    documents = {one.pk: one for one in queries.visible_to(identity).filter(pk__in=shown)}
    texts = _texts(shown)
    return [
        _document_hit(documents[identifier], moment, texts.get(identifier, ""), wanted)
        if identifier in documents
        else Hit(identifier, moment, "", "")
        for identifier, moment in found
    ]


def _document_hit(document: Document, moment: object, text: str, wanted: Wanted) -> Hit:
    return Hit(
        id=document.pk,
        at=moment,  # type: ignore[arg-type]  # a moment, as the database gives it
        title=document.title,
        url=reverse("documents:document", args=[document.case_id, document.pk]),
        where=document.case.problem.title,
        snippet=search.snippet(text, wanted.words),
        tags=(
            Tag(str(document.get_kind_display())),
            Tag(str(document.get_classification_display()), "barred"),
        ),
    )


def _texts(documents: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the text of the newest version of documents, where it was read."""
    newest = (
        Version.objects.filter(document__in=documents, origin=Origin.UPLOAD)
        .order_by("document_id", "-number")
        .distinct("document_id")
    )
    rows = VersionText.objects.filter(file__in=[one.pk for one in newest]).select_related("file")
    return {one.file.document_id: one.text for one in rows}


def _problem_hits(identity: Identity, wanted: Wanted, most: int, *, of_cases: bool) -> list[Hit]:
    # A file is opened by a grant that reaches it; so is what is strictly confidential, even its title here.
    opened = visible_problem_ids(identity, level=Level.FILE)
    rows = problems.visible_to(identity).filter(
        ~Q(classification=Classification.STRICT) | Q(pk__in=opened), training=wanted.training
    )
    for word in wanted.words:
        rows = rows.filter(_says(word, opened, of_cases=of_cases))
    rows = rows.filter(case__isnull=not of_cases)
    if wanted.since:
        rows = rows.filter(changed_at__gte=wanted.since)
    if wanted.theme:
        rows = rows.filter(theme=wanted.theme)
    if wanted.after:
        moment, last = wanted.after
        rows = rows.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=last))
    found = list(rows.order_by("-changed_at", "-pk")[:most])
    name = "cases:page" if of_cases else "problems:page"
    texts = _dossiers(found[: wanted.shown])
    return [
        Hit(
            id=one.pk,
            at=one.changed_at,
            title=one.title,
            url=reverse(name, args=[one.pk]),
            snippet=search.snippet(f"{one.summary} {texts.get(one.pk, '')}", wanted.words),
            tags=(Tag(str(one.get_kind_display())), Tag(str(one.get_status_display()))),
        )
        for one in found
    ]


def _says(word: str, opened: QuerySet[Grant, uuid.UUID], *, of_cases: bool) -> Q:
    """Return a condition: a problem has the word in its title or gist, or in a dossier that the reader may open."""
    dossier = Dossier.objects.filter(problem=OuterRef("pk"), text__icontains=word, problem__in=opened)
    said = Q(title__icontains=word) | Q(summary__icontains=word) | Q(Exists(dossier))
    if of_cases:
        said |= Q(Exists(Case.objects.filter(problem=OuterRef("pk"), next_decision__icontains=word)))
    return said


def _dossiers(found: list[Problem]) -> dict[uuid.UUID, str]:
    rows = Dossier.objects.filter(problem__in=[one.pk for one in found])
    return dict(rows.values_list("problem", "text"))
