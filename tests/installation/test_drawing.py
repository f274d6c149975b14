"""Models drawn alone while migrations run are the models that Django draws its own way."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from driehoek.installation.drawing import new_models_alone


def place() -> ModelState:
    return ModelState("town", "Place", [("id", models.AutoField(primary_key=True))])


def street(place_field: str = "place") -> ModelState:
    fields = [
        ("id", models.AutoField(primary_key=True)),
        (place_field, models.ForeignKey("town.Place", models.CASCADE, related_name="streets")),
        ("leads_to", models.ManyToManyField("self")),
    ]
    return ModelState("town", "Street", fields)


def corner() -> ModelState:
    """A model whose base is a table of its own."""
    link = models.OneToOneField("town.Street", models.CASCADE, parent_link=True, primary_key=True)
    return ModelState("town", "Corner", [("street_ptr", link)], bases=("town.street",))


def drawn(*, alone: bool) -> ProjectState:
    """The state after the models were added one by one to one that was drawn already."""
    state = ProjectState()
    state.add_model(place())
    assert state.apps.get_model("town", "Place") is not None
    with new_models_alone() if alone else nullcontext():
        state.add_model(street())
        state.add_model(corner())
    return state


def ties(state: ProjectState) -> dict[str, list[str]]:
    """What each model has and what points to it."""
    return {
        model._meta.label: [
            f"{field.name}>{field.related_model._meta.label if field.related_model else ''}"
            for field in model._meta.get_fields(include_hidden=True)
        ]
        for model in state.apps.get_models(include_auto_created=True)
    }


def test_the_ties_are_those_of_django() -> None:
    assert ties(drawn(alone=True)) == ties(drawn(alone=False))


def test_what_points_to_a_model_points_to_the_one_that_is_there() -> None:
    apps = drawn(alone=True).apps
    town, way = apps.get_model("town", "Place"), apps.get_model("town", "Street")
    assert way._meta.get_field("place").related_model is town
    assert [one.related_model for one in town._meta.related_objects] == [way]


def test_a_model_that_was_drawn_before_is_drawn_anew_with_its_ties() -> None:
    state = drawn(alone=True)
    with new_models_alone():
        state.add_model(street("lies_in"))
    way = state.apps.get_model("town", "Street")
    names = {field.name for field in way._meta.get_fields()}
    assert "lies_in" in names
    assert "place" not in names
    assert issubclass(state.apps.get_model("town", "Corner"), way)


def test_a_new_constraint_and_index_are_known_to_the_model_that_is_there() -> None:
    state = drawn(alone=True)
    before = state.apps.get_model("town", "Street")
    with new_models_alone():
        state.add_constraint("town", "street", models.UniqueConstraint(fields=["place"], name="one_a_place"))
        state.add_index("town", "street", models.Index(fields=["place"], name="by_place"))
    way = state.apps.get_model("town", "Street")
    assert way is before
    assert [one.name for one in way._meta.constraints] == ["one_a_place"]
    assert [one.name for one in way._meta.indexes] == ["by_place"]
    assert [one.name for one in state.models["town", "street"].options["indexes"]] == ["by_place"]


def test_afterwards_django_goes_its_own_way() -> None:
    before = ProjectState.add_model
    with pytest.raises(LookupError), new_models_alone():
        ProjectState().apps.get_model("town", "Place")
    assert ProjectState.add_model is before
