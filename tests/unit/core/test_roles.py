"""The matrix of roles: what the decrees and the law demand of it, several roles in one person, standing in."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import profiles
from core.accounts import StandIn, User
from core.errors import BadInput, Denied
from core.roles import KEY_RIGHTS, MATRIX, PEOPLE, ROLE_TITLES, Reach, Role, role_of
from core.scope import RIGHT_TITLES, Grant, Right, Scope

TEXTS = {Right.READ_FLAGS, Right.READ_POSTS, Right.READ_INCIDENTS, Right.READ_UNMASKED}


def user(*roles: Role, **fields: object) -> User:
    return replace(User("p", "", frozenset(roles)), **fields)  # type: ignore[arg-type]


def test_every_role_has_its_row_its_name_and_its_clause() -> None:
    assert set(MATRIX) == set(Role)
    assert len(set(ROLE_TITLES.values())) == len(Role)
    assert all(row.source and row.rights for row in MATRIX.values())
    assert set(RIGHT_TITLES) == set(Right)


def test_every_right_is_somebodys() -> None:
    assert frozenset().union(*(row.rights for row in MATRIX.values())) == set(Right)


@pytest.mark.parametrize("name", profiles.names())
def test_every_role_that_a_decree_names_is_in_the_table(name: str) -> None:
    named = profiles.read(profiles.path_of(name)).roles
    assert all(role_of(code) in PEOPLE for code in named)


def test_the_administrator_reads_no_texts() -> None:
    assert not MATRIX[Role.ADMINISTRATOR].rights & TEXTS


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CRC, Role.COORDINATOR, Role.MAYOR, Role.RISKS, Role.PUBLICS])
def test_who_needs_no_names_reads_masked_texts(role: Role) -> None:
    assert Right.READ_UNMASKED not in MATRIX[role].rights


@pytest.mark.parametrize("role", [Role.CRC, Role.COORDINATOR, Role.MAYOR, Role.CURATOR])
def test_who_only_reads_changes_nothing(role: Role) -> None:
    assert all(right.value.endswith(":read") or right is Right.READ_UNMASKED for right in MATRIX[role].rights)


def test_only_the_administrator_keeps_accounts_and_only_the_head_holds_clocks() -> None:
    assert [role for role, row in MATRIX.items() if Right.MANAGE_ACCOUNTS in row.rights] == [Role.ADMINISTRATOR]
    assert [role for role, row in MATRIX.items() if Right.HOLD_CLOCKS in row.rights] == [Role.HEAD]


def test_what_a_key_holds_a_key_may_hold() -> None:
    assert MATRIX[Role.RISKS].rights <= KEY_RIGHTS
    assert not KEY_RIGHTS & {Right.READ_UNMASKED, Right.MANAGE_ACCOUNTS}


def test_a_bound_role_without_bounds_reaches_nothing() -> None:
    assert user(Role.BLOCK_HEAD).scope("p").over(Right.READ_INCIDENTS).blocks == frozenset()
    assert user(Role.TERRITORY_HEAD).scope("p").over(Right.READ_INCIDENTS).territories == frozenset()


def test_the_curator_who_heads_a_block_reads_all_and_works_on_his_own() -> None:
    scope = user(Role.CURATOR, Role.BLOCK_HEAD, blocks=frozenset({"social"})).scope("p")
    reading, working = scope.over(Right.READ_INCIDENTS), scope.over(Right.WORK_INCIDENTS)
    assert (reading.blocks, working.blocks) == (None, {"social"})
    assert Right.WORK_INCIDENTS not in reading.rights
    assert Right.READ_UNMASKED in working.rights
    assert scope.may(Right.WORK_INCIDENTS, "social", "x")
    assert not scope.may(Right.WORK_INCIDENTS, "roads", "x")
    assert scope.may(Right.READ_INCIDENTS, "roads", "x")


def test_a_head_of_a_settlement_heads_the_block_within_it() -> None:
    held = user(Role.BLOCK_HEAD, Role.TERRITORY_HEAD, blocks=frozenset({"b"}), territories=frozenset({"t"}))
    found = held.scope("p").over(Right.READ_INCIDENTS)
    assert (found.blocks, found.territories) == ({"b"}, {"t"})


def test_who_stands_in_has_the_other_rights_as_far_as_the_other() -> None:
    absent = replace(user(Role.BLOCK_HEAD, blocks=frozenset({"roads"})), login="a")
    found = user(Role.BLOCK_HEAD, blocks=frozenset({"social"})).scope("p", [absent])
    assert found.over(Right.WORK_INCIDENTS).blocks == {"roads", "social"}
    assert found.who == "user:p"
    away = user(Role.ANALYST).scope("p", [absent])
    assert (away.over(Right.READ_FLAGS).blocks, away.over(Right.READ_UNMASKED).blocks) == (None, {"roads"})


def test_for_who_was_shut_out_nobody_stands_in() -> None:
    absent = replace(user(Role.HEAD), login="a", active=False)
    with pytest.raises(Denied, match="приостановка"):
        user(Role.MONITOR).scope("p", [absent]).over(Right.HOLD_CLOCKS)


NAMES = st.frozensets(st.sampled_from("abc"))
GRANTS = st.builds(Grant, st.frozensets(st.sampled_from(list(Right)[:5])), st.none() | NAMES, st.none() | NAMES)


@given(st.lists(GRANTS, min_size=1, max_size=4), st.sampled_from(list(Right)[:5]))
def test_no_right_reaches_farther_than_one_of_the_grants_gives_it(grants: list[Grant], right: Right) -> None:
    scope = Scope("p", grants=tuple(grants))
    try:
        found = scope.over(right)
    except Denied:
        assert not any(right in each.rights for each in grants)
        return
    for block in found.blocks if found.blocks is not None else "abcz":
        for territory in found.territories if found.territories is not None else "abcz":
            assert all(scope.may(each, block, territory) for each in found.rights), (found, block, territory)
    assert right in found.rights


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True))
def test_before_a_right_is_named_a_person_reaches_no_farther_than_all_his_roles(roles: list[Role]) -> None:
    found = user(*roles, blocks=frozenset({"b"})).scope("p")
    bound = {MATRIX[role].reach for role in roles}
    assert (found.blocks is not None) == (Reach.BLOCKS in bound)
    assert (found.territories is not None) == (Reach.TERRITORIES in bound)


def test_standing_in_has_its_days() -> None:
    one = StandIn("a", "b", date(2026, 11, 2), date(2026, 11, 13), "admin")
    assert [one.stands(date(2026, 11, day)) for day in (1, 2, 13, 14)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("absent", "until", "says"),
    [("b", date(2026, 11, 3), "сам себя"), ("a", date(2026, 11, 1), "раньше"), ("a", date(2028, 1, 1), "не дольше")],
)
def test_a_wrong_standing_in_is_refused(absent: str, until: date, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        StandIn(absent, "b", date(2026, 11, 2), until, "admin")
