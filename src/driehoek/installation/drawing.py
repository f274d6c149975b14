"""Migrations without drawing the same models over and over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def new_models_alone() -> Iterator[None]:
    """Let each new table's model be drawn alone while migrations run.

    For each new model Django draws anew all models that are tied to it in whatever way. Here nearly every
    table points to its municipality, so that is the whole project for each of its tables: four fifths of the
    time of a first start. A model that is new has nothing that could be stale; those it points to are as they
    were and only learn, by the ordinary lazy ties, that something more points to them. A model with a base
    that is a table too, or one that was drawn before, still goes Django's way.

    A new constraint or index changes no field: the model that is there is told of it.
    """
    whole, with_option = ProjectState.add_model, ProjectState._append_option  # type: ignore[attr-defined]

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        drawn = "apps" in self.__dict__
        if not drawn or key in self.models or _has_a_drawn_base(model_state):
            whole(self, model_state)
            return
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        self.apps.render_multiple([model_state])

    def append_option(
        self: ProjectState, app_label: str, model_name: str, option_name: str, one: object
    ) -> None:
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], one]
        if "apps" in self.__dict__:
            setattr(self.apps.get_model(app_label, model_name)._meta, option_name, options[option_name])

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    ProjectState._append_option = append_option  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState.add_model = whole  # type: ignore[method-assign]
        ProjectState._append_option = with_option  # type: ignore[attr-defined]


def _has_a_drawn_base(model_state: ModelState) -> bool:
    """Tell whether a base of this model is itself a model of the migrations."""
    return any(isinstance(base, str) for base in model_state.bases)
