"""Who may open what of the room `publications`."""

from __future__ import annotations

from tests.access.rights.who import CONTENT, KEEPERS_OF_FIGURES, NO_FIGURES, VERSION, F, Right

RIGHTS: dict[str, Right] = {
    "publications:list": Right(CONTENT),
    "publications:page": Right(CONTENT, ("publication",), elsewhere=NO_FIGURES),
    "publications:edition": Right(CONTENT, ("publication", "publication_edition"), elsewhere=NO_FIGURES),
    "publications:pdf": Right(CONTENT, ("publication", "publication_edition"), elsewhere=NO_FIGURES),
    "publications:new": Right(KEEPERS_OF_FIGURES),
    "publications:draft": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:change": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:figure_add": Right(KEEPERS_OF_FIGURES, ("draft_publication",)),
    "publications:figure_remove": Right(
        KEEPERS_OF_FIGURES, ("draft_publication", "publication_figure"), "POST", data=VERSION
    ),
    "publications:offer": Right(KEEPERS_OF_FIGURES, ("draft_publication",), "POST", data=VERSION),
    "publications:take_back": Right(KEEPERS_OF_FIGURES, ("offered_publication",), "POST", data=VERSION),
    # The analyst wrote it, so the analyst is no second pair of eyes.
    "publications:approve": Right(
        frozenset({F.SAFETY_ADVISER}), ("offered_publication",), "POST", data=VERSION
    ),
    "publications:send_back": Right(KEEPERS_OF_FIGURES, ("offered_publication",)),
    "publications:publish": Right(KEEPERS_OF_FIGURES, ("offered_publication",)),
    "publications:revise": Right(KEEPERS_OF_FIGURES, ("publication",), "POST", data=VERSION),
    "publications:withdraw": Right(KEEPERS_OF_FIGURES, ("publication",)),
}
