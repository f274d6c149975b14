"""Every read about subjects and links; all of it begins at the compartments open to the reader."""

from driehoek.subjects.queries.links import link, links_in, links_of, visible_links
from driehoek.subjects.queries.subjects import (
    Record,
    joined_under,
    of_case,
    one,
    read_record,
    records_of,
    visible_subjects,
)

__all__ = [
    "Record",
    "joined_under",
    "link",
    "links_in",
    "links_of",
    "of_case",
    "one",
    "read_record",
    "records_of",
    "visible_links",
    "visible_subjects",
]
