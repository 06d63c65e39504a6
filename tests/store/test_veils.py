"""Masked copies that former rules made are made anew: all, each once, wherever the round was cut. On both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text

from core import usecases
from core.contacts import Link
from core.incidents import IncidentQuery
from core.journal import JournalQuery
from core.papers import Paper, Report, Section
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import Scope
from core.usecases import veiling
from core.usecases.veiling import Round, behind, veil
from nlp.edition import edition
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from store.scouring import rows_with
from store.tables import incidents
from store.veils import TABLES
from tests.conftest import NOW, plain_lemmas
from tests.made import post
from tests.unit.api.conftest import PROFILE, Model

WALL = SourceKey(Platform.VK, "wall")
NAME, LATER = "необыкновеннобурундукова", "later"
COPIES = {"search.lemmas", "incidents.title", "reports.body"}


class Still:
    """A clock that stands."""

    def now(self):
        return NOW


def newer(told: str) -> str:
    """The rules of a later day know the name."""
    return told.replace(NAME, "[ФИО]")


@pytest.fixture
def renewed(store: Store) -> Store:
    """The same database under the program of a later day."""
    return Store(store.engine, lambda told: plain_lemmas(newer(told)))


@pytest.fixture
def filled(store: Store, scope: Scope) -> Store:
    """Seven matters that name somebody whom the rules of the day did not know."""
    found = [
        post(number, f"опасно люк, {NAME} упала на {street}", published=NOW - timedelta(days=9 * number))
        for number, street in enumerate(("Заречной", "Лесной", "Садовой", "Мира", "Речной", "Полевой", "Южной"), 1)
    ]
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    usecases.group(store, scope, PROFILE, StoredCopies(), str, NOW)
    section = Section("growth", "Рост", (f"Пишут: «опасно люк, {NAME} упала» — {NAME} названа в ответе",))
    with store.begin() as work:
        work.reports.add(scope, Report("week", {}, NOW, "user:anna", Paper("note", "Записка", "", (), (section,))))
    return store


def counts(store: Store, scope: Scope, of: str) -> dict[str, int]:
    with store.read() as work:
        return dict(behind(work, scope, of))


def go(store: Store, scope: Scope, done: Round, batches: int = 10**6) -> bool:
    left = iter(range(batches))
    return veil(store, scope, LATER, newer, done, Still(), lambda: next(left, None) is not None)


def test_what_is_written_today_is_of_the_edition_of_today(filled: Store, scope: Scope) -> None:
    assert counts(filled, scope, edition()) == {}
    assert counts(filled, scope, LATER) == {"search": 7, "incidents": 7, "reports": 1}


def test_what_a_former_program_kept_is_of_none(filled: Store, scope: Scope, engine: Engine) -> None:
    with engine.begin() as connection:
        for name in TABLES:
            connection.execute(text(f"UPDATE {name} SET masked = ''"))
    assert counts(filled, scope, edition()) == {"search": 7, "incidents": 7, "reports": 1}


def test_a_new_rule_reaches_every_copy_and_no_text(filled: Store, renewed: Store, scope: Scope, engine: Engine) -> None:
    assert {place for place, _ in rows_with(engine, [NAME])} >= COPIES
    done = Round()
    assert go(renewed, scope, done)
    assert counts(renewed, scope, LATER) == {}
    left = {place for place, _ in rows_with(engine, [NAME])}
    assert left == {"versions.text", "reports.body"}  # the report's own words outside the quote are a colleague's
    with renewed.read() as work:
        (report,) = work.reports.list(scope, 5)
        entry = work.journal.find(scope, JournalQuery(group="personal")).entries[0]
        assert work.posts.search(scope, NAME) == []
        assert len(work.posts.search(scope, "люк")) == 7
    assert report.paper.sections[0].text[0].startswith("Пишут: «опасно люк, [ФИО] упала»")
    assert entry.detail["incidents"] == 7


def test_a_round_that_is_cut_goes_on_where_it_was_and_does_nothing_twice(
    filled: Store, renewed: Store, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(veiling, "BATCH", 2)
    made = 0
    for _ in range(40):
        done = Round()  # another process, which remembers nothing
        ended = go(renewed, scope, done, batches=7)
        made += done.total
        if ended:
            break
    assert ended
    assert made == 15
    assert counts(renewed, scope, LATER) == {}


def test_who_decided_on_words_of_the_former_rules_is_told_that_they_changed(
    filled: Store, renewed: Store, scope: Scope, engine: Engine
) -> None:
    asked = select(incidents.c.id, incidents.c.revision).order_by(incidents.c.id)
    with engine.connect() as connection:
        before = dict(connection.execute(asked).all())
    go(renewed, scope, Round())
    with engine.connect() as connection:
        assert dict(connection.execute(asked).all()) == {number: revision + 1 for number, revision in before.items()}
    again = Round()
    veil(renewed, scope, "another", newer, again, Still(), lambda: True)
    with engine.connect() as connection:
        assert dict(connection.execute(asked).all()) == {number: revision + 1 for number, revision in before.items()}


def test_the_gist_of_a_link_is_masked_anew(filled: Store, renewed: Store, scope: Scope, engine: Engine) -> None:
    with filled.begin() as work:
        incident = work.incidents.find(scope, IncidentQuery()).incidents[0]
        work.contacts.add_link(
            scope, Link("d" * 64, incident.id, "street", NOW, NOW, gist=f"опасно люк, {NAME}\nупала")
        )
    go(renewed, scope, Round())
    assert "links.gist" not in {place for place, _ in rows_with(engine, [NAME])}
