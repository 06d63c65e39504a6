"""`mcu source`, `mcu doctor`, and a look back at a source's past, with the program as a user has it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import Denied, Transient
from core.ports import Batch, Finding
from core.posts import Platform, Source
from runtime import platforms
from tests.acceptance.conftest import Ran
from tests.made import post

MCU = Callable[..., Ran]


class Past:
    """A platform with ten days of posts, one a batch; breaks off when it is told, and says what it needs."""

    def __init__(self) -> None:
        self.left, self.asked = 10**6, list[tuple[object, datetime]]()
        self.findings = [Finding("ключ доступа", True), Finding("стена", False, "закрыта")]

    def batches(self, source: Source) -> Iterator[Batch]:
        yield Batch((), {**source.cursor, "seen": True})

    def history(self, source: Source, since: datetime) -> Iterator[Batch]:
        begun = int(str(source.cursor.get("past", 0)))
        self.asked.append((begun, since))
        for number in range(begun, 10):
            if not self.left:
                raise KeyboardInterrupt
            self.left -= 1
            at = since + timedelta(days=number)
            made = post(number + 1, f"яма номер {number}", published=at, seen=at, source="selo")
            yield Batch((made,), {**source.cursor, "past": number + 1}, total=10)

    def check(self, source: Source) -> Iterator[Finding]:
        yield from self.findings
        raise Denied("дальше не пускают")


@pytest.fixture
def past(monkeypatch: pytest.MonkeyPatch) -> Past:
    made = Past()
    monkeypatch.setitem(platforms.COLLECTORS, Platform.VK, lambda house: made)
    return made


def test_a_look_back_that_is_interrupted_goes_on_where_it_was(mcu: MCU, past: Past) -> None:
    mcu("source", "add", "vk:selo")
    past.left = 4
    assert mcu("collect", "--since", "2026-01-01", "--source", "vk:selo").code == 130
    past.left = 10**6
    row = mcu("collect", "--since", "2026-01-01", "--source", "vk:selo", "--json").rows()[0]
    assert (row["state"], row["new"]) == ("active", 6)
    midnight = datetime(2026, 1, 1, tzinfo=UTC)
    assert [begun for begun, _ in past.asked] == [0, 4]
    assert all(timedelta(0) <= midnight - since <= timedelta(hours=12) for _, since in past.asked)
    assert len(mcu("posts", "export", "--source", "vk:selo").rows()) == 10


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "2026-01-01"), "назовите источник"),
        (("--since", "2999-01-01", "--source", "vk:selo"), "день 01.01.2999 не подходит"),
        (("--since", "2026-01-01", "--source", "vk:chuzhoe"), "нет источника vk:chuzhoe"),
    ],
)
def test_a_wrong_look_back_is_refused_in_words(mcu: MCU, past: Past, words: tuple[str, ...], says: str) -> None:
    mcu("source", "add", "vk:selo")
    done = mcu("collect", *words)
    assert done.code == 1
    assert says in done.err


def test_a_platform_whose_past_nobody_reads_says_so(mcu: MCU, tmp_path: Path) -> None:
    (tmp_path / "wall.jsonl").write_text("", encoding="utf-8")
    key = f"file:{tmp_path / 'wall.jsonl'}"
    mcu("source", "add", key)
    done = mcu("collect", "--since", "2026-01-01", "--source", key, "--json")
    assert (done.code, "сборщик не читает" in done.rows()[0]["reason"]) == (3, True)


def test_a_source_has_its_ground_and_its_term_and_what_is_due_is_listed(mcu: MCU, past: Past) -> None:
    said = mcu("source", "add", "vk:selo", "--basis", "соглашение № 5", "--keep", "30").out
    assert "соглашение № 5" in said
    assert "30 дней" in said
    assert mcu("source", "add", "vk:drugoe", "--keep", "0").code == 1
    mcu("collect", "--since", "2026-01-01", "--source", "vk:selo")
    row = mcu("source", "list", "--json").rows()[0]
    assert (row["basis"], row["keep_days"], row["gaps"]) == ("соглашение № 5", 30, 0)
    assert "vk:selo" in mcu("source", "due").out


def test_a_check_says_what_works_and_what_does_not(mcu: MCU, past: Past, tmp_path: Path) -> None:
    done = mcu("source", "check", "vk:selo")
    assert done.code == 3
    assert "✓ ключ доступа" in done.out
    assert "✗ стена: закрыта" in done.out
    assert "дальше не пускают" in done.out
    assert mcu("source", "list", "--json").rows() == []
    (tmp_path / "wall.jsonl").write_text("", encoding="utf-8")
    assert "первое чтение" in mcu("source", "check", f"file:{tmp_path / 'wall.jsonl'}").out


def test_what_a_source_allows_is_said_when_it_is_added(mcu: MCU, past: Past) -> None:
    done = mcu("source", "add", "vk:selo")
    assert done.code == 0
    for wanted in ("✓ ключ доступа", "✗ стена: закрыта", "mcu source check vk:selo"):
        assert wanted in done.out
    past.findings = []
    assert "✓" not in mcu("source", "add", "vk:drugoe", "--no-check").out


@pytest.mark.parametrize("words", ["Иванов Пётр", "Ивановой", "8 900 123-45-67"])
def test_a_search_for_a_person_is_no_source(mcu: MCU, past: Past, words: str) -> None:
    done = mcu("source", "add", f"vk:search?q={words}")
    assert (done.code, "Добавлен" in done.out) == (1, False)
    assert mcu("source", "list", "--json").rows() == []


def test_searches_are_proposed_by_the_profile_and_added_when_a_person_says_so(mcu: MCU, past: Past) -> None:
    mcu("init", "--profile", "yasnobor")
    proposed = mcu("source", "propose", "--json").rows()
    assert "vk:search?q=Лосемха" in [row["source"] for row in proposed]
    assert {row["state"] for row in proposed} == {"нет"}
    assert mcu("source", "list", "--json").rows() == []
    assert mcu("source", "propose", "--add").code == 0
    assert {row["state"] for row in mcu("source", "propose", "--json").rows()} == {"есть"}
    assert len(mcu("source", "list", "--json").rows()) == len(proposed)


def test_what_was_put_aside_is_shown_with_its_place_and_its_data(mcu: MCU, past: Past, tmp_path: Path) -> None:
    (tmp_path / "wall.jsonl").write_text("не JSON\n", encoding="utf-8")
    mcu("import", tmp_path / "wall.jsonl")
    assert "строка 1" in mcu("source", "refused").out
    row = mcu("source", "refused", f"file:{tmp_path / 'wall.jsonl'}", "--json").rows()[0]
    assert (row["line"], row["payload"]) != (1, "")
    assert "не JSON" not in row["payload"], "a line that nobody could read may hold anything"
    assert mcu("source", "refused", "vk:selo", "--json").rows() == []


def test_the_doctor_finds_what_ails(mcu: MCU, home: Path, past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    mcu("source", "add", "vk:selo")
    fine = mcu("doctor")
    assert (fine.code, "✗" in fine.out) == (0, False)
    assert "Добавлены недавно и ещё не прочитаны: vk:selo" in fine.out

    class Shut:
        def batches(self, source: Source) -> Iterator[Batch]:
            raise Denied("сообщество закрыто")

    monkeypatch.setitem(platforms.COLLECTORS, Platform.VK, lambda house: Shut())
    assert mcu("collect", "--once").code == 3
    (home / "key").chmod(0o644)
    ill = mcu("doctor")
    assert ill.code == 3
    assert "chmod 600" in ill.out
    assert "mcu source resume vk:selo" in ill.out
    monkeypatch.setenv("MCU_VK_RATE", "много")
    wrong = mcu("doctor")
    assert (wrong.code, "MCU_VK_RATE" in wrong.out) == (3, True)


def test_a_refusal_that_passes_is_planned_and_shown(mcu: MCU, monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy:
        def batches(self, source: Source) -> Iterator[Batch]:
            raise Transient("площадка просит подождать", timedelta(hours=2))

    monkeypatch.setitem(platforms.COLLECTORS, Platform.VK, lambda house: Busy())
    mcu("source", "add", "vk:selo")
    mcu("collect", "--once")
    row = mcu("source", "list", "--json").rows()[0]
    assert row["state"] == "slowed"
    assert datetime.fromisoformat(row["next_at"]) > datetime.now(UTC) + timedelta(hours=1, minutes=59)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ('{"vk": {"wall.get": {"per_day": 0}}}', r"MCU_BUDGETS (vk.wall.get.per_day): нужно не меньше 1"),
        ('{"vk": {"wall.get": {"a_day": 1}}}', "такого поля нет"),
        ("не JSON", "нужен объект JSON"),
    ],
)
def test_a_wrong_budget_is_named(mcu: MCU, monkeypatch: pytest.MonkeyPatch, given: str, says: str) -> None:
    monkeypatch.setenv("MCU_BUDGETS", given)
    done = mcu("source", "list")
    assert done.code == 1
    assert says in done.err
