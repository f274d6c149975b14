"""The REST API: resources with Dutch names on the queries and services of the rooms below (NL API Design Rules)."""

from typing import Final

# Semantic version of the interface; every answer carries it. Changes stand in docs/api.md.
VERSION: Final = "1.1.0"
ROOT: Final = "/api/v1"
