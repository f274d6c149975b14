"""Fields of answers and input that more than one resource uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from driehoek.api.rest import codes


class Code(serializers.ChoiceField):
    """A choice that is spoken in Dutch and stored as the rooms below know it."""

    def __init__(self, known: Mapping[Any, str], **values: Any) -> None:
        self.known = {str(stored): spoken for stored, spoken in known.items()}
        self.stored = {spoken: stored for stored, spoken in self.known.items()}
        super().__init__(choices=list(self.known.values()), **values)

    def to_representation(self, value: Any) -> str:
        """Return the Dutch code; empty for an empty value."""
        return self.known.get(str(value), "")

    def to_internal_value(self, data: Any) -> str:
        """Return the stored code."""
        spoken = super().to_internal_value(data)
        return self.stored.get(str(spoken), "")


class At(serializers.DateTimeField):
    """A moment, answered in UTC (/core/date-time/timezone)."""

    def __init__(self, **values: Any) -> None:
        super().__init__(default_timezone=UTC, **values)


@extend_schema_field(serializers.URLField())
class Address(serializers.Field[Any, Any, str, Any]):
    """The address of a resource itself."""

    def __init__(self, name: str, **values: Any) -> None:
        self.name = name
        super().__init__(source="pk", read_only=True, **values)

    def to_representation(self, value: Any) -> str:
        """Return the address in full."""
        address: str = self.context["request"].build_absolute_uri(reverse(f"api:{self.name}", args=[value]))
        return address


class Named(serializers.Serializer[Any]):
    """Something by its id and name."""

    id = serializers.UUIDField()
    naam = serializers.CharField(source="name")


class ThemeNamed(Named):
    """A theme of safety policy."""

    veiligheidsveld = Code(codes.FIELDS, source="field")


def page_schema(kind: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """Return the schema of a page of a list of `kind`."""
    return inline_serializer(
        name=f"{kind.__name__}Lijst",
        fields={
            "resultaten": kind(many=True),
            "volgende": serializers.URLField(
                allow_null=True, help_text="De volgende bladzijde; leeg aan het eind."
            ),
        },
    )
