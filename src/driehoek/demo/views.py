"""Signing in with one tap, in demo mode only."""

from __future__ import annotations

import uuid
from itertools import groupby

from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import public
from driehoek.parties.models import Function, Person

ORDER = list(Function)


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """List the demo functions, one tap each; a POST signs in as that person."""
    if not settings.DEMO:
        raise Http404
    people = _people()
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        row = next((row for row in people if str(row["person"]) == chosen), None)
        if row is None:
            raise Http404
        person = Person.objects.get(pk=chosen)
        login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
        request.session["municipality"] = str(row["municipality"])
        return redirect("brief:today")
    places = [(name, list(rows)) for name, rows in groupby(people, key=lambda row: row["municipality_name"])]
    return render(request, "demo/sign_in.html", {"places": places})


def _people() -> list[dict[str, uuid.UUID | str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_demo_people()")
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    rows.sort(
        key=lambda row: (
            row["municipality_name"] != "Voorbeeldstad",
            row["municipality_name"],
            ORDER.index(row["function"]),
        )
    )
    for row in rows:
        row["function_name"] = Function(row["function"]).label
    return rows
