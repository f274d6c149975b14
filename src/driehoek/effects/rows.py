"""Studies as rows of a list."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.effects import sayings
from driehoek.effects.models import Run, Study
from driehoek.effects.words import spoken
from driehoek.web import formatting
from driehoek.web.components import Action, Row


def study_row(study: Study, *, actions: tuple[Action, ...] = ()) -> Row:
    """Return a study: the answer first, then how sure and of when. It carries its `last_run` (queries)."""
    run: Run | None = getattr(study, "last_run", None)
    text = sayings.answer(study, run) if run else _("Kies waarmee u vergelijkt en reken de studie uit.")
    return Row(
        title=study.title,
        url=reverse("effects:study", args=[study.pk]),
        text=text,
        tags=(sayings.tag(run),),
        meta=_("%(indicator)s, vanaf %(start)s. %(when)s")
        % {
            "indicator": study.indicator.name,
            "start": sayings.month(study.starts_on),
            "when": formatting.date_long(run.run_at if run else study.made_at, language=spoken()),
        },
        actions=actions,
        subject="",
    )
