"""Rights on the pages of the room `effects`."""

from __future__ import annotations

from tests.access.rights.who import (
    KEEPERS_OF_FIGURES,
    NOT_OF_THE_CASE,
    OF_THE_CASE,
    READERS_OF_FIGURES,
    WORKS_ON_THE_CASE,
    F,
    Right,
)

READERS = READERS_OF_FIGURES | {F.CASE_DIRECTOR}
# For who reads no studies by function, one that lies beside no case of theirs does not exist.
BESIDE_A_CASE = frozenset({F.PARTNER, F.GUEST})

RIGHTS: dict[str, Right] = {
    "effects:list": Right(READERS),
    "effects:new": Right(KEEPERS_OF_FIGURES),
    "effects:study": Right(READERS, ("effect_study",), elsewhere=BESIDE_A_CASE),
    "effects:comparison": Right(KEEPERS_OF_FIGURES, ("effect_study",)),
    "effects:run": Right(KEEPERS_OF_FIGURES, ("effect_study",), method="POST"),
    "effects:run_page": Right(READERS, ("effect_study", "effect_run"), elsewhere=BESIDE_A_CASE),
    "effects:pdf": Right(READERS | BESIDE_A_CASE, ("effect_study_of_case", "effect_run")),
    "effects:of_case": Right(OF_THE_CASE, ("case",), elsewhere=NOT_OF_THE_CASE),
    "effects:link": Right(
        WORKS_ON_THE_CASE,
        ("case",),
        method="POST",
        data={"study": "{effect_study_of_case}"},
        elsewhere=NOT_OF_THE_CASE,
    ),
    "effects:unlink": Right(
        WORKS_ON_THE_CASE, ("case", "effect_study_to_unlink"), method="POST", elsewhere=NOT_OF_THE_CASE
    ),
    "effects:map": Right(READERS_OF_FIGURES),
    "effects:map_data": Right(READERS_OF_FIGURES),
}
