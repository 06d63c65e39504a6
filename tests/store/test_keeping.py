"""What must go goes whole, with everything made of it, and does not come back. On both databases."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, String, Text, text

from core import usecases
from core.journal import JournalQuery
from core.labels import Theme
from core.learning.records import Label
from core.papers import Edit, Paper, Report, Section, Sheet
from core.personal import PERSONAL, PLAIN
from core.ports import Batch
from core.posts import Platform, Post, PostKey, Source, SourceKey
from core.registers import Entry, Kind, Task
from core.roadmaps import RoadMap
from core.scope import Scope
from core.usecases import keeping
from nlp.fingerprints import StoredCopies
from runtime import traces
from store.erasing import digest_of
from store.ledger import Store
from store.scouring import rows_with, scour
from store.tables import metadata
from store.tables.columns import Json
from tests.conftest import NOW
from tests.made import DAY, comment, post
from tests.server import PostgresServer
from tests.unit.api.conftest import PROFILE, Model

ONE, OTHER = "a1" * 13, "b2" * 13
WORD = "необыкновеннобурундучная"
WALL = SourceKey(Platform.VK, "wall")


def test_every_column_of_words_or_accounts_stands_in_the_registry_once() -> None:
    known = [each.column for each in PERSONAL]
    assert len(known) == len(set(known))
    wordy = {
        f"{name}.{column.name}"
        for name, table in metadata.tables.items()
        for column in table.c
        if isinstance(column.type, String | Text | type(Json)) and column.name != "profile_id"
    }
    places = {f"posts.{name}" for name in ("lat", "lon")}
    assert wordy | places == set(known) | set(PLAIN)
    assert set(known) & set(PLAIN) == set()
    assert all(all((each.what, each.why, each.basis, each.keep, each.sees)) for each in PERSONAL)


def fill(store: Store, scope: Scope, *found: Post) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, WALL, Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    usecases.group(store, scope, PROFILE, StoredCopies(), str.lower, NOW)


@pytest.fixture
def filled(store: Store, scope: Scope) -> Store:
    """Two residents' posts, one of them edited; the first one's word stands in all that was made of them."""
    first = post(1, f"опасно люк {WORD} на Заречной", author=ONE, url="https://vk.com/wall-1_777001")
    fill(
        store, scope, first, comment(2, 1, "опасно, и мы видели", author=OTHER), post(3, "яма на Садовой", author=OTHER)
    )
    fill(store, scope, replace(first, text=f"опасно открыт люк, {WORD}, на Заречной 12", edited=NOW))
    fill(store, scope, post(4, f"опасно и тут {WORD} яма провал на Лесной", author=ONE))
    return store


def forget(store: Store, scope: Scope, message: str, author: bool) -> keeping.Forgotten:
    key = PostKey(Platform.VK, "wall", message)
    with store.begin() as work:
        ids = keeping.wanted(work, scope, key, author=author)
        return keeping.forget(work, scope, ids, lambda each: digest_of(store.keyed, each), str.lower, NOW)


def test_all_of_one_author_goes_with_everything_made_of_it(
    filled: Store, scope: Scope, engine: Engine, rows: Callable[[str], int]
) -> None:
    assert {place for place, _ in rows_with(engine, [WORD])} >= {"versions.text", "search.lemmas", "incidents.title"}
    with filled.begin() as work:
        card = work.labels.example(scope, 1)
        work.labels.add(scope, [(card, Label("user:anna", NOW, {"theme": "roads"}, reason=f"здесь {WORD}"))])
    assert rows("labels") == 1
    gone = forget(filled, scope, "1", author=True)
    assert gone.posts == 2
    assert gone.rows["versions"] == 3
    assert list(rows_with(engine, [WORD, ONE])) == []
    assert [rows(name) for name in ("posts", "versions", "search")] == [2, 2, 2]
    with filled.read() as work:
        assert work.posts.search(scope, WORD) == []


def test_reports_that_were_made_lose_the_quotes_of_what_is_erased(filled: Store, scope: Scope, engine: Engine) -> None:
    quote = f"Пишут: «Опасно люк {WORD} на Заречной» «здесь другое, чужое»"
    rows = ((f"№\u00a01. Опасно открыт люк, {WORD}, на Заречной 12", "7"),)
    section = Section("growth", "Рост", (quote,), (Sheet("Вопросы", ("Вопрос", "Дней"), rows),))
    edit = Edit(f"Житель пишет, что опасно открыт люк, {WORD}, на Заречной.", "user:anna", NOW)
    made = Report("week", {}, NOW, "user:anna", Paper("note", "Записка", "", (), (section,)), {"growth": edit})
    with filled.begin() as work:
        kept = work.reports.add(scope, made)
    forget(filled, scope, "1", author=True)
    assert list(rows_with(engine, [WORD])) == []
    with filled.read() as work:
        left = work.reports.get(scope, kept.id)
    assert left.paper.sections[0].text == ("Пишут: «публикация удалена» «здесь другое, чужое»",)
    assert left.paper.sections[0].sheets[0].rows == (("№\u00a01. публикация удалена", "7"),)
    assert left.edits["growth"].text == "Житель пишет, что публикация удалена."


def test_road_maps_registers_and_tasks_of_minutes_lose_the_words_of_what_is_erased(
    filled: Store, scope: Scope, engine: Engine
) -> None:
    told = f"Житель пишет: опасно открыт люк, {WORD}, на Заречной 12"
    entry = Entry(Kind.ADVICE, "Закрыть люки", DAY.date(), NOW, NOW, "given", {"whom": "ЖКХ", "gist": told})
    with filled.begin() as work:
        card = RoadMap(0, "Люки", Theme.ROADS, DAY.date(), DAY.date(), NOW, cause=told)
        chart, kept = work.roadmaps.add(scope, card), work.registers.add(scope, entry)
        work.registers.put_task(scope, Task(told, moved_at=NOW, entry_id=kept.id))
    assert {place for place, _ in rows_with(engine, [WORD])} >= {"roadmaps.cause", "registers.body"}
    forget(filled, scope, "1", author=True)
    assert list(rows_with(engine, [WORD])) == []
    with filled.read() as work:
        assert work.roadmaps.get(scope, chart.id).cause == "Житель пишет: публикация удалена"
        assert work.registers.get(scope, kept.id).body == {"whom": "ЖКХ", "gist": "Житель пишет: публикация удалена"}
        assert [each.what for each in work.registers.tasks(scope)] == ["Житель пишет: публикация удалена"]


def test_a_trace_is_found_in_json_too(store: Store, scope: Scope, engine: Engine) -> None:
    told = post(1, "яма", raw={"text": f"было {WORD} дело"})
    fill(store, scope, told)
    assert {place for place, _ in rows_with(engine, [WORD])} == {"versions.raw"}


def test_a_trace_is_found_in_json_of_an_older_installation_whose_letters_are_escaped(
    store: Store, scope: Scope, engine: Engine
) -> None:
    fill(store, scope, post(1, "яма", raw={"text": "было иное дело"}))
    escaped = json.dumps({"text": f"было {WORD} дело"})
    assert WORD not in escaped
    with engine.begin() as connection:
        connection.execute(text("UPDATE versions SET raw = :raw"), {"raw": escaped})
    assert {place for place, _ in rows_with(engine, [WORD])} == {"versions.raw"}


def test_a_database_that_is_held_is_not_said_to_be_scoured(filled: Store, scope: Scope, engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        assert not scour(engine, None), "only the owner may"
        return
    with filled.read() as work:
        work.sources.list(scope)
        forget(filled, scope, "1", author=True)
        assert not scour(engine, patience=200)
    assert scour(engine)


def test_one_post_goes_and_its_author_s_other_post_stays(filled: Store, scope: Scope, engine: Engine) -> None:
    assert forget(filled, scope, "1", author=False).posts == 1
    assert {place for place, _ in rows_with(engine, [WORD])} >= {"versions.text"}
    assert not any("Заречной 12" in trace for _, trace in rows_with(engine, ["Заречной 12"]))


def test_what_was_erased_does_not_come_back_from_its_platform(
    filled: Store, scope: Scope, rows: Callable[[str], int]
) -> None:
    forget(filled, scope, "1", author=False)
    fill(filled, scope, post(1, f"опасно люк {WORD}", author=ONE), post(9, "яма на Полевой", author=ONE))
    assert rows("posts") == 4
    assert rows("posts WHERE message = '1'") == 0


def test_the_journal_of_an_erasure_names_no_post_and_its_chain_holds(filled: Store, scope: Scope) -> None:
    from core.journal import broken

    forget(filled, scope, "1", author=True)
    with filled.read() as work:
        (entry,) = work.journal.find(scope, JournalQuery(group="personal")).entries
        assert list(broken(work.journal.chain(scope))) == []
    assert entry.detail["posts"] == 2
    assert all(each not in repr(entry) for each in ("wall", WORD, ONE))


def base_files(server: PostgresServer, engine: Engine) -> list[Path]:
    """The files of one database of the server."""
    with engine.connect() as connection:
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    return [path for path in (server._folder / "base" / str(number)).rglob("*") if path.is_file()]


def test_after_scouring_no_byte_of_it_is_left_in_the_files(
    filled: Store, scope: Scope, engine: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def files() -> list[Path]:
        if engine.dialect.name == "sqlite":
            return list(tmp_path.glob("mcu.db*"))
        return base_files(request.getfixturevalue("postgres"), engine)

    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # As the server does by itself sooner or later: samples of the words come into its statistics.
            connection.execute(text("ANALYZE"))
            connection.execute(text("CHECKPOINT"))
    assert traces.found_in(files(), [WORD]) != [], "the search must be able to find"
    gone = forget(filled, scope, "1", author=True)
    assert scour(engine, engine)
    assert traces.found_in(files(), [WORD, ONE, *traces.pieces(gone.traces)]) == []


def test_a_term_of_keeping_deletes_what_is_over_it_but_for_matters_at_work(
    store: Store, scope: Scope, rows: Callable[[str], int]
) -> None:
    with store.begin() as work:
        work.sources.add(scope, Source(WALL, keep_days=30, added_at=NOW))
    old = DAY - timedelta(days=60)
    fill(
        store,
        scope,
        post(1, "спасибо за старую дорогу", published=old),
        post(2, "опасно старый люк на Заречной", published=old),
        post(3, "спасибо за новую дорогу"),
    )
    with store.read() as work:
        (told,) = keeping.due(work, scope, NOW)
    assert (told.posts, told.held) == (2, 1)
    assert rows("posts") == 3
    assert keeping.expire(store, scope, NOW) == {"vk:wall": 1}
    assert keeping.expire(store, scope, NOW) == {}
    assert rows("posts WHERE message IN ('2', '3')") == 2 == rows("posts")


def test_after_a_restore_the_list_of_erasures_deletes_again(
    filled: Store, scope: Scope, rows: Callable[[str], int], engine: Engine
) -> None:
    digest = digest_of(filled.keyed, PostKey(Platform.VK, "wall", "1"))
    assert keeping.bring_back_nothing(filled, scope, frozenset({digest, "~unknown"}), str.lower, NOW) == 1
    assert rows("posts WHERE message = '1'") == 0
    assert not any(place == "incidents.title" for place, trace in rows_with(engine, ["опасно открыт люк"]))
    assert keeping.bring_back_nothing(filled, scope, frozenset({digest}), str.lower, NOW) == 0
