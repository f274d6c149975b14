"""Who may open what of the room `theme_templates`."""

from __future__ import annotations

from tests.access.rights.who import (
    KEEPERS_OF_POSITION,
    MAKERS_OF_TEMPLATES,
    READERS_OF_ITEMS,
    VERSION,
    VIEWERS_OF_TEMPLATES,
    Right,
)

RIGHTS: dict[str, Right] = {
    "theme_templates:list": Right(VIEWERS_OF_TEMPLATES),
    "theme_templates:new": Right(MAKERS_OF_TEMPLATES),
    "theme_templates:import": Right(MAKERS_OF_TEMPLATES),
    "theme_templates:own": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:head": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:part": Right(MAKERS_OF_TEMPLATES, ("own_template", "template_part")),
    "theme_templates:publish": Right(MAKERS_OF_TEMPLATES, ("own_template",), method="POST", data=VERSION),
    "theme_templates:archive": Right(MAKERS_OF_TEMPLATES, ("own_template",), method="POST", data=VERSION),
    "theme_templates:restore": Right(
        MAKERS_OF_TEMPLATES, ("archived_template",), method="POST", data=VERSION
    ),
    "theme_templates:own_file": Right(MAKERS_OF_TEMPLATES, ("own_template",)),
    "theme_templates:trails": Right(READERS_OF_ITEMS),
    "theme_templates:trail": Right(READERS_OF_ITEMS, ("adoption",)),
    "theme_templates:evaluate": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:undo": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:end": Right(KEEPERS_OF_POSITION, ("adoption",)),
    "theme_templates:step": Right(READERS_OF_ITEMS, ("template_step",)),
    "theme_templates:step_close": Right(KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION),
    "theme_templates:step_reopen": Right(
        KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION
    ),
    "theme_templates:step_change": Right(
        KEEPERS_OF_POSITION, ("template_step",), method="POST", data=VERSION
    ),
    "theme_templates:template": Right(VIEWERS_OF_TEMPLATES, fixed=("nightlife",)),
    "theme_templates:adopt": Right(KEEPERS_OF_POSITION, fixed=("nightlife",)),
    "theme_templates:copy": Right(MAKERS_OF_TEMPLATES, fixed=("nightlife",), method="POST"),
    "theme_templates:file": Right(VIEWERS_OF_TEMPLATES, fixed=("nightlife",)),
}
