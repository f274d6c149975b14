"""A municipality makes its own template without code (TZ11), keeps it, and hands it on as a file."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.position.models import Need
from driehoek.theme_templates import services
from driehoek.theme_templates.models import Adoption, OwnTemplate
from driehoek.theme_templates.plan import plan
from driehoek.theme_templates.queries import template_or_none
from driehoek.theme_templates.services import UnfinishedError
from driehoek.theme_templates.services.own import new_key
from tests.support.cast import Cast
from tests.support.template_objects import own_template

ROW = {
    "name": "Buurtvaders", "kind": "other", "role": "Lopen mee op vrijdag.", "limit": "",
}  # fmt: skip


def part_address(template: uuid.UUID, part: str) -> str:
    return reverse("theme_templates:part", args=[template, part])


def sent(rows: list[dict[str, str]], version: int, **more: str) -> dict[str, str]:
    found = {f"r{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"count": str(len(rows)), "version": str(version), **found, **more}


def begun(client: Client, name: str = "Jaarmarkt") -> OwnTemplate:
    client.post(
        reverse("theme_templates:new"),
        {
            "name": name,
            "field": "business",
            "theme": "Veilige evenementen\nJaarmarkt",
            "purpose": "Rust op de markt.",
        },
    )
    return OwnTemplate.objects.get(name=name)


@pytest.mark.story("TZ11")
def test_the_administrator_makes_a_template_on_screen_and_the_mayor_takes_it_over(cast: Cast) -> None:
    admin = cast.client(Function.ADMIN)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        own = begun(admin)
        address = reverse("theme_templates:own", args=[own.pk])
        admin.post(
            part_address(own.pk, "partners"),
            sent([{"name": "Politie", "kind": "police", "role": "Kijkt mee."}], own.version),
        )
        own.refresh_from_db()
        assert own.content["partners"] == [
            {"key": "politie", "name": "Politie", "kind": "police", "role": "Kijkt mee."}
        ]
        admin.post(
            part_address(own.pk, "needs"),
            sent(
                [
                    {"sentence": "Hoe verliep de markt?", "partner": "politie", "info_kind": "operational",
                     "rhythm": "yearly", "wanted_mark": "4"}
                ],
                own.version,
            ),
        )  # fmt: skip
        own.refresh_from_db()
        admin.post(
            part_address(own.pk, "questions"),
            {"version": own.version, "lines": "Is het druk?\n\nGaat het goed?"},
        )
        own.refresh_from_db()
        assert own.content["questions"] == ["Is het druk?", "Gaat het goed?"]
    mayor = cast.client(Function.MAYOR)
    assert "Jaarmarkt" not in mayor.get(reverse("theme_templates:list")).content.decode()
    assert mayor.get(reverse("theme_templates:template", args=[own.pk])).status_code == 404
    answer = admin.post(
        reverse("theme_templates:publish", args=[own.pk]), {"version": own.version}, follow=True
    )
    assert "Uitgave 1 is gepubliceerd" in answer.content.decode()
    assert "Jaarmarkt" in mayor.get(reverse("theme_templates:list")).content.decode()
    assert mayor.get(address).status_code == 403
    mayor.post(
        reverse("theme_templates:adopt", args=[own.pk]),
        {"starts_on": timezone.localdate().isoformat(), "theme": "", "take": ["needs:hoe-verliep-de-markt"]},
    )
    with acting_as(person=cast.people[Function.MAYOR].pk):
        adoption = Adoption.objects.get()
        assert (adoption.template, adoption.edition, adoption.theme.name) == (str(own.pk), 1, "Jaarmarkt")
        assert Need.objects.get().origin_id == f"{own.pk}:hoe-verliep-de-markt"
        actions = list(
            Event.objects.filter(action__startswith="theme_templates:")
            .order_by("sequence")
            .values_list("action", flat=True)
        )
    assert actions == [
        "theme_templates:template:made", *["theme_templates:template:changed"] * 3,
        "theme_templates:template:published", "theme_templates:adoption:begun",
    ]  # fmt: skip


def test_a_copy_changes_and_what_was_copied_stays(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    client.post(reverse("theme_templates:copy", args=["burglary"]))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = OwnTemplate.objects.get()
        assert (own.name, own.copied_from) == ("Woninginbraak (eigen)", "burglary")
        rows = [{"tip": "standard-role-norm"}]
        client.post(part_address(own.pk, "tips"), sent(rows, own.version))
        own.refresh_from_db()
        assert own.content["tips"] == rows
        ready = template_or_none(identity, "burglary")
        assert ready is not None
        assert len(ready.rows("tips")) == 3
        # A copy brings nothing that the original brought already.
        services.publish(identity=identity, template=own, version=own.version)


def test_rows_come_go_and_move_without_a_script_and_without_storing(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
    address = part_address(own.pk, "partners")
    rows = [{**ROW, "key": "a"}, {**ROW, "name": "Tweede", "key": "b"}]
    added = client.post(address, sent(rows, own.version, add="1")).content.decode()
    assert 'name="count" value="3"' in added
    assert 'value="Tweede"' in added
    removed = client.post(address, sent(rows, own.version, remove="0")).content.decode()
    assert "Buurtvaders" not in removed
    assert 'name="r0-key" value="b"' in removed
    moved = client.post(address, sent(rows, own.version, up="1")).content.decode()
    assert moved.index("Tweede") < moved.index("Buurtvaders")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert OwnTemplate.objects.get().version == own.version


def test_a_row_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
    page = client.post(
        part_address(own.pk, "steps"),
        sent(
            [{"name": "Begin", "kind": "work", "what": "", "who": "Wij", "product": "Iets", "weeks": "veel"}],
            own.version,
        ),
    ).content.decode()
    assert "Fout:" in page
    assert "Vul een getal in" in page
    assert 'value="veel"' in page
    assert 'href="#id_r0-weeks"' in page


def test_what_does_not_fit_together_can_wait_but_not_be_published(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
        norm = {"reason": "Zomaar.", "type": "absolute", "indicator": "burglaries"}
        address = part_address(own.pk, "norms")
        page = client.post(address, sent([norm], own.version)).content.decode()
        assert "Dit past nog niet bij elkaar" in page
        assert "Vul in wat de norm is." in page
        client.post(address, sent([norm], own.version, anyway="1"))
        own = OwnTemplate.objects.get()
        assert len(own.content["norms"]) == 1
        with pytest.raises(UnfinishedError):
            services.publish(identity=identity, template=own, version=own.version)
    page = client.get(reverse("theme_templates:own", args=[own.pk])).content.decode()
    assert "Nog 1 ding voor u kunt publiceren" in page
    assert "Publiceer voor collega" not in page


def test_two_people_change_one_template_and_the_second_keeps_the_text(cast: Cast) -> None:
    admin = cast.client(Function.ADMIN)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
        version = own.version
        services.change_template(
            identity=identity, template=own, version=version, values={"questions": ["Van de adviseur?"]}
        )
    answer = admin.post(part_address(own.pk, "questions"), {"version": version, "lines": "Van de beheerder?"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van de beheerder?" in page
    assert "Van de adviseur?" in page
    answer = admin.post(part_address(own.pk, "partners"), sent([ROW], version))
    assert answer.status_code == 409
    assert "Buurtvaders" in answer.content.decode()
    answer = admin.post(part_address(own.pk, "partners"), sent([ROW], version + 1))
    assert answer.status_code == 302


def test_a_running_trail_keeps_the_edition_it_began_with(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
        template = template_or_none(identity, str(own.pk))
        assert template is not None
        choice = services.Choice(
            starts_on=timezone.localdate(), chosen=(), partners={}, owner=identity.person
        )
        adoption = services.adopt(identity=identity, template=template, choice=choice).adoption
        services.change_template(
            identity=identity, template=own, version=own.version, values={"name": "Heel anders", "steps": []}
        )
        services.publish(identity=identity, template=own, version=own.version)
        adoption.refresh_from_db()
        assert adoption.name == "Eigen aanpak inbraak"
        assert len(adoption.content["steps"]) == 4
        newer = template_or_none(identity, str(own.pk))
        assert newer is not None
        assert (newer.name, newer.edition) == ("Heel anders", 2)
        assert plan(identity, newer).running == adoption


def test_the_archive_takes_it_away_and_gives_it_back(cast: Cast) -> None:
    client, mayor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.MAYOR)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
    page = reverse("theme_templates:template", args=[own.pk])
    assert mayor.get(page).status_code == 200
    client.post(reverse("theme_templates:archive", args=[own.pk]), {"version": own.version})
    assert mayor.get(page).status_code == 404
    assert client.get(part_address(own.pk, "partners")).status_code == 404
    assert "Eigen aanpak inbraak" not in client.get(reverse("theme_templates:list")).content.decode()
    archive = client.get(reverse("theme_templates:list"), {"archief": "ja"}).content.decode()
    assert "Eigen aanpak inbraak" in archive
    client.post(reverse("theme_templates:restore", args=[own.pk]), {"version": own.version + 1})
    assert mayor.get(page).status_code == 200


def test_a_file_goes_out_and_comes_in_again(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    answer = client.get(reverse("theme_templates:file", args=["nightlife"]))
    assert answer["Content-Disposition"] == 'attachment; filename="veilig-uitgaan-kvu.yaml"'
    upload = SimpleUploadedFile("sjabloon.yaml", answer.content)
    client.post(reverse("theme_templates:import"), {"file": upload})
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        own = OwnTemplate.objects.get()
        assert own.name == "Veilig uitgaan (KVU)"
        assert own.published is None
    again = client.get(reverse("theme_templates:own_file", args=[own.pk]))
    assert again.content == answer.content


def test_a_wrong_file_says_on_which_line_and_stores_nothing(cast: Cast) -> None:
    client = cast.client(Function.ADMIN)
    text = b"name: Proef\nfield: zee\ntheme: [Proef]\npurpose: Proef.\npartners:\n  - {key: a, name: A, kind: police}\n"
    page = client.post(
        reverse("theme_templates:import"), {"file": SimpleUploadedFile("fout.yaml", text)}
    ).content.decode()
    assert "Het bestand klopt nog niet" in page
    assert "Veiligheidsveld" in page
    assert "Partners, regel 1, Wat doet deze partner?" in page
    page = client.post(
        reverse("theme_templates:import"), {"file": SimpleUploadedFile("fout.yaml", b"a: &x 1\nb: *x")}
    ).content.decode()
    assert "verwijzingen met &amp; en *" in page
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert not OwnTemplate.objects.exists()


def test_a_mayor_cannot_write_templates_in_the_database_either(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        own = own_template(identity)
        draft = own_template(identity, published=False, key="traffic")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert [one.pk for one in OwnTemplate.objects.all()] == [own.pk]
        assert not OwnTemplate.objects.filter(pk=draft.pk).exists()
        assert OwnTemplate.objects.filter(pk=own.pk).update(name="x") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            own_template(identity, published=False)


def test_a_key_follows_from_words_and_is_free() -> None:
    assert new_key("Hoe veilig is 't café?", set()) == "hoe-veilig-is-t-cafe"
    assert new_key("Politie", {"politie", "politie-2"}) == "politie-3"
    assert new_key("!!!", set()) == "regel"
    assert len(new_key("a" * 300, set())) <= 40
