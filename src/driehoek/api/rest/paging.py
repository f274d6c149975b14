"""Pages of a list by its last row (keyset), whatever the order; the cursor holds moments and ids, no content."""

from __future__ import annotations

import base64
import binascii
import json
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from driehoek.api.rest.base import Strict
from driehoek.api.rest.errors import Fault, WrongInput
from driehoek.web.paging import AFTER, PAGE

MOST: Final = 100
Thing = TypeVar("Thing", bound=Model)


class Listing(Strict):
    """What every list can be asked."""

    na = serializers.CharField(required=False, max_length=300, help_text="Waar de vorige bladzijde ophield.")
    aantal = serializers.IntegerField(
        required=False, default=PAGE, min_value=1, max_value=MOST, help_text="Hoeveel op een bladzijde."
    )


def page(
    request: Request, rows: QuerySet[Thing], order: tuple[str, ...], asked: dict[str, Any]
) -> tuple[list[Thing], str | None]:
    """Return a page of `rows` and the address of the next one, None at the end; one query.

    Args:
        request: for the address.
        rows: what the caller may see.
        order: columns that are never empty, the last one unique; "-" in front for the newest first.
        asked: what was asked of the list: `na` and `aantal`.

    Raises:
        WrongInput: `na` is no place where a page of this list ended.
    """
    if after := asked.get(AFTER):
        rows = rows.filter(_behind(order, _decoded(rows.model, order, after)))
    wanted = asked["aantal"]
    found = list(rows.order_by(*order)[: wanted + 1])
    if len(found) <= wanted:
        return found, None
    last = found[wanted - 1]
    kept = {key: str(value) for key, value in request.query_params.items() if key != AFTER}
    query = urlencode(kept | {AFTER: _encoded(last, order)})
    return found[:wanted], request.build_absolute_uri(f"{request.path}?{query}")


def _encoded(row: Model, order: tuple[str, ...]) -> str:
    values = [_field(type(row), name).value_to_string(row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decoded(model: type[Model], order: tuple[str, ...], given: str) -> list[Any]:
    try:
        values = list(json.loads(base64.urlsafe_b64decode(given.encode() + b"=" * (-len(given) % 4))))
        found = [_field(model, name).to_python(str(value)) for name, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, ValidationError, OverflowError) as error:
        fault = Fault("query", AFTER, "onbekend", _("Dit is geen plaats in deze lijst. Begin opnieuw."))
        raise WrongInput([fault]) from error
    return found


def _behind(order: tuple[str, ...], last: list[Any]) -> Q:
    """Return the condition that a row comes after `last` in this order."""
    same, steps = Q(), []
    for name, value in zip(order, last, strict=True):
        column = name.lstrip("-")
        steps.append(same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value}))
        same &= Q(**{column: value})
    return reduce(or_, steps)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name.lstrip("-"))
    assert isinstance(found, Field)  # noqa: S101  (the orders name columns)
    return found
