"""Who has which role in a problem: handing out, ending, the proposal per kind."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind
from driehoek.problems import content, queries, roles, services
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import Kind, Problem, ProblemRole, Role
from driehoek.problems.roles import NewRole
from tests.problems.test_services import as_adviser, opened
from tests.support.cast import Cast


def made(cast: Cast, kind: Kind = Kind.STANDARD) -> Problem:
    with acting_as(person=as_adviser(cast)) as identity:
        return opened(identity, kind=kind)


def test_a_role_is_handed_out_changed_ended_and_put_back_each_with_a_line(cast: Cast) -> None:
    problem = made(cast)
    with acting_as(person=as_adviser(cast)) as identity:
        police = Organisation.objects.get(kind=OrganisationKind.POLICE)
        role = services.add_role(
            identity=identity,
            problem=problem,
            new=NewRole(Role.SUPPLIES, organisation=police, task="Levert Geheimtaal"),
        )
        services.change_role(role=role, version=1, values={"task": "Levert cijfers en duiding"})
        assert services.end_role(role=role)
        assert not services.end_role(role=role)
        assert queries.roles_of(problem) == []
        assert [one.pk for one in queries.ended_roles_of(problem)] == [role.pk]
        again = services.restore_role(identity=identity, role=role)
        assert [(one.holder, one.task) for one in queries.roles_of(problem)] == [
            (police.name, "Levert cijfers en duiding")
        ]
        assert queries.ended_roles_of(problem) == []
        assert again.pk != role.pk
        lines = list(
            Event.objects.filter(action__startswith="problems:role:")
            .order_by("sequence")
            .values_list("action", "data")
        )
        entries, _more = queries.timeline(problem)
    assert [action.rpartition(":")[2] for action, _data in lines] == ["added", "changed", "ended", "added"]
    assert not any("Geheimtaal" in data or police.name in data for _action, data in lines)
    assert (entries[0].title, entries[0].text) == ("Rol verdeeld", "Informatieleverancier.")


def test_the_same_party_has_a_role_once_and_a_role_has_one_kind_of_holder(cast: Cast) -> None:
    """So the director of the process is never also the director of the content (domain.md, section 1.4)."""
    problem = made(cast, Kind.COMPLEX)
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=as_adviser(cast)) as identity:
        police = Organisation.objects.get(kind=OrganisationKind.POLICE)
        services.add_role(
            identity=identity, problem=problem, new=NewRole(Role.DIRECTS, person=director, task="Proces")
        )
        with pytest.raises(services.RoleTaken):
            services.add_role(
                identity=identity, problem=problem, new=NewRole(Role.DIRECTS, person=director, task="Inhoud")
            )
        for new in (NewRole(Role.EXECUTES), NewRole(Role.EXECUTES, person=director, organisation=police)):
            with pytest.raises(ValueError, match="of a person or of an organisation"):
                services.add_role(identity=identity, problem=problem, new=new)
        assert len(queries.roles_of(problem)) == 1


def test_two_who_change_a_task_the_second_is_told(cast: Cast) -> None:
    problem = made(cast)
    with acting_as(person=as_adviser(cast)) as identity:
        role = services.add_role(
            identity=identity,
            problem=problem,
            new=NewRole(Role.COMMISSIONS, person=cast.people[Function.MAYOR]),
        )
    address = reverse("problems:role_change", args=[problem.pk, role.pk])
    one, two = cast.client(Function.SAFETY_ADVISER), cast.client(Function.SAFETY_ADVISER)
    assert one.post(address, {"version": 1, "task": "Zet de norm"}).status_code == 302
    answer = two.post(address, {"version": 1, "task": "Volgt wat afwijkt"})
    assert answer.status_code == 409
    assert "Zet de norm" in answer.content.decode()
    assert "Volgt wat afwijkt" in answer.content.decode()
    assert two.post(address, {"version": 2, "task": "Zet de norm en volgt"}).status_code == 302
    with acting_as(person=as_adviser(cast)):
        stale = ProblemRole.objects.get(pk=role.pk)
        assert stale.task == "Zet de norm en volgt"
        services.end_role(role=stale)
        with pytest.raises(VersionConflict):
            services.change_role(role=stale, version=stale.version, values={"task": "te laat"})
        with pytest.raises(ValueError, match="not changed here: person"):
            services.change_role(role=stale, version=stale.version, values={"person": None})


@pytest.mark.parametrize("kind", Kind)
def test_the_proposal_names_who_is_there_and_one_tap_takes_it_over(cast: Cast, kind: Kind) -> None:
    problem = made(cast, kind)
    client = cast.client(Function.SAFETY_ADVISER)
    page = client.get(reverse("problems:roles", args=[problem.pk])).content.decode()
    with acting_as(person=as_adviser(cast)) as identity:
        proposed = queries.proposed_roles(identity, problem)
    mayor = next(one for one in proposed if one.role == Role.COMMISSIONS)
    assert mayor.person == cast.people[Function.MAYOR]
    assert all(one.task in page for one in proposed)
    client.post(reverse("problems:roles_take_over", args=[problem.pk]))
    with acting_as(person=as_adviser(cast)) as identity:
        held = {(one.role, one.holder, one.task) for one in queries.roles_of(problem)}
        assert held == {
            (one.role, str(one.person.name if one.person else one.organisation), one.task) for one in proposed
        }
        assert queries.proposed_roles(identity, problem) == []
    again = client.post(reverse("problems:roles_take_over", args=[problem.pk]), follow=True)
    assert "0 rollen verdeeld" in again.content.decode()


def test_another_kind_proposes_its_own_tasks_but_keeps_what_someone_wrote(cast: Cast) -> None:
    problem = made(cast)
    mayor, adviser = cast.people[Function.MAYOR], cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=as_adviser(cast)) as identity:
        services.take_over_proposal(
            identity=identity, problem=problem, proposed=queries.proposed_roles(identity, problem)
        )
        police = next(
            one for one in queries.roles_of(problem) if one.organisation and one.role == Role.EXECUTES
        )
        services.change_role(role=police, version=police.version, values={"task": "Surveilleert op vrijdag"})
        services.retype(
            identity=identity,
            problem=problem,
            version=1,
            kind=Kind.CRISIS,
            answers={},
            reason="Er is geschoten.",
        )
    page = cast.client(Function.SAFETY_ADVISER).get(reverse("problems:page", args=[problem.pk]))
    assert "Bij deze soort passen nog" in page.content.decode()
    with acting_as(person=as_adviser(cast)) as identity:
        services.take_over_proposal(
            identity=identity, problem=problem, proposed=queries.proposed_roles(identity, problem)
        )
        tasks = {(one.role, one.holder): one.task for one in queries.roles_of(problem)}
        assert queries.proposed_roles(identity, problem) == []
    assert tasks["commissions", mayor.name].startswith("Zit het beleidsteam voor")
    assert tasks["executes", police.holder] == "Surveilleert op vrijdag"
    assert ("supplies", adviser.name) in tasks


def test_complex_problems_are_directed_by_the_process_director(cast: Cast) -> None:
    problem = made(cast, Kind.COMPLEX)
    with acting_as(person=as_adviser(cast)) as identity:
        directs = [one for one in queries.proposed_roles(identity, problem) if one.role == Role.DIRECTS]
    assert [one.person for one in directs] == [cast.people[Function.CASE_DIRECTOR]]
    page = cast.client(Function.SAFETY_ADVISER).get(reverse("problems:roles", args=[problem.pk]))
    assert "iemand anders dan de procesregisseur" in page.content.decode()


def test_who_left_or_is_not_there_is_not_proposed(cast: Cast) -> None:
    from driehoek.oversight.services import end_appointment

    problem = made(cast)
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=cast.people[Function.ADMIN].pk) as admin:
        end_appointment(identity=admin, appointment=Appointment.objects.get(person=mayor))
    with acting_as(person=as_adviser(cast)) as identity:
        proposed = queries.proposed_roles(identity, problem)
    assert proposed
    assert all(one.person != mayor for one in proposed)
    assert all(one.person or one.organisation for one in proposed)


def test_a_role_is_added_ended_and_put_back_on_the_page(cast: Cast) -> None:
    problem = made(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("problems:roles", args=[problem.pk])
    mayor = cast.people[Function.MAYOR]
    page = client.post(address, {"role": "", "who": "", "task": ""}).content.decode()
    assert "Kies een rol." in page
    assert "Kies wie deze rol krijgt." in page
    values = {"role": "commissions", "who": str(mayor.pk), "task": "Zet de norm"}
    page = client.post(address, values, follow=True).content.decode()
    assert "is nu opdrachtgever" in page
    assert "al verdeeld" in client.post(address, values).content.decode()
    with acting_as(person=as_adviser(cast)):
        role = queries.roles_of(problem)[0]
    page = client.post(reverse("problems:role_end", args=[problem.pk, role.pk]), follow=True).content.decode()
    assert "Zet terug" in page
    restore = reverse("problems:role_restore", args=[problem.pk, role.pk])
    assert "teruggezet" in client.post(restore, follow=True).content.decode()
    assert "al teruggezet" in client.post(restore, follow=True).content.decode()
    # A role that ended changes no more.
    assert client.get(reverse("problems:role_change", args=[problem.pk, role.pk])).status_code == 404


def test_a_role_of_another_problem_does_not_exist_here(cast: Cast) -> None:
    one, two = made(cast), made(cast)
    with acting_as(person=as_adviser(cast)) as identity:
        role = services.add_role(
            identity=identity, problem=one, new=NewRole(Role.DIRECTS, person=cast.people[Function.MAYOR])
        )
    client = cast.client(Function.SAFETY_ADVISER)
    assert client.post(reverse("problems:role_end", args=[two.pk, role.pk])).status_code == 404
    assert client.post(reverse("problems:role_end", args=[one.pk, role.pk])).status_code == 302


def test_roles_do_not_exist_for_who_has_no_grant_and_are_not_for_readers_to_hand_out(cast: Cast) -> None:
    problem = made(cast, Kind.COMPLEX)
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=as_adviser(cast)) as identity:
        services.add_role(identity=identity, problem=problem, new=NewRole(Role.COMMISSIONS, person=mayor))
    for outsider in (cast.people[Function.TEAM_CHIEF], cast.stranger):
        with acting_as(person=outsider.pk):
            assert not ProblemRole.objects.exists()
    with acting_as(person=mayor.pk) as identity:
        assert queries.roles_of(problem)[0].holder == mayor.name
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            services.add_role(identity=identity, problem=problem, new=NewRole(Role.DIRECTS, person=mayor))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("function", "wizard", "function is 'wizard'"),
        ("organisation", "police", "a function or an organisation, one of both"),
        ("role", "boss", "role is 'boss'"),
        ("task", "x" * 201, "task has 201 characters"),
    ],
)
def test_a_wrong_line_of_the_proposal_is_refused(field: str, value: str, message: str) -> None:
    fields = content.read("roles.yaml").fields
    changed = fields | {"standard": [fields["standard"][0] | {field: value}]}
    with pytest.raises(ContentError, match=message):
        roles.parse(Entry("roles.yaml", changed))
